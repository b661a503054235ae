import { z } from 'zod'

const common = {
  /** For so many requests; until cleared where it is left out. */
  times: z.number().int().positive().optional(),
  /** After letting so many pass. */
  skip: z.number().int().nonnegative().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  /** Of the path only; `*` stands for anything: `/v4/forms/12/*`. */
  path: z.string().max(200).optional(),
}
const retryAfterSeconds = z.number().nonnegative().optional()

const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('too-many-requests'), retryAfterSeconds, ...common }),
  z.strictObject({ kind: z.literal('server-error'), ...common }),
  z.strictObject({ kind: z.literal('unavailable'), retryAfterSeconds, ...common }),
  z.strictObject({ kind: z.literal('blocked'), ...common }),
  z.strictObject({ kind: z.literal('key-revoked'), message: z.string().max(200).optional(), ...common }),
  z.strictObject({ kind: z.literal('subscriber-limit'), ...common }),
  z.strictObject({ kind: z.literal('drop-before-commit'), ...common }),
  z.strictObject({ kind: z.literal('drop-after-commit'), ...common }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().nonnegative().max(600_000), ...common }),
  z.strictObject({ kind: z.literal('unsubscribes-between'), ...common }),
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
}

export interface Faults {
  /** Replaces all faults. @throws ZodError for something that is none */
  set(faults: readonly unknown[]): void
  add(fault: KitFault): void
  clear(): void
  /** The faults that are still on, with `times` counted down. */
  active(): readonly KitFault[]
  /** The faults this request meets, counted down; what ends a request comes last. */
  take(target: FaultTarget): readonly KitFault[]
}

/** Faults are met in the order they were set in. */
export function createFaults(): Faults {
  let faults: KitFault[] = []
  const take = (target: FaultTarget) => {
    const met: KitFault[] = []
    for (const fault of [...faults]) {
      if (!concerns(fault, target)) continue
      const next = countDown(fault)
      faults = faults.flatMap((each) => (each === fault ? next : [each]))
      if ((fault.skip ?? 0) > 0) continue
      met.push(fault)
      if (endsRequest(fault)) break
    }
    return met
  }
  return {
    set: (next) => {
      faults = next.map((fault) => faultSchema.parse(fault))
    },
    add: (fault) => {
      faults = [...faults, faultSchema.parse(fault)]
    },
    clear: () => {
      faults = []
    },
    active: () => faults,
    take,
  }
}

function countDown(fault: KitFault): KitFault[] {
  if (fault.skip !== undefined && fault.skip > 0) return [{ ...fault, skip: fault.skip - 1 }]
  if (fault.times === undefined) return [fault]
  return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
}

function endsRequest({ kind }: KitFault): boolean {
  return kind !== 'slow' && kind !== 'unsubscribes-between' && kind !== 'drop-after-commit'
}

function concerns(fault: KitFault, target: FaultTarget): boolean {
  if (fault.method !== undefined && fault.method !== target.method) return false
  if (fault.path !== undefined && !matchesPath(fault.path, target.path)) return false
  if (fault.kind === 'drop-after-commit') return target.writes
  if (fault.kind === 'unsubscribes-between') return target.writes && target.subscriberId !== undefined
  if (fault.kind === 'subscriber-limit') return isCreation(target)
  return true
}

function isCreation(target: FaultTarget): boolean {
  return target.method === 'POST' && target.path === '/v4/subscribers' && target.subscriberId === undefined
}

function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}
