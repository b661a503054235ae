import type { ChangeDraft } from '../../../shared/model.ts'
import { partName, type PartRef, partsOfRow } from './planParts.ts'

/** How many rows of a plan a part touches, and for how many it was switched off. */
export interface PartCount {
  readonly part: PartRef
  readonly rows: number
  readonly untickedRows: number
}

/** Counts the parts of a plan, row by row, in the order in which they first come up. */
export interface PartTally {
  /** A row of the plan with all its changes, all of them on. */
  add(planned: readonly ChangeDraft[]): void
  /** Of a counted row the first were on, and the second are on now. */
  switched(before: readonly ChangeDraft[], after: readonly ChangeDraft[]): void
  counts(): PartCount[]
}

export function partTally(from: readonly PartCount[] = []): PartTally {
  const counted = new Map(from.map((one) => [partName(one.part), { ...one }]))
  return {
    add(planned) {
      // Most rows have nothing to send.
      if (planned.length > 0)
        for (const [name, part] of partsOfRow(planned)) {
          const known = counted.get(name)
          if (known) known.rows += 1
          else counted.set(name, { part, rows: 1, untickedRows: 0 })
        }
    },
    switched(before, after) {
      const count = (parts: ReadonlyMap<string, PartRef>, by: 1 | -1) => {
        for (const name of parts.keys()) {
          const known = counted.get(name)
          if (known) known.untickedRows += by
        }
      }
      count(partsOfRow(before), 1)
      count(partsOfRow(after), -1)
    },
    counts: () => [...counted.values()],
  }
}
