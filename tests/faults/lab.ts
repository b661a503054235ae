import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../electron/engine/clock.ts'
import type { EnginePorts } from '../../electron/engine/createEngine.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import { createRandom, type Random } from '../../electron/practice/random.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { Receipt, RunRowView } from '../../shared/contract/runs.ts'
import type { ConsentRule, RowOutcome, ServiceId } from '../../shared/model.ts'
import type { Secret } from '../../electron/engine/connectors/credentials.ts'
import { answerConsent } from '../support/consent.ts'
import { createHurriedClock, type Hurry } from '../support/hurriedClock.ts'
import { planOf, startTestEngine, type TestEngine } from '../support/testEngine.ts'
import type { Way } from './fault.ts'
import type { AudienceChoice, FaultyAccount } from './faultyAccount.ts'
import { judge, type Judging, type Verdict } from './judge.ts'
import { kitAccount } from './kitAccount.ts'
import { type FaultyKlaviyo, klaviyoAccount } from './klaviyoAccount.ts'
import { peopleBefore, peopleCsv } from './peopleFile.ts'
import { type People, watchPeople } from './watchPeople.ts'

/** A practice account that is served over HTTP, for as many faults as wanted, one after the other. */
export interface LabBench {
  readonly service: ServiceId
  readonly way: Way
  readonly practice: RunningPractice
  readonly hurry: Hurry
  close(): Promise<void>
}

/** What a run takes when nothing goes wrong. */
export interface Usual {
  readonly requests: number
  readonly writes: number
  /** Import jobs; only Klaviyo has them. */
  readonly jobs: number
}

/** The service and the engine live two hundred times as fast as the computer, so that waits of a minute pass. */
const factor = 200
/** For what shows only after the next program has started: that takes the computer some seconds. */
export const slowestFactor = 10
/** For what takes the service half an hour. */
export const fastestFactor = 5000

export async function openBench(service: ServiceId, times = factor, way: Way = 'key'): Promise<LabBench> {
  const hurry = { startedAt: Date.now(), factor: times }
  const practice = await startPractice({ clock: createHurriedClock(hurry), lagMs: 30_000 })
  return { service, way, practice, hurry, close: () => practice.close() }
}

/** One account with its people, one data folder, and the file: what a fault is tried on. */
export interface Lab {
  readonly bench: LabBench
  readonly account: FaultyAccount
  readonly klaviyo: FaultyKlaviyo | null
  readonly clock: Clock
  readonly folder: string
  readonly random: Random
  readonly usual: Usual
  /** Everyone before the run, and whoever leaves since: also by `leaves`. */
  readonly people: People
  readonly verdicts: readonly Verdict[]
  /** A real engine over this lab's data folder. The one before must be closed. */
  open(ports?: Partial<EnginePorts> & { readonly clock?: Clock }): Promise<TestEngine>
  /** The file, planned into all audiences or into these; and people are subscribed, where that is chosen. */
  plan(engine: TestEngine, audiences?: readonly AudienceChoice[], consent?: ConsentRule): Promise<PlanSummary>
  /** The connection's id, once the lab has been open. */
  connection(): string
  /** What is in the keychain for it. */
  secret(): Promise<Secret>
  /** Judges a run that has come to its end, or as far as it can. */
  judge(engine: TestEngine, receipt: Receipt, judging?: Partial<Judging>): Promise<void>
  /** What came of a run that is judged in another way. */
  found(verdict: Verdict): void
  close(): void
}

const name = 'Practice'

export function openLab(bench: LabBench, usual: Usual, seed: number): Lab {
  const { practice, hurry, service, way } = bench
  const klaviyo = service === 'klaviyo' ? klaviyoAccount(practice.klaviyo) : null
  const account: FaultyAccount = klaviyo ?? kitAccount(practice.kit, way)
  account.reset()
  for (const person of peopleBefore(account.audiences.map((one) => one.name))) account.arrange(person)
  const folder = mkdtempSync(join(tmpdir(), 'listferry-faults-'))
  const vault = createMemoryVault()
  const clock = createHurriedClock(hurry)
  const random = createRandom(seed)
  const people = watchPeople(account)
  const verdicts: Verdict[] = []
  let connection = ''
  const env = { LISTFERRY_KIT_URL: practice.address, LISTFERRY_KLAVIYO_URL: practice.address }
  return {
    bench,
    account,
    klaviyo,
    clock,
    folder,
    random,
    usual,
    people,
    verdicts,
    connection: () => connection,
    secret: async () => (await vault.get(connection)) ?? account.secret,
    async open({ clock: other = clock, ...ports } = {}) {
      const random = () => 0.5
      const engine = await startTestEngine({
        practice,
        folder,
        clock: other,
        connect: false,
        ports: { env, vault, random, ...ports },
      })
      const known = await engine.client.connections.list({})
      if (known.length === 0) await connect(engine, bench, account)
      connection = (await engine.client.connections.list({}))[0]?.id ?? ''
      return engine
    },
    plan: (engine, audiences = account.audiences, consent) =>
      planOf(engine, peopleCsv, { audiences, ...(consent && { consent }) }, 'people.csv', name),
    async judge(engine, receipt, judging = {}) {
      const rows = await rowsOf(engine, receipt)
      const excused = new Map([...(judging.excused ?? []), ...(way === 'v3' ? unseenByV3 : [])])
      verdicts.push(judge({ account, people, receipt, rows }, { ...judging, excused }))
    },
    found: (verdict) => void verdicts.push(verdict),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Version 3 has no list of those who bounced or complained (kit.md §15): nobody holds back whom it doesn't show. */
const unseenByV3: readonly (readonly [string, readonly RowOutcome[]])[] = [
  [namedPeople.bounced.emailAddress, ['written']],
  [namedPeople.complained.emailAddress, ['written']],
]

/** As a user does: gives the keys, or signs in; the same again where the account is there already. */
export async function connect(
  { client }: TestEngine,
  { service, way }: LabBench,
  { secret: { form, values } }: FaultyAccount,
): Promise<void> {
  if (way !== 'sign-in') {
    await client.connections.add({ service, form, values, name })
    return
  }
  const wanted = { service, form: 'oauth', name, paste: true } as const
  const { signIn, authorizeUrl } = await client.connections.beginSignIn(wanted)
  await client.connections.finishSignIn({ signIn, pasted: await answerConsent(authorizeUrl) })
}

/** What the receipt says of each row, page by page as a window would read it. */
export async function rowsOf({ client }: TestEngine, { id }: Receipt): Promise<RunRowView[]> {
  const rows: RunRowView[] = []
  for (;;) {
    const afterRow = rows.at(-1)?.row ?? 0
    const page = await client.runs.rows({ run: id, outcome: null, afterRow, limit: 500 })
    rows.push(...page)
    if (page.length < 500) return rows
  }
}

/** Before anything was measured. */
export const nothingUsual: Usual = { requests: 0, writes: 0, jobs: 0 }

/** Runs the file once, undisturbed, and counts what the run itself takes. */
export async function measure(bench: LabBench): Promise<Usual> {
  const lab = openLab(bench, nothingUsual, 0)
  const engine = await lab.open()
  try {
    const plan = await lab.plan(engine)
    const before = lab.account.requests.count
    await engine.client.runs.start({ plan: plan.id })
    const requests = lab.account.requests.entries.filter(({ number }) => number > before)
    const writes = requests.filter(({ method }) => method !== 'GET')
    return { requests: requests.length, writes: writes.length, jobs: lab.klaviyo?.jobs() ?? 0 }
  } finally {
    await engine.close()
    lab.close()
  }
}
