import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Clock } from '../../engine/clock.ts'
import { readBody, readIncoming } from '../readBody.ts'
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
import { credentialName, identifyCaller, refusedKeys, validKeys } from './keys.ts'
import { answerOAuth } from './oauth/answerOAuth.ts'
import { createApps } from './oauth/apps.ts'
import type { OAuth } from './oauth/oauthRequest.ts'
import { readOAuthRequest } from './oauth/oauthRequest.ts'
import type { OAuthRoute } from './oauth/oauthRoutes.ts'
import { oauthRoutes } from './oauth/oauthRoutes.ts'
import { createTokens } from './oauth/tokens.ts'
import type { Outbox } from './outbox.ts'
import { createOutbox } from './outbox.ts'
import { createRateLimit } from './rateLimit.ts'
import type { RequestLog } from '../requestLog.ts'
import { createRequestLog } from '../requestLog.ts'
import { respond } from './respond.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { practiceAccount, seedAccount } from './seed.ts'
import type { KitState, StateListeners } from './state.ts'
import { createKitState } from './state.ts'
import { deliverEvent } from './webhookDelivery.ts'
import { answerV3 } from './v3/answerV3.ts'
import { entityNotFound } from './v3/v3Answers.ts'
import { readV3Call } from './v3/v3Call.ts'
import { v3Keys } from './v3/v3Keys.ts'
import type { V3Route } from './v3/v3Routes.ts'
import { v3Routes } from './v3/v3Routes.ts'
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
  /** Answers everything under `/v4`, `/v3`, `/oauth` and `/wordpress`, and tells where the OAuth server is. */
  readonly app: Hono<{ Bindings: HttpBindings }>
  /** v4 API keys that work, each with its own rate limit. */
  readonly keys: readonly string[]
  readonly refusedKeys: RefusedKeys
  /** Key and secret of the old API. */
  readonly v3Keys: typeof v3Keys
  /** The apps that may ask for access, and the tokens they got. */
  readonly oauth: OAuth
  /** What the account holds now. Replaced by `reset`, so don't keep it. */
  readonly state: KitState
  readonly faults: Faults
  readonly requests: RequestLog
  /** What it sends on its own, to this computer only. */
  readonly outbox: Outbox
  /** Writes per person. */
  readonly tally: Tally
  /** Calls `hook` after a write is stored and before it is answered. Returns how to stop that. */
  onCommit(hook: CommitHook<KitCommit>): () => void
  /** As after starting: the seeded account, no faults, no requests. Hooks stay. */
  reset(): void
}

const keptRequests = 20_000
const maxBodyBytes = 10 * 1024 * 1024
const maxOAuthBytes = 64 * 1024

export function createPracticeKit(options: PracticeKitOptions): PracticeKit {
  const time = createServiceTime(options.clock, options.speed)
  const signal = options.signal ?? new AbortController().signal
  const wakeIn = (ms: number) => {
    const settle = () => state.settle()
    const closed = () => undefined // The server ended meanwhile: nobody waits any more.
    void options.clock.sleep(Math.ceil(ms / options.speed) + 1, signal).then(settle, closed)
  }
  const outbox = createOutbox(signal)
  const listeners: StateListeners = {
    wakeIn,
    heard: (where, event) => deliverEvent(where, outbox, event),
  }
  let state = newState(options, time.now, listeners)
  const faults = createFaults()
  const requests = createRequestLog(keptRequests)
  const tally = createTally()
  const oauth = { apps: createApps(), tokens: createTokens(time.now) }
  const rateLimits = {
    key: createRateLimit(120, 60_000, time.now),
    token: createRateLimit(600, 60_000, time.now),
  }
  const hooks = createCommitHooks<KitCommit>()
  const account = {
    tally,
    outbox,
    get state() {
      return state
    },
  }
  const app = createApp({
    account,
    oauth,
    rateLimits,
    faults,
    hooks,
    clock: options.clock,
    speed: options.speed,
    sendsRetryAfter: options.sendsRetryAfter ?? false,
    signal,
    requests,
    now: time.now,
  })
  return {
    app,
    keys: validKeys,
    refusedKeys,
    v3Keys,
    oauth,
    get state() {
      return state
    },
    faults,
    requests,
    outbox,
    tally,
    onCommit: (hook) => hooks.on(hook),
    reset: () => {
      state = newState(options, time.now, listeners)
      outbox.clear()
      faults.clear()
      requests.clear()
      tally.clear()
      rateLimits.key.clear()
      rateLimits.token.clear()
      oauth.apps.clear()
      oauth.tokens.clear()
    },
  }
}

