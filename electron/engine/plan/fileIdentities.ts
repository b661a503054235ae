import type { IdentityTable } from './identityTable.ts'

/** What is needed of a row to know who it means and whether another row says the same. */
export interface IdentifiedRow {
  readonly row: number
  /** The folded address. */
  readonly identity: string
  /** Why the file says that this person left. */
  readonly leftReason: string | null
}

/**
 * Finds who is in several rows of a file. Keeps one row of each person, the first or the last; what any of their rows
 * says of leaving counts for all. Only these people are kept in memory: of the others no more than a hash.
 */
export interface FileIdentities {
  /** Each row that goes, in file order. What the other methods say holds after the last one. */
  add(row: IdentifiedRow): void
  /** The row that counts in place of this one; `null` where it counts itself. */
  readonly duplicateOf: (row: number) => number | null
  /** For a row of somebody who is in several: what any of them says of leaving. */
  readonly leftReason: (row: number) => string | null
}

export interface FileIdentitiesOptions {
  readonly table: IdentityTable
  readonly keep: 'last' | 'first'
  /** A row that was added before. */
  readonly readAgain: (row: number) => IdentifiedRow
}

interface Person {
  /** In file order. */
  readonly rows: number[]
  leftReason: string | null
}

export function fileIdentities({ table, keep, readAgain }: FileIdentitiesOptions): FileIdentities {
  /** Whoever shares a hash with a later row: nearly always with their own. */
  const people = new Map<string, Person>()
  const known = new Set<number>()
  const repeated = new Map<number, Person>()
  const meet = ({ row, identity, leftReason }: IdentifiedRow) => {
    const person = people.get(identity)
    if (!person) people.set(identity, { rows: [row], leftReason })
    else join(repeated, person, row, leftReason)
  }
  return {
    add(row) {
      const before = table.rowLike(row.identity, row.row)
      if (before === null) return
      if (!known.has(before)) meet(readAgain(before))
      known.add(before)
      meet(row)
    },
    duplicateOf(row) {
      const ofPerson = repeated.get(row)?.rows
      const kept = keep === 'last' ? ofPerson?.at(-1) : ofPerson?.[0]
      return kept === undefined || kept === row ? null : kept
    },
    leftReason: (row) => repeated.get(row)?.leftReason ?? null,
  }
}

/** Of several reasons the same one, whatever the order of the rows. */
function join(repeated: Map<number, Person>, person: Person, row: number, leftReason: string | null): void {
  const [first] = person.rows
  if (first !== undefined) repeated.set(first, person)
  person.rows.push(row)
  repeated.set(row, person)
  if (leftReason !== null && (person.leftReason === null || leftReason > person.leftReason))
    person.leftReason = leftReason
}
