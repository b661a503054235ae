import type { ChangeId } from '../../../../../shared/model.ts'
import type { Clock } from '../../../clock.ts'
import type { Person } from '../person.ts'

/**
 * People who were written a moment ago and of whose rows not all is done: when a later request is tried again, they are
 * not written once more.
 */
export interface HalfDone {
  note(change: ChangeId, person: Person): void
  /** As long as what was told of their state is no older than Kit's lists may be. */
  recall(change: ChangeId): Person | null
}

const freshForMs = 5 * 60_000

export function halfDone(clock: Clock): HalfDone {
  const known = new Map<ChangeId, { readonly person: Person; readonly at: number }>()
  return {
    note(change, person) {
      const at = clock.monotonic()
      // Oldest first: a map keeps the order in which it was filled.
      for (const [id, one] of known) {
        if (at - one.at <= freshForMs) break
        known.delete(id)
      }
      known.delete(change)
      known.set(change, { person, at })
    },
    recall(change) {
      const found = known.get(change)
      return found && clock.monotonic() - found.at <= freshForMs ? found.person : null
    },
  }
}
