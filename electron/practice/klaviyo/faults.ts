import { z } from 'zod'
import type { FaultSchedule } from '../faultSchedule.ts'
import { createFaultSchedule, faultTiming } from '../faultSchedule.ts'

const seconds = z.number().int().nonnegative().max(60).optional()
const afterRows = z.number().int().nonnegative().optional()

const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('too-many-requests'), retryAfterSeconds: seconds, ...faultTiming }),
  z.strictObject({ kind: z.literal('server-error'), ...faultTiming }),
  z.strictObject({ kind: z.literal('unavailable'), retryAfterSeconds: seconds, ...faultTiming }),
  z.strictObject({ kind: z.literal('blocked'), ...faultTiming }),
  z.strictObject({ kind: z.literal('bad-request-page'), ...faultTiming }),
  z.strictObject({ kind: z.literal('key-revoked'), ...faultTiming }),
  z.strictObject({ kind: z.literal('drop-before-commit'), ...faultTiming }),
  z.strictObject({ kind: z.literal('drop-after-commit'), ...faultTiming }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().nonnegative().max(600_000), ...faultTiming }),
  z.strictObject({ kind: z.literal('unsubscribes-between'), ...faultTiming }),
  z.strictObject({ kind: z.literal('conflict-without-meta'), ...faultTiming }),
  z.strictObject({ kind: z.literal('stuck-job'), afterRows, ...faultTiming }),
  z.strictObject({ kind: z.literal('cancelled-job'), afterRows, ...faultTiming }),
  z.strictObject({
    kind: z.literal('failing-rows'),
    rows: z.array(z.number().int().nonnegative()).min(1).max(10_000),
    ...faultTiming,
  }),
  z.strictObject({ kind: z.literal('garbage-prev'), ...faultTiming }),
  z.strictObject({ kind: z.literal('duplicate-rows'), ...faultTiming }),
  z.strictObject({
    kind: z.literal('late-suppression'),
    ms: z.number().nonnegative().max(86_400_000),
    ...faultTiming,
  }),
])

/**
 * Something that goes wrong on purpose.
 * - `too-many-requests`: 429 with `Retry-After` (1 where it is left out); `server-error`: 500; `unavailable`: 503
 * - `blocked`, `bad-request-page`: a 403 or 400 page of HTML, as the firewall in front of the service sends them
 * - `key-revoked`: 401
 * - `drop-before-commit`, `drop-after-commit`: the connection breaks without an answer; after: writes only
 * - `slow`: waits `ms` of the host's clock before doing anything
 * - `unsubscribes-between`: the people a write is about leave just before it
 * - `conflict-without-meta`: 409 that doesn't say whose the identifier is, for writes to single profiles
 * - `stuck-job`, `cancelled-job`: an import job that never ends, or ends early, after `afterRows` rows (0)
 * - `failing-rows`: an import job finishes, and the rows with these numbers (from 0) failed
 * - `garbage-prev`: the first page of a list has a `prev` that leads nowhere
 * - `duplicate-rows`: a page that goes on from a cursor repeats the last row of the page before
 * - `late-suppression`: a suppression takes effect after `ms` of the service; its job says nothing true meanwhile
 */
export type KlaviyoFault = z.infer<typeof faultSchema>

/** What a fault may look at when it decides whether it is meant. */
export interface FaultTarget {
  readonly method: string
  readonly path: string
  /** The operation's path, with its braces. */
  readonly operation: string
  /** The request would change something. */
  readonly writes: boolean
  /** It goes on from a cursor. */
  readonly continues: boolean
  /** People it is about, where they exist. */
  readonly people: number
}

export type Faults = FaultSchedule<KlaviyoFault, FaultTarget>

export function createFaults(): Faults {
  return createFaultSchedule({ parse: (fault) => faultSchema.parse(fault), concerns, endsRequest })
}

const ending: readonly KlaviyoFault['kind'][] = [
  'too-many-requests',
  'server-error',
  'unavailable',
  'blocked',
  'bad-request-page',
  'key-revoked',
  'drop-before-commit',
  'conflict-without-meta',
]

function endsRequest({ kind }: KlaviyoFault): boolean {
  return ending.includes(kind)
}

const profileWrites = ['/api/profiles', '/api/profiles/{id}', '/api/profile-import']

function concerns(fault: KlaviyoFault, target: FaultTarget): boolean {
  switch (fault.kind) {
    case 'drop-after-commit':
      return target.writes
    case 'unsubscribes-between':
      return target.writes && target.people > 0
    case 'conflict-without-meta':
      return target.writes && profileWrites.includes(target.operation)
    case 'stuck-job':
    case 'cancelled-job':
    case 'failing-rows':
      return target.writes && target.operation === '/api/profile-bulk-import-jobs'
    case 'late-suppression':
      return target.writes && target.operation.startsWith('/api/profile-suppression-bulk-')
    case 'duplicate-rows':
      return !target.writes && target.continues
    case 'garbage-prev':
      return !target.writes && !target.continues && !target.operation.endsWith('{id}')
    default:
      return true
  }
}