function newState(
  { lagMs, seed = 1, empty = false }: PracticeKitOptions,
  now: () => number,
  listeners: StateListeners,
): KitState {
  const state = createKitState(practiceAccount(now()), now, lagMs, listeners)
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
  for (const route of oauthRoutes)
    app.on(route.method, route.path, (c) => serve(parts, c, () => decideOAuth(parts, route, c)))
  for (const route of routes)
    app.on(route.method, route.path, (c) => serve(parts, c, () => decide(parts, route, c)))
  for (const route of v3Routes)
    app.on(route.method, route.path, (c) => serve(parts, c, () => decideV3(parts, route, c)))
  app.notFound((c) => {
    const isOld = c.req.path.startsWith('/v3/')
    return serve(parts, c, () => Promise.resolve(isOld ? entityNotFound : noSuchRoute))
  })
  app.onError((error) => respond(failure(500, `The practice account failed: ${error.message}`), 0))
  return app
}

async function serve(parts: AppParts, c: KitContext, answer: () => Promise<Outcome>): Promise<Response> {
  const startedMs = parts.clock.monotonic()
  const url = new URL(c.req.url)
  const end = parts.requests.arrived({
    method: c.req.method,
    path: url.pathname,
    query: loggedQuery(url),
    key: credentialName((name) => c.req.header(name), parts.oauth.tokens),
    at: Math.floor(parts.now()),
  })
  const outcome = await answer()
  if ('dropped' in outcome) {
    end({ status: null, dropped: outcome.dropped })
    return dropConnection(c.env)
  }
  end({ status: outcome.status, dropped: null })
  return respond(outcome, parts.clock.monotonic() - startedMs)
}

/** What is sent to the OAuth server may hold codes, tokens and secrets, and v3 has its keys in the query. */
function loggedQuery({ pathname, searchParams, search }: URL): string {
  if (/^((\/v4)?\/oauth|\/wordpress)\//.test(pathname)) return ''
  if (!pathname.startsWith('/v3/')) return search
  const others = [...searchParams].filter(([name]) => name !== 'api_key' && name !== 'api_secret')
  return others.length === 0 ? '' : `?${new URLSearchParams(others).toString()}`
}

async function decide(parts: AppParts, route: Route, c: KitContext): Promise<Outcome> {
  const body = await readBody(c.req.raw, maxBodyBytes)
  const call = readCall(route.method, c.req.url, c.req.param(), body)
  return answerCall(
    parts,
    route,
    call,
    identifyCaller((name) => c.req.header(name), parts.oauth.tokens),
  )
}

async function decideV3(parts: AppParts, route: V3Route, c: KitContext): Promise<Outcome> {
  // The old documentation sends bodies with GET too, which a `Request` may not have.
  const body =
    c.req.method === 'GET'
      ? await readIncoming(c.env.incoming, maxOAuthBytes)
      : await readBody(c.req.raw, maxBodyBytes)
  const call = readV3Call(route.method, c.req.url, c.req.param(), c.req.header('content-type'), body)
  return answerV3(parts, route, call)
}

async function decideOAuth(parts: AppParts, route: OAuthRoute, c: KitContext): Promise<Outcome> {
  const body = (await readBody(c.req.raw, maxOAuthBytes)) ?? ''
  const headers = {
    accept: c.req.header('accept'),
    contentType: c.req.header('content-type'),
    authorization: c.req.header('authorization'),
  }
  const request = readOAuthRequest(route.method, c.req.url, headers, body)
  return answerOAuth(parts, route, request)
}
