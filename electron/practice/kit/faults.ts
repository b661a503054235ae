import { z } from 'zod'
import type { FaultSchedule } from '../faultSchedule.ts'
import { createFaultSchedule, faultTiming } from '../faultSchedule.ts'

const retryAfterSeconds = z.number().nonnegative().optional()

const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('too-many-requests'), retryAfterSeconds, ...faultTiming }),
  z.strictObject({ kind: z.literal('server-error'), ...faultTiming }),
  z.strictObject({ kind: z.literal('unavailable'), retryAfterSeconds, ...faultTiming }),
  z.strictObject({ kind: z.literal('blocked'), ...faultTiming }),
  z.strictObject({ kind: z.literal('key-revoked'), message: z.string().max(200).optional(), ...faultTiming }),
  z.strictObject({ kind: z.literal('subscriber-limit'), ...faultTiming }),
  z.strictObject({ kind: z.literal('drop-before-commit'), ...faultTiming }),
  z.strictObject({ kind: z.literal('drop-after-commit'), ...faultTiming }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().nonnegative().max(600_000), ...faultTiming }),
  z.strictObject({ kind: z.literal('unsubscribes-between'), ...faultTiming }),
  z.strictObject({ kind: z.literal('queue-full'), ...faultTiming }),
  z.strictObject({ kind: z.literal('not-permitted'), ...faultTiming }),
  z.strictObject({ kind: z.literal('not-found'), ...faultTiming }),
  z.strictObject({ kind: z.literal('unable-to-destroy'), ...faultTiming }),
  z.strictObject({ kind: z.literal('expire-token'), ...faultTiming }),
  z.strictObject({ kind: z.literal('revoke-access'), ...faultTiming }),
  z.strictObject({ kind: z.literal('lose-refresh-answer'), ...faultTiming }),
])

/**
 * Something that goes wrong on purpose.
 * - `too-many-requests`: 429 without a body; `server-error`: 500 without one; `unavailable`: 503
 * - `blocked`: a 403 page of HTML, as a firewall in front of the service sends it
 * - `key-revoked`: 401 `The access token is invalid`, or another message such as `The access token expired`
 * - `subscriber-limit`: 403 for people who would be new
 * - `drop-before-commit`, `drop-after-commit`: the connection breaks without an answer; after: writes only
 * - `slow`: waits `ms` of the host's clock before doing anything
 * - `unsubscribes-between`: the person a write is about leaves just before it
 * - `queue-full`: 413 for bulk requests
 * - `not-permitted`: 403 where a plan may not write or count broadcasts, or make sequences
 * - `not-found`: 404, as if what a request is about had just been deleted
 * - `unable-to-destroy`: 422 for deleting a custom field or a webhook
 * - `expire-token`: the access token a request comes with expires at that moment; its refresh token still counts
 * - `revoke-access`: the account takes the access away at that moment: both tokens are worth nothing any more
 * - `lose-refresh-answer`: the tokens are renewed, the old ones end, and the answer with the new ones is lost
 */
export type KitFault = z.infer<typeof faultSchema>

/** What a fault may look at when it decides whether it is meant. */
export interface FaultTarget {
  readonly method: string
  readonly path: string
  /** The request would change something. */
  readonly writes: boolean
  /** The person it is about, where they exist. */
  readonly subscriberId: number | undefined
  /** With what it comes in: a key, an access token, a refresh token; or nothing, to the OAuth server. */
  readonly access: 'key' | 'token' | 'refresh' | 'none'
  /** It would bring somebody new into the account. */
  readonly creates: boolean
}

export type Faults = FaultSchedule<KitFault, FaultTarget>

export function createFaults(): Faults {
  return createFaultSchedule({ parse: (fault) => faultSchema.parse(fault), concerns, endsRequest })
}

const goingOn: ReadonlySet<KitFault['kind']> = new Set([
  'slow',
  'unsubscribes-between',
  'drop-after-commit',
  'lose-refresh-answer',
])

function endsRequest({ kind }: KitFault): boolean {
  return !goingOn.has(kind)
}

function concerns(fault: KitFault, target: FaultTarget): boolean {
  if (fault.kind === 'drop-after-commit') return target.writes
  if (fault.kind === 'unsubscribes-between') return target.writes && target.subscriberId !== undefined
  if (fault.kind === 'subscriber-limit') return target.creates
  if (fault.kind === 'queue-full') return target.path.startsWith('/v4/bulk/')
  if (fault.kind === 'not-permitted') return needsPlan(target)
  if (fault.kind === 'unable-to-destroy')
    return target.method === 'DELETE' && destroyedThing(target.path) !== undefined
  if (fault.kind === 'lose-refresh-answer') return target.access === 'refresh'
  if (fault.kind === 'expire-token' || fault.kind === 'revoke-access') return target.access === 'token'
  if (fault.kind === 'key-revoked') return target.access === 'key' || target.access === 'token'
  return true
}

function needsPlan({ method, path, writes }: FaultTarget): boolean {
  if (path === '/v4/broadcasts/stats') return true
  return writes && (path.startsWith('/v4/broadcasts') || (method === 'POST' && path === '/v4/sequences'))
}

/** What Kit calls the thing that a DELETE is about, where it may refuse to. */
export function destroyedThing(path: string): 'custom field' | 'webhook' | undefined {
  if (/^\/v4\/custom_fields\/\d+$/.test(path)) return 'custom field'
  return /^\/v4\/webhooks\/\d+$/.test(path) ? 'webhook' : undefined
}
