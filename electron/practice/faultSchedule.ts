import { z } from 'zod'

/** What every fault may say about when it is met. */
export const faultTiming = {
  /** For so many requests; until cleared where it is left out. */
  times: z.number().int().positive().optional(),
  /** After letting so many pass. */
  skip: z.number().int().nonnegative().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  /** Of the path only; `*` stands for anything: `/v4/forms/12/*`. */
  path: z.string().max(200).optional(),
}

interface TimedFault {
  readonly kind: string
  readonly times?: number | undefined
  readonly skip?: number | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
}

interface RequestTarget {
  readonly method: string
  readonly path: string
}

/** Faults that are on, of one service. */
export interface FaultSchedule<Fault, Target> {
  /** Replaces all faults. @throws ZodError for something that is none */
  set(faults: readonly unknown[]): void
  add(fault: Fault): void
  clear(): void
  /** The faults that are still on, with `times` counted down. */
  active(): readonly Fault[]
  /** The faults this request meets, counted down; what ends a request comes last. */
  take(target: Target): readonly Fault[]
}

export interface FaultRules<Fault, Target> {
  /** @throws ZodError for something that is no fault */
  readonly parse: (fault: unknown) => Fault
  /** Whether a fault of this kind means this request, apart from method and path. */
  readonly concerns: (fault: Fault, target: Target) => boolean
  /** Whether nothing more can happen to a request that met this fault. */
  readonly endsRequest: (fault: Fault) => boolean
}

/** Faults are met in the order they were set in. */
export function createFaultSchedule<Fault extends TimedFault, Target extends RequestTarget>(
  rules: FaultRules<Fault, Target>,
): FaultSchedule<Fault, Target> {
  let faults: readonly Fault[] = []
  const take = (target: Target) => {
    const met: Fault[] = []
    for (const fault of faults) {
      if (!isMeant(fault, target) || !rules.concerns(fault, target)) continue
      const next = countDown(fault)
      faults = faults.flatMap((each) => (each === fault ? next : [each]))
      if ((fault.skip ?? 0) > 0) continue
      met.push(fault)
      if (rules.endsRequest(fault)) break
    }
    return met
  }
  return {
    set: (next) => {
      faults = next.map(rules.parse)
    },
    add: (fault) => {
      faults = [...faults, rules.parse(fault)]
    },
    clear: () => {
      faults = []
    },
    active: () => faults,
    take,
  }
}

function countDown<Fault extends TimedFault>(fault: Fault): readonly Fault[] {
  if (fault.skip !== undefined && fault.skip > 0) return [{ ...fault, skip: fault.skip - 1 }]
  if (fault.times === undefined) return [fault]
  return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
}

function isMeant(fault: TimedFault, target: RequestTarget): boolean {
  if (fault.method !== undefined && fault.method !== target.method) return false
  return fault.path === undefined || matchesPath(fault.path, target.path)
}

function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}
