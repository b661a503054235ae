/** What is needed of a row to know who it means and whether another row says the same. */
export interface IdentifiedRow {
  readonly row: number
  /** The folded address. */
  readonly identity: string
  /** Why the file says that this person left. */
  readonly leftReason: string | null
}

/**
 * Who is in a file. Keeps one row of each person, the first or the last; what any of their rows says of leaving counts
 * for all. In memory for as long as one plan is made: about a hundred bytes a person.
 */
export interface FileIdentities {
  /** All rows that go, in file order. What the other methods say holds after the last one. */
  add(rows: readonly IdentifiedRow[]): void
  /** Each person once, with the row that counts for them. */
  people(): IterableIterator<readonly [identity: string, row: number]>
  /** Keeps only what the two below need: those who are in several rows. */
  forgetPeople(): void
  /** The row that counts in place of this one; `null` where it counts itself. */
  duplicateOf(row: number): number | null
  /** For a row of somebody who is in several: what any of them says of leaving. */
  leftReason(row: number): string | null
}

/** The rows of somebody who is in several, in file order. */
interface Repeated {
  readonly identity: string
  readonly rows: number[]
}

export function fileIdentities(keep: 'last' | 'first'): FileIdentities {
  const rowOf = new Map<string, number>()
  const reasonOf = new Map<string, string>()
  const repeated = new Map<number, Repeated>()
  const add = ({ row, identity, leftReason }: IdentifiedRow) => {
    const before = rowOf.get(identity)
    if (before !== undefined) note(repeated, identity, before, row)
    if (before === undefined || keep === 'last') rowOf.set(identity, row)
    if (leftReason !== null) noteReason(reasonOf, identity, leftReason)
  }
  return {
    add: (rows) => rows.forEach(add),
    people: () => rowOf.entries(),
    forgetPeople: () => rowOf.clear(),
    duplicateOf(row) {
      const rows = repeated.get(row)?.rows
      const kept = keep === 'last' ? rows?.at(-1) : rows?.[0]
      return kept === undefined || kept === row ? null : kept
    },
    leftReason(row) {
      const person = repeated.get(row)
      return (person && reasonOf.get(person.identity)) ?? null
    },
  }
}

function note(repeated: Map<number, Repeated>, identity: string, before: number, row: number): void {
  const person = repeated.get(before) ?? { identity, rows: [before] }
  person.rows.push(row)
  repeated.set(before, person).set(row, person)
}

/** Of several, always the same one, whatever the order of the rows. */
function noteReason(reasonOf: Map<string, string>, identity: string, reason: string): void {
  const before = reasonOf.get(identity)
  if (before === undefined || reason > before) reasonOf.set(identity, reason)
}
