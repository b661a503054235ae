import { mkdtempSync, rmSync } from 'node:fs'
import { setImmediate as nextTick } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { listNamed } from '../../../electron/practice/klaviyo/arrange.ts'
import type { Profile } from '../../../electron/practice/klaviyo/model.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import type { ConsentRule, PlanId } from '../../../shared/model.ts'
import { createManualClock, type ManualClock } from '../../support/manualClock.ts'
import { planOf, startTestEngine, type SyncChoices, type TestEngine } from '../../support/testEngine.ts'

export const subscribePath = '/api/profile-subscription-bulk-create-jobs'

/** A practice Klaviyo and an engine under one clock that the test moves. */
export interface ConsentHarness {
  readonly clock: ManualClock
  readonly practice: RunningPractice
  /** The engine that runs now. */
  engine(): TestEngine
  plan(csv: string, choices?: SyncChoices): Promise<PlanSummary>
  start(plan: PlanId): Promise<Receipt>
  run(csv: string, choices?: SyncChoices): Promise<Receipt>
  /** Lets time pass until it is done. */
  inTime<T>(promise: Promise<T>): Promise<T>
  /** Another engine over the same data, as after a restart. */
  restart(): Promise<void>
  /** Someone in the account, seen from inside. Fails the test where there is nobody. */
  person(email: string): Profile
  members(list: string): ReadonlyMap<string, number>
  /** Once, at the last moment: the next subscribe job is on its way. */
  whenSubscribing(happens: () => void): void
  /** Bodies of the subscribe jobs that left, oldest first. */
  readonly sent: readonly SubscribeBody[]
}

export interface SubscribeBody {
  readonly data: {
    readonly attributes: {
      readonly custom_source?: string
      readonly historical_import?: boolean
      readonly profiles: { readonly data: readonly { readonly id?: string; readonly attributes: unknown }[] }
    }
    readonly relationships?: { readonly list: { readonly data: { readonly id: string } } }
  }
}

export async function startConsentHarness(): Promise<ConsentHarness> {
  const clock = createManualClock()
  const practice = await startPractice({ clock, lagMs: 0 })
  const folder = mkdtempSync(join(tmpdir(), 'listferry-consent-'))
  const sent: SubscribeBody[] = []
  const moments: (() => void)[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    if (init?.method === 'POST' && new URL(input).pathname === subscribePath) {
      sent.push(JSON.parse(init.body as string) as SubscribeBody)
      moments.shift()?.()
    }
    return globalThis.fetch(input, init)
  }
  const open = async () => {
    const env = { LISTFERRY_KLAVIYO_URL: practice.address }
    const started = await startTestEngine({ practice, folder, clock, connect: false, ports: { env, fetch } })
    const values = { privateKey: practice.klaviyo.keys.all }
    await inTime(
      clock,
      started.client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' }),
    )
    return started
  }
  let engine = await open()
  onTestFinished(async () => {
    await engine.close()
    await practice.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const plan = (csv: string, choices: SyncChoices = {}) =>
    inTime(clock, planOf(engine, csv, choices, 'people.csv', 'Shop'))
  const start = (id: PlanId) => inTime(clock, engine.client.runs.start({ plan: id }))
  return {
    clock,
    practice,
    sent,
    whenSubscribing: (happens) => moments.push(happens),
    engine: () => engine,
    plan,
    start,
    run: async (csv, choices) => start((await plan(csv, choices)).id),
    inTime: (promise) => inTime(clock, promise),
    async restart() {
      await engine.close()
      engine = await open()
    },
    person(email) {
      const found = practice.klaviyo.state.profiles.byEmail(email)
      if (!found) throw new Error(`Nobody has the address ${email}`)
      return found
    },
    members: (list) => listNamed(practice.klaviyo.state, list).members,
  }
}

/** Consent by email, to a list of the practice account or to none. */
export function consentTo(
  { practice }: ConsentHarness,
  list: string | null,
  more: Partial<ConsentRule> = {},
): ConsentRule {
  const audience =
    list === null ? null : { kind: 'list' as const, id: listNamed(practice.klaviyo.state, list).id }
  return { channels: ['email'], audience, since: null, source: 'Booth 2026', ...more }
}

export async function inTime<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  const state = { isDone: false }
  const end = () => {
    state.isDone = true
  }
  promise.then(end, end)
  while (!state.isDone) {
    // The engine's daily housekeeping is asleep too; nobody waits for that.
    if (clock.sleeping(3_600_000) > 0) await clock.advance(250)
    else await nextTick()
  }
  return promise
}
