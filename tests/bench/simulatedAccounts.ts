import { Readable } from 'node:stream'
import { setImmediate as nextTick } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { createEngine } from '../../electron/engine/createEngine.ts'
import { dispatch } from '../../electron/engine/handlers/dispatch.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { createPracticeKit, type PracticeKit } from '../../electron/practice/kit/createPracticeKit.ts'
import {
  createPracticeKlaviyo,
  type PracticeKlaviyo,
} from '../../electron/practice/klaviyo/createPracticeKlaviyo.ts'
import { v3Keys } from '../../electron/practice/kit/v3/v3Keys.ts'
import { createPracticePort } from '../../electron/practice/practicePort.ts'
import { queryChildren } from '../../electron/queries/queryChildren.ts'
import { openSettings } from '../../electron/settings/openSettings.ts'
import { clientOver } from '../../shared/contract/client.ts'
import type { EngineClient } from '../../shared/contract/contract.ts'
import type { RunId } from '../../shared/model.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import { assertNever, fromWire } from '../../shared/errors.ts'
import { createManualClock, type ManualClock } from '../support/manualClock.ts'
import { samplesFolder } from '../support/samplesFolder.ts'
import { planSource, type SyncChoices } from '../support/testEngine.ts'

/** How long an answer takes on its way, there and back. */
export const latencyMs = 250

/**
 * A real engine and both practice accounts at their services' real limits (speed 1), all on one simulated clock.
 * Requests don't cross a socket: they go straight into the practice services, which count, check and answer as over HTTP.
 */
export interface SimulatedAccounts {
  readonly client: EngineClient
  readonly clock: ManualClock
  readonly kit: PracticeKit
  readonly klaviyo: PracticeKlaviyo
  /** Every request that a service answered, in order. */
  readonly requests: readonly SeenRequest[]
  /** Stages a file and plans it with the suggested mapping. */
  plan(path: string, choices?: SyncChoices): Promise<PlanSummary>
  /** Carries out a plan, confirming what it takes away. A run that stops is an error, unless `mend` makes it go on. */
  run(plan: PlanSummary, mend?: (stoppedBecause: string) => Promise<void>): Promise<CarriedOut>
  /** Signs in at Kit, also again: the account keeps its name. */
  signIn(): Promise<void>
  /** Plans what takes a run back. */
  undo(run: RunId): Promise<PlanSummary>
  /** Reads back what a run wrote, and returns the requests of that and how many rows are confirmed. */
  verify(run: RunId): Promise<{ readonly requests: readonly SeenRequest[]; readonly confirmed: number }>
  close(): Promise<void>
}

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  /** Characters of its body. */
  readonly bodyLength: number
  /** On the simulated clock, when it arrived and when it was answered, in milliseconds. */
  readonly at: number
}

export interface CarriedOut {
  readonly id: RunId
  readonly written: number
  readonly requests: readonly SeenRequest[]
  /** On the simulated clock. */
  readonly tookMs: number
}

