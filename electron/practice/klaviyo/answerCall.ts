import type { Clock } from '../../engine/clock.ts'
import type { Answer, Outcome } from '../answer.ts'
import { Refusal } from '../answer.ts'
import type { CommitHooks } from '../commitHooks.ts'
import type { Buckets, Charge } from './buckets.ts'
import { rateHeaders } from './buckets.ts'
import type { Call } from './call.ts'
import { peopleIn } from './call.ts'
import { chargesOf } from './charges.ts'
import { unsubscribed } from './consent.ts'
import { notFoundAnswer, plainFailure } from './errors.ts'
import { faultAnswer, throttled } from './faultAnswer.ts'
import type { Faults, KlaviyoFault } from './faults.ts'
import type { OperationFinder } from './findOperation.ts'
import { identifyCaller, missingScopes } from './keys.ts'
import type { Caller } from './keys.ts'
import type { KlaviyoCommit } from './klaviyoCommit.ts'
import type { KlaviyoAccount, KlaviyoRequest, Operation } from './operation.ts'
import { readQuery } from './query.ts'
import { readShape } from './readShape.ts'
import { chooseRevision, retired } from './revision.ts'
import type { KlaviyoState } from './state.ts'

/** What a request passes through. */
export interface Pipeline {
  readonly account: KlaviyoAccount
  readonly find: OperationFinder
  readonly buckets: Buckets
  readonly faults: Faults
  readonly hooks: CommitHooks<KlaviyoCommit>
  readonly clock: Clock
  readonly speed: number
  /** Ends waits when the server closes. */
  readonly signal: AbortSignal
}

/** The order of checks: who is asking and in which revision, then the route, then everything about it. */
export async function answerCall(pipeline: Pipeline, call: Call): Promise<Outcome> {
  const { state } = pipeline.account
  state.settle()
  const { pathname } = call.url
  if (/^\/api\/v[12](\/|$)/.test(pathname)) return retired('This API')
  const caller = identifyCaller(call.header('authorization'))
  if (caller.refused !== undefined) return caller.refused

  const optsOut = call.header('x-klaviyo-revision-fall-forward-opt-out') === '1'
  const revision = chooseRevision(call.header('revision'), optsOut, state.now())
  if ('refused' in revision) return named(revision.refused, state)
  const headers = { 'x-klaviyo-api-revision': revision.served }
  const found = pipeline.find(call.method, pathname)
  if (found === undefined)
    return named(notFoundAnswer('The requested resource was not found.'), state, headers)
  if (found.operation === null)
    return named(notAllowed(call.method), state, { ...headers, allow: found.allow })
  const { operation, params, allow } = found
  if (operation.betaOnly === true && !revision.served.endsWith('.pre'))
    return named(notFoundAnswer('No valid revisions found for method'), state, headers)
  const outcome = await answerOperation(pipeline, operation, call, caller, params)
  if ('dropped' in outcome || isFromDoor(outcome)) return outcome
  const charge = chargeOf(operation)
  const rates = rateHeaders(operation.tier, pipeline.buckets.read(charge), pipeline.speed)
  return named(outcome, state, { ...headers, allow, ...rates })
}

async function answerOperation(
  pipeline: Pipeline,
  operation: Operation,
  call: Call,
  caller: Exclude<Caller, { readonly refused: Answer }>,
  params: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const turn = pipeline.buckets.take([chargeOf(operation), ...chargesOf(operation, call.url.searchParams)])
  if (!turn.allowed) return throttled(Math.ceil(turn.waitMs / pipeline.speed / 1000))

  const missing = operation.scopes.filter((scope) => !caller.may(scope))
  if (missing.length > 0) return missingScopes(missing)
  const people = peopleIn(call, params, pipeline.account.state)
  const writes = operation.method !== 'GET' && operation.readsOnly !== true
  const faults = pipeline.faults.take({
    method: call.method,
    path: call.url.pathname,
    operation: operation.path,
    writes,
    continues: call.url.searchParams.has('page[cursor]'),
    people: people.length,
  })
  const spoiled = await meetFaults(pipeline, people, faults)
  if (spoiled !== null) return spoiled
  pipeline.account.state.settle()

  const answer = handle(operation, call, params, faults, pipeline.account)
  if (writes && answer.status < 300) await commit(pipeline, operation, call, params, people, answer)
  return faults.some(({ kind }) => kind === 'drop-after-commit') && answer.status < 300
    ? { dropped: 'after-commit' }
    : answer
}

/** 401, 429 and the pages of the firewall never saw the service: they carry none of its headers. */
function isFromDoor({ status, html }: Answer): boolean {
  return status === 401 || status === 429 || html !== undefined
}

function chargeOf({ method, path, tier }: Operation): Charge {
  return { bucket: `${method} ${path}`, tier }
}

function handle(
  operation: Operation,
  call: Call,
  params: Readonly<Record<string, string>>,
  faults: readonly KlaviyoFault[],
  account: KlaviyoAccount,
): Answer {
  try {
    return operation.handle(requestOf(operation, call, params, faults), account)
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

function requestOf(
  operation: Operation,
  { url, body }: Call,
  params: Readonly<Record<string, string>>,
  faults: readonly KlaviyoFault[],
): KlaviyoRequest {
  if (operation.body !== undefined && 'refused' in body) throw new Refusal(body.refused)
  const query = readQuery(url.searchParams, operation.query ?? {}, operation.type)
  return {
    url,
    params,
    query,
    writing: { origin: url.origin, fields: query.fields },
    body:
      operation.body === undefined ? undefined : readShape(operation.body, 'json' in body ? body.json : {}),
    faults,
  }
}

async function meetFaults(
  pipeline: Pipeline,
  people: readonly string[],
  faults: readonly KlaviyoFault[],
): Promise<Outcome | null> {
  for (const fault of faults) {
    if (fault.kind === 'slow') await pipeline.clock.sleep(fault.ms, pipeline.signal)
    if (fault.kind === 'unsubscribes-between') for (const id of people) leave(pipeline.account.state, id)
    const answer = faultAnswer(fault)
    if (answer === 'drop') return { dropped: 'before-commit' }
    if (answer !== null) return answer
  }
  return null
}

/** Somebody leaves by e-mail. `updated` does not move (measured). */
function leave(state: KlaviyoState, id: string): void {
  const profile = state.profiles.get(id)
  if (profile === undefined) return
  state.profiles.save({ ...profile, consent: unsubscribed(profile.consent, 'email.marketing', state.now()) })
}

async function commit(
  { hooks, account }: Pipeline,
  operation: Operation,
  call: Call,
  params: Readonly<Record<string, string>>,
  before: readonly string[],
  { status }: Answer,
): Promise<void> {
  const now = peopleIn(call, params, account.state)
  await hooks.run({
    method: operation.method,
    path: call.url.pathname,
    status,
    profileIds: [...new Set([...before, ...now])],
  })
}

function notAllowed(method: string): Answer {
  return plainFailure(405, 'method_not_allowed', 'Method not allowed.', `Method "${method}" not allowed.`)
}

/** The headers of an answer that got past the door: who the account is, which revision was served. */
function named(answer: Answer, state: KlaviyoState, headers: Readonly<Record<string, string>> = {}): Answer {
  return { ...answer, headers: { cid: state.account.id, ...headers, ...answer.headers } }
}
