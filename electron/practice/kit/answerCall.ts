import type { Clock } from '../../engine/clock.ts'
import type { Answer, Outcome } from '../answer.ts'
import { Refusal } from '../answer.ts'
import { failure } from './answers.ts'
import type { Call } from './call.ts'
import { createsPeople, subscriberIn } from './call.ts'
import type { CommitHooks } from '../commitHooks.ts'
import type { KitCommit } from './kitCommit.ts'
import { faultAnswer, retryAfter } from './faultAnswer.ts'
import type { Faults, KitFault } from './faults.ts'
import type { KitRequest, RequestingApp } from './input.ts'
import type { Caller } from './keys.ts'
import { tokenInvalid } from './keys.ts'
import type { OAuth } from './oauth/oauthRequest.ts'
import type { RateLimit } from './rateLimit.ts'
import type { Handler, KitAccount, Route } from './route.ts'
import { leave } from './subscriberWrites.ts'

/** What a request passes through. */
export interface Pipeline {
  readonly account: KitAccount
  readonly oauth: OAuth
  /** One for each kind of credential. */
  readonly rateLimits: Readonly<Record<'key' | 'token', RateLimit>>
  readonly faults: Faults
  readonly hooks: CommitHooks<KitCommit>
  readonly clock: Clock
  readonly speed: number
  /** Whether a 429 of the rate limit says how long to wait. Kit documents no such header. */
  readonly sendsRetryAfter: boolean
  /** Ends waits when the server closes. */
  readonly signal: AbortSignal
}

/** The order of checks: who is asking, how often, what goes wrong on purpose, and only then the request itself. */
export async function answerCall(
  pipeline: Pipeline,
  route: Route,
  call: Call,
  caller: Caller,
): Promise<Outcome> {
  pipeline.account.state.settle()
  if ('refused' in caller) return caller.refused
  if (route.oauthOnly === true && caller.access !== 'token') return tokenInvalid
  const turn = pipeline.rateLimits[caller.access].take(caller.credential)
  if (!turn.allowed) return tooMany(pipeline, turn.waitMs)

  const writes = route.method !== 'GET' && route.readsOnly !== true
  const faults = pipeline.faults.take({
    ...call,
    writes,
    subscriberId: subscriberIn(call, pipeline.account.state),
    access: caller.access,
    creates: createsPeople(call, pipeline.account.state),
  })
  const spoiled = await meetFaults(pipeline, faults, {
    path: call.path,
    call,
    accessToken: caller.credential,
  })
  if (spoiled !== null) return spoiled
  if (call.malformed !== undefined) return call.malformed

  const request = { params: call.params, input: call.input, app: appOf(pipeline, caller) }
  const answer = handle(route.handle, request, pipeline.account)
  if (writes && answer.status < 300) await commit(pipeline, call, answer)
  return faults.some((fault) => fault.kind === 'drop-after-commit') ? { dropped: 'after-commit' } : answer
}

function tooMany({ sendsRetryAfter, speed }: Pipeline, waitMs: number): Answer {
  return { status: 429, ...retryAfter(sendsRetryAfter ? Math.ceil(waitMs / speed / 1000) : undefined) }
}

function appOf({ oauth }: Pipeline, caller: Exclude<Caller, { refused: Answer }>): RequestingApp | undefined {
  return caller.access === 'token'
    ? oauth.apps.get(oauth.tokens.clientOf(caller.credential) ?? '')
    : undefined
}

function handle(handler: Handler, request: KitRequest, account: KitAccount): Answer {
  try {
    return handler(request, account)
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

/** The request a fault meets. */
export interface FaultScene {
  readonly path: string
  /** Neither for the OAuth server's own requests. */
  readonly call?: Call
  readonly accessToken?: string
}

/**
 * What goes wrong before a request is looked at: an answer or a broken connection where it ends there.
 */
export async function meetFaults(
  pipeline: Pipeline,
  faults: readonly KitFault[],
  { path, call, accessToken = '' }: FaultScene,
): Promise<Outcome | null> {
  for (const fault of faults) {
    if (fault.kind === 'slow') await pipeline.clock.sleep(fault.ms, pipeline.signal)
    if (fault.kind === 'unsubscribes-between' && call !== undefined) unsubscribe(pipeline.account, call)
    if (fault.kind === 'expire-token') pipeline.oauth.tokens.expireToken(accessToken)
    if (fault.kind === 'revoke-access') pipeline.oauth.tokens.revokeToken(accessToken)
    const answer = faultAnswer(fault, path)
    if (answer === 'drop') return { dropped: 'before-commit' }
    if (answer !== null) return answer
  }
  return null
}

function unsubscribe({ state }: KitAccount, call: Call): void {
  const person = state.subscribers.get(subscriberIn(call, state) ?? -1)
  if (person !== undefined) leave(state, person)
}

async function commit({ hooks, account }: Pipeline, call: Call, { status }: Answer): Promise<void> {
  await hooks.run({
    method: call.method,
    path: call.path,
    status,
    subscriberId: subscriberIn(call, account.state),
  })
}

/** 404 for every address that is no route, whoever asks. */
export const noSuchRoute: Answer = failure(404, 'Not Found')