export async function startSimulation(folder: string, way: SimulatedWay): Promise<SimulatedAccounts> {
  const clock = createManualClock()
  const kit = createPracticeKit({ clock, speed: 1, lagMs: 3000 })
  const klaviyo = createPracticeKlaviyo({ clock, speed: 1, empty: true })
  const wire = simulatedWire(clock, (request) => {
    const { pathname } = new URL(request.url)
    return (/^\/(v3|v4|oauth)\//.test(pathname) ? kit.app : klaviyo.app).fetch(request, noSocket())
  })
  const practice = createPracticePort(folder, { speed: 1 })
  const engine = createEngine({
    dataFolder: folder,
    host: 'terminal',
    clock,
    fetch: wire.fetch,
    random: () => 0.5,
    vault: createMemoryVault(),
    vaultWarning: null,
    settings: openSettings(folder, clock.now()),
    env: { LISTFERRY_KIT_URL: address, LISTFERRY_KLAVIYO_URL: address },
    push: () => undefined,
    samplesFolder,
    practice,
    queries: queryChildren(),
  })
  const client = clientOver(async (name, input, signal = new AbortController().signal) => {
    const answer = await dispatch(engine.handlers, name, input, signal)
    if ('error' in answer) throw fromWire(answer.error)
    return answer.ok
  })
  const passing = <T>(work: Promise<T>) => withTimePassing(clock, wire, work)
  if (way === 'kit by signing in') await signIn(client, kit, passing)
  else await passing(client.connections.add({ ...keysOf(way, kit, klaviyo), name }))
  return {
    client,
    clock,
    kit,
    klaviyo,
    requests: wire.requests,
    async plan(path, choices = {}) {
      const source = await client.sources.stage({ file: engine.registerFile(path), overrides: {} })
      return passing(planSource({ client }, source.id, choices, name))
    },
    undo: (run) => passing(client.plans.undo({ run })),
    async verify(run) {
      const before = wire.requests.length
      const { readBack } = await passing(client.runs.verify({ run }))
      return { requests: wire.requests.slice(before), confirmed: readBack.counts.confirmed }
    },
    signIn: () => signIn(client, kit, passing),
    async run({ id, guard }, mend) {
      const [before, startedAt] = [wire.requests.length, clock.monotonic()]
      const start = { plan: id, ...(guard && { confirm: guard.count }) }
      let receipt = await passing(client.runs.start(start))
      if (receipt.stoppedBecause !== null && mend) {
        await mend(receipt.stoppedBecause)
        receipt = await passing(client.runs.resume({ run: receipt.id }))
      }
      if (receipt.stoppedBecause !== null) throw new Error(receipt.stoppedBecause)
      const tookMs = clock.monotonic() - startedAt
      return {
        id: receipt.id,
        written: receipt.outcomes.written,
        requests: wire.requests.slice(before),
        tookMs,
      }
    },
    async close() {
      await engine.close()
      await practice.close()
    },
  }
}

/** The old Kit looks there for the body of a GET, which our client never sends. */
function noSocket(): HttpBindings {
  return { incoming: Readable.from([]) } as unknown as HttpBindings
}

/** Nobody listens there: every request is answered before it would leave. */
export const address = 'http://127.0.0.1:1'

export interface SimulatedWire {
  readonly fetch: typeof fetch
  readonly requests: readonly SeenRequest[]
  /** A service is at work, so its answer comes before time moves on. */
  isBusy(): boolean
}

/** `serve`: what the services answer. */
export function simulatedWire(
  clock: ManualClock,
  serve: (request: Request) => Response | Promise<Response>,
): SimulatedWire {
  const requests: SeenRequest[] = []
  let atWork = 0
  const answer = async (request: Request): Promise<Response> => {
    atWork += 1
    try {
      return await serve(request)
    } finally {
      atWork -= 1
    }
  }
  return {
    requests,
    isBusy: () => atWork > 0,
    async fetch(input, init) {
      const { signal, ...rest } = init ?? {}
      signal?.throwIfAborted()
      const request = new Request(input, rest)
      const { pathname } = new URL(request.url)
      if (pathname === '/practice/settings') return Response.json({ listferry: 'practice', speed: 1 })
      await clock.sleep(latencyMs / 2)
      const at = clock.monotonic()
      const answered = await answer(request)
      const bodyLength = typeof rest.body === 'string' ? Buffer.byteLength(rest.body) : 0
      requests.push({ method: request.method, path: pathname, status: answered.status, bodyLength, at })
      await clock.sleep(latencyMs / 2)
      return answered
    },
  }
}

/** Lets time pass whenever everybody waits for it. */
export async function withTimePassing<T>(
  clock: ManualClock,
  wire: Pick<SimulatedWire, 'isBusy'>,
  work: Promise<T>,
): Promise<T> {
  const state = { isOver: false }
  const over = () => {
    state.isOver = true
  }
  work.then(over, over)
  while (!state.isOver) {
    for (let tick = 0; tick < ticksToSettle; tick += 1) await nextTick()
    if (!wire.isBusy()) await clock.advanceToNext(longestWaitMs)
  }
  return work
}

/** Whoever sleeps longer waits for a person to sign in, or does housekeeping: no plan or run waits for that. */
const longestWaitMs = 5 * 60_000

/** An answer's body is read in a few turns of the event loop; whoever is not done with it by then has not asked again. */
const ticksToSettle = 4

/** The account that is connected, and how. */
export type SimulatedWay = 'kit' | 'kit by signing in' | 'kit by version 3' | 'klaviyo'

const name = 'Bench'

/** Time passes only while Kit is asked: a sign-in that nobody finishes is given up after ten minutes. */
async function signIn(
  client: EngineClient,
  kit: PracticeKit,
  passing: <T>(work: Promise<T>) => Promise<T>,
): Promise<void> {
  const wanted = { service: 'kit', form: 'oauth', name, paste: true } as const
  const { signIn, authorizeUrl } = await client.connections.beginSignIn(wanted)
  const pasted = await allowed(kit, authorizeUrl)
  await passing(client.connections.finishSignIn({ signIn, pasted }))
}

function keysOf(way: Exclude<SimulatedWay, 'kit by signing in'>, kit: PracticeKit, klaviyo: PracticeKlaviyo) {
  switch (way) {
    case 'kit':
      return { service: 'kit', form: 'api-key', values: { apiKey: kit.keys[0] ?? '' } } as const
    case 'kit by version 3':
      return { service: 'kit', form: 'v3', values: v3Keys } as const
    case 'klaviyo':
      return { service: 'klaviyo', form: 'private-key', values: { privateKey: klaviyo.keys.all } } as const
    default:
      return assertNever(way)
  }
}

/** The account's owner allows it, on a page that nobody sees. */
async function allowed(kit: PracticeKit, authorizeUrl: string): Promise<string> {
  const { href, searchParams } = new URL(authorizeUrl)
  const page = new Request(href.split('?')[0] ?? '', {
    method: 'POST',
    body: new URLSearchParams(searchParams),
  })
  return (await kit.app.fetch(page)).headers.get('location') ?? ''
}

export const refusals = (requests: readonly SeenRequest[]) =>
  requests.filter(({ status }) => status === 429).length

export const writes = (requests: readonly SeenRequest[]) =>
  requests.filter(({ method }) => method !== 'GET').length
