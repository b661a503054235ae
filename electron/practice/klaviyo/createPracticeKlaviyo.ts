import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Clock } from '../../engine/clock.ts'
import type { Outcome } from '../answer.ts'
import type { CommitHook } from '../commitHooks.ts'
import { createCommitHooks } from '../commitHooks.ts'
import { dropConnection } from '../dropConnection.ts'
import { createRandom } from '../random.ts'
import type { RequestLog } from '../requestLog.ts'
import { createRequestLog } from '../requestLog.ts'
import { createServiceTime } from '../serviceTime.ts'
import { answerCall } from './answerCall.ts'
import type { Pipeline } from './answerCall.ts'
import { createBuckets } from './buckets.ts'
import { plainFailure } from './errors.ts'
import type { Faults } from './faults.ts'
import { createFaults } from './faults.ts'
import { createOperationFinder } from './findOperation.ts'
import type { PracticeKlaviyoKeys } from './keys.ts'
import { keyName, klaviyoKeys } from './keys.ts'
import type { KlaviyoCommit } from './klaviyoCommit.ts'
import { operations } from './operations.ts'
import { readBodyJson } from './readBodyJson.ts'
import { respond } from './respond.ts'
import { practiceAccount, seedAccount } from './seed.ts'
import type { KlaviyoState, ServiceDelays } from './state.ts'
import { createKlaviyoState } from './state.ts'
import type { Tally } from './tally.ts'
import { createTally } from './tally.ts'

export interface PracticeKlaviyoOptions {
  readonly clock: Clock
  /** How many times as fast as `clock` the service lives. */
  readonly speed: number
  /** The same seed gives the same people. */
  readonly seed?: number
  /** An account with nobody in it. */
  readonly empty?: boolean
  /** How long the service takes for what it does later; see `serviceDelays` for what is left out. */
  readonly delays?: Partial<ServiceDelays>
  /** Aborted when the server closes: ends answers that are slow on purpose. */
  readonly signal?: AbortSignal
}

/** A Klaviyo account that lives in memory: the service itself, and handles for whoever runs it. */
export interface PracticeKlaviyo {
  /** Answers everything under `/api`. */
  readonly app: Hono<{ Bindings: HttpBindings }>
  readonly keys: PracticeKlaviyoKeys
  /** What the account holds now, with everything done that is due. Replaced by `reset`, so don't keep it. */
  readonly state: KlaviyoState
  readonly faults: Faults
  readonly requests: RequestLog
  /** Effects per person. */
  readonly tally: Tally
  /** Calls `hook` after a write is stored and before it is answered. Returns how to stop that. */
  onCommit(hook: CommitHook<KlaviyoCommit>): () => void
  /** As after starting: the seeded account, no faults, no requests. Hooks stay. */
  reset(): void
}

export const serviceDelays: ServiceDelays = {
  importQueuedMs: 1000,
  importRowsPerSecond: 500,
  subscribeMs: 15_000,
  suppressMs: 5000,
  eventMs: 2000,
  mergeMs: 10_000,
  deletionMs: 15_000,
  segmentMs: 540_000,
}

const keptRequests = 20_000

export function createPracticeKlaviyo(options: PracticeKlaviyoOptions): PracticeKlaviyo {
  const { now } = createServiceTime(options.clock, options.speed)
  let state = newState(options, now)
  const [faults, requests, tally] = [createFaults(), createRequestLog(keptRequests), createTally()]
  const buckets = createBuckets(now)
  const hooks = createCommitHooks<KlaviyoCommit>()
  const account = {
    tally,
    get state() {
      return state
    },
  }
  const app = createApp({
    account,
    find: createOperationFinder(operations),
    buckets,
    faults,
    hooks,
    clock: options.clock,
    speed: options.speed,
    signal: options.signal ?? new AbortController().signal,
    requests,
  })
  return {
    app,
    keys: klaviyoKeys,
    get state() {
      state.settle()
      return state
    },
    faults,
    requests,
    tally,
    onCommit: (hook) => hooks.on(hook),
    reset: () => {
      state = newState(options, now)
      for (const each of [faults, requests, tally, buckets]) each.clear()
    },
  }
}

function newState(options: PracticeKlaviyoOptions, now: () => number): KlaviyoState {
  const { seed = 1, empty = false, delays } = options
  const random = createRandom(seed)
  const state = createKlaviyoState(practiceAccount, { ...serviceDelays, ...delays }, random, now)
  seedAccount(state, random, empty)
  return state
}

interface AppParts extends Pipeline {
  readonly requests: RequestLog
}

type KlaviyoContext = Context<{ Bindings: HttpBindings }>

function createApp(parts: AppParts): PracticeKlaviyo['app'] {
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false })
  app.all('*', (c) => serve(parts, c))
  app.onError((error) =>
    respond(
      plainFailure(500, 'error', 'A server error occurred.', `The practice account failed: ${error.message}`),
    ),
  )
  return app
}

async function serve(parts: AppParts, c: KlaviyoContext): Promise<Response> {
  const url = new URL(c.req.url)
  const end = parts.requests.arrived({
    method: c.req.method,
    path: url.pathname,
    query: url.search,
    key: keyName(c.req.header('authorization')),
    at: parts.account.state.now(),
  })
  const outcome: Outcome = await answerCall(parts, {
    method: c.req.method,
    url,
    header: (name) => c.req.header(name),
    body: await readBodyJson(c.req.raw),
  })
  if ('dropped' in outcome) {
    end({ status: null, dropped: outcome.dropped })
    return dropConnection(c.env)
  }
  end({ status: outcome.status, dropped: null })
  return respond(outcome)
}
