import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Clock } from '../../engine/clock.ts'
import { readBody } from '../readBody.ts'
import { createServiceTime } from '../serviceTime.ts'
import type { Outcome } from '../answer.ts'
import type { Pipeline } from './answerCall.ts'
import { answerCall, noSuchRoute } from './answerCall.ts'
import { failure } from './answers.ts'
import { readCall } from './call.ts'
import type { KitCommit } from './kitCommit.ts'
import type { CommitHook } from '../commitHooks.ts'
import { createCommitHooks } from '../commitHooks.ts'
import { dropConnection } from '../dropConnection.ts'
import type { Faults } from './faults.ts'
import { createFaults } from './faults.ts'
import type { RefusedKeys } from './keys.ts'
import { identifyCaller, keyName, refusedKeys, validKeys } from './keys.ts'
import { createRateLimit } from './rateLimit.ts'
import type { RequestLog } from '../requestLog.ts'
import { createRequestLog } from '../requestLog.ts'
import { respond } from './respond.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { practiceAccount, seedAccount } from './seed.ts'
import type { KitState } from './state.ts'
import { createKitState } from './state.ts'
import type { Tally } from './tally.ts'
import { createTally } from './tally.ts'

export interface PracticeKitOptions {
  readonly clock: Clock
  /** How many times as fast as `clock` the service lives. */
  readonly speed: number
  /** How far list reads are behind writes, in milliseconds of the service. */
  readonly lagMs: number
  /** The same seed gives the same people. */
  readonly seed?: number
  /** An account with nothing in it. */
  readonly empty?: boolean
  /** Whether a 429 of the rate limit carries `Retry-After`. Unknown of Kit; off unless asked for. */
  readonly sendsRetryAfter?: boolean
  /** Aborted when the server closes: ends answers that are slow on purpose. */
  readonly signal?: AbortSignal
}

/** A Kit account that lives in memory: the service itself, and handles for whoever runs it. */
export interface PracticeKit {
  /** Answers everything under `/v4`. */
  readonly app: Hono<{ Bindings: HttpBindings }>
  /** v4 API keys that work, each with its own rate limit. */
  readonly keys: readonly string[]
  readonly refusedKeys: RefusedKeys
  /** What the account holds now. Replaced by `reset`, so don't keep it. */
  readonly state: KitState
  readonly faults: Faults
  readonly requests: RequestLog
  /** Writes per person. */
  readonly tally: Tally
  /** Calls `hook` after a write is stored and before it is answered. Returns how to stop that. */
  onCommit(hook: CommitHook<KitCommit>): () => void
  /** As after starting: the seeded account, no faults, no requests. Hooks stay. */
  reset(): void
}

const keptRequests = 20_000
const maxBodyBytes = 10 * 1024 * 1024

export function createPracticeKit(options: PracticeKitOptions): PracticeKit {
  const time = createServiceTime(options.clock, options.speed)
  let state = newState(options, time.now)
  const faults = createFaults()
  const requests = createRequestLog(keptRequests)
  const tally = createTally()
  const rateLimit = createRateLimit(120, 60_000, time.now)
  const hooks = createCommitHooks<KitCommit>()
  const account = {
    tally,
    get state() {
      return state
    },
  }
  const app = createApp({
    account,
    rateLimit,
    faults,
    hooks,
    clock: options.clock,
    speed: options.speed,
    sendsRetryAfter: options.sendsRetryAfter ?? false,
    signal: options.signal ?? new AbortController().signal,
    requests,
    now: time.now,
  })
  return {
    app,
    keys: validKeys,
    refusedKeys,
    get state() {
      return state
    },
    faults,
    requests,
    tally,
    onCommit: (hook) => hooks.on(hook),
    reset: () => {
      state = newState(options, time.now)
      faults.clear()
      requests.clear()
      tally.clear()
      rateLimit.clear()
    },
  }
}

function newState({ lagMs, seed = 1, empty = false }: PracticeKitOptions, now: () => number): KitState {
  const state = createKitState(practiceAccount(now()), now, lagMs)
  if (!empty) seedAccount(state, seed)
  return state
}

interface AppParts extends Pipeline {
  readonly requests: RequestLog
  readonly now: () => number
}

type KitContext = Context<{ Bindings: HttpBindings }>

function createApp(parts: AppParts): PracticeKit['app'] {
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false })
  for (const route of routes) app.on(route.method, route.path, (c) => serve(parts, route, c))
  app.notFound((c) => serve(parts, null, c))
  app.onError((error) => respond(failure(500, `The practice account failed: ${error.message}`), 0))
  return app
}

async function serve(parts: AppParts, route: Route | null, c: KitContext): Promise<Response> {
  const startedMs = parts.clock.monotonic()
  const url = new URL(c.req.url)
  const key = c.req.header('x-kit-api-key')
  const end = parts.requests.arrived({
    method: c.req.method,
    path: url.pathname,
    query: url.search,
    key: keyName(key),
    at: Math.floor(parts.now()),
  })
  const outcome = route === null ? noSuchRoute : await decide(parts, route, c)
  if ('dropped' in outcome) {
    end({ status: null, dropped: outcome.dropped })
    return dropConnection(c.env)
  }
  end({ status: outcome.status, dropped: null })
  return respond(outcome, parts.clock.monotonic() - startedMs)
}

async function decide(parts: AppParts, route: Route, c: KitContext): Promise<Outcome> {
  const body = await readBody(c.req.raw, maxBodyBytes)
  const call = readCall(route.method, c.req.url, c.req.param(), body)
  return answerCall(
    parts,
    route,
    call,
    identifyCaller((name) => c.req.header(name)),
  )
}
