import type { RowFacts } from '../../../../shared/rules/compileFilter.ts'
import type { KnownPerson } from '../../store/knownPeople.ts'

/** What conditions can look at, of a row and of whom it is about. Pure. */
export function factsOf(cells: readonly (string | undefined)[], person: KnownPerson | null): RowFacts {
  if (person === null) return { cells, person }
  const { contact, state, createdAt, memberships } = person
  return {
    cells,
    person: {
      remoteId: contact.remoteId,
      state,
      createdAt,
      memberships,
      // Read only where a condition asks for a field.
      get fields() {
        return contact.fields
      },
    },
  }
}
