import type { DuplicateRule } from '../../../shared/contract/plans.ts'
import { type AddressPart, foldAlike } from '../../../shared/values/foldAlike.ts'
import { breathe } from '../breathe.ts'
import type { Identifier } from '../connectors/connector.ts'
import { identityTable } from './identityTable.ts'
import { type SharedNames, sharedNames } from './sharedNames.ts'
import { whichCounts } from './whichCounts.ts'

/** What is needed of a row to know whether another row says the same person. */
export interface IdentifiedRow {
  readonly row: number
  /** See `identityOf`. */
  readonly identity: string
  readonly phone: string | null
  readonly externalId: string | null
  /** Why the file says that this person left. */
  readonly leftReason: string | null
}

/** Another row of the same person counts instead. */
export interface Duplicate {
  readonly of: number
  readonly by: Identifier['kind']
}

/** Which rows of a file are about somebody of whom another row is too. */
export interface Repeats {
  duplicate(row: number): Duplicate | null
  /** What other rows of the same person say of leaving, where this row says nothing. */
  leftReason(row: number): string | null
  /** The other rows of the same person, the last one first, that a row is to be merged with. */
  others(row: number): readonly number[]
}

/** Finds who is in several rows of a file, by any of their identifiers. */
export interface FileIdentities {
  /** Each row that goes, in file order. */
  add(row: IdentifiedRow): void
  /**
   * After the last row. Keeps one row of each person, by this rule; what any of their rows says of leaving counts for
   * all, even if the row itself is skipped.
   */
  repeats(rule: DuplicateRule): Promise<Repeats>
}

export interface FileIdentitiesOptions {
  /** How many rows the file has; they are numbered from 1. */
  readonly rows: number
  /** Ways to be known that the file has at all. */
  readonly kinds: readonly Identifier['kind'][]
  /** A row that was added before. */
  readonly readAgain: (row: number) => IdentifiedRow
  /** What is passed over where addresses are compared; by default nothing. */
  readonly alike?: readonly AddressPart[]
  /** Rows that go nowhere, whoever they are about; by default none. */
  readonly isSkipped?: (row: number) => boolean
  /** How much a row says, for the rule that the most complete one counts. */
  readonly filled?: (row: number) => number
}

/** In the order in which they decide. Somebody without an address has an identity all the same. */
export const nameOf: Readonly<Record<Identifier['kind'], (row: IdentifiedRow) => string | null>> = {
  email: ({ identity }) => identity,
  phone: ({ phone }) => phone,
  externalId: ({ externalId }) => externalId,
}

export function fileIdentities({
  rows,
  kinds,
  readAgain,
  alike = [],
  isSkipped = () => false,
  filled = () => 0,
}: FileIdentitiesOptions): FileIdentities {
  const shared = kinds.map((kind) => {
    const read =
      kind === 'email' && alike.length > 0
        ? ({ identity }: IdentifiedRow) => foldAlike(identity, alike)
        : nameOf[kind]
    const nameAgain = (row: number) => read(readAgain(row)) ?? ''
    return { kind, read, names: sharedNames({ table: identityTable(rows), rows, nameAgain }) }
  })
  const left = reasonsOfRows()
  return {
    add(row) {
      if (row.leftReason !== null) left.set(row.row, row.leftReason)
      for (const { read, names } of shared) {
        const name = read(row)
        if (name !== null) names.add(name, row.row)
      }
    },
    async repeats(rule) {
      for (const { names } of shared) if (left.size() > 0) await spreadLeft(names, left)
      const kept = keptRows(rows)
      for (const [by, { names }] of shared.entries())
        for await (const group of unhurried(names.groups())) {
          const open = group.filter((row) => kept.of(row) === 0 && !isSkipped(row))
          if (open.length < 2) continue
          const counts = whichCounts(open, rule, filled)
          for (const row of open) if (row !== counts) kept.set(row, counts, by)
        }
      return {
        duplicate(row) {
          const of = kept.of(row)
          const by = shared[kept.by(row)]
          return of === 0 || by === undefined ? null : { of, by: by.kind }
        },
        leftReason: left.get,
        others: rule === 'merge' ? mergedRows(rows, kept.of) : () => [],
      }
    },
  }
}

/** Which row counts instead of a row, 0 where it counts itself, and by which of the names that was found: four bytes a row. */
function keptRows(rows: number) {
  // There are three names at most, and far fewer than 2^30 rows.
  const packed = new Uint32Array(rows + 1)
  return {
    of: (row: number) => (packed[row] ?? 0) >>> 2,
    by: (row: number) => (packed[row] ?? 0) & 3,
    set: (row: number, counts: number, by: number) => void (packed[row] = (counts << 2) | by),
  }
}

/** By the row that counts, all that lead to it, the last one first. Two numbers a row: everybody may be there twice. */
function mergedRows(rows: number, keptOf: (row: number) => number): Repeats['others'] {
  const first = new Uint32Array(rows + 1)
  const next = new Uint32Array(rows + 1)
  for (let row = 1; row <= rows; row += 1) {
    let counts = keptOf(row)
    if (counts === 0) continue
    while (keptOf(counts) !== 0) counts = keptOf(counts)
    next[row] = first[counts] ?? 0
    first[counts] = row
  }
  return (row) => {
    const others: number[] = []
    for (let other = first[row] ?? 0; other !== 0; other = next[other] ?? 0) others.push(other)
    return others
  }
}

/** What rows say of leaving. There are few reasons, so each is kept once. */
function reasonsOfRows() {
  const reasons = new Map<number, string>()
  const once = new Map<string, string>()
  return {
    size: () => reasons.size,
    get: (row: number) => reasons.get(row) ?? null,
    set(row: number, reason: string) {
      const known = once.get(reason)
      if (known === undefined) once.set(reason, reason)
      reasons.set(row, known ?? reason)
    },
  }
}

/** Of several reasons the same one, whatever the order of the rows. */
async function spreadLeft(names: SharedNames, left: ReturnType<typeof reasonsOfRows>): Promise<void> {
  for await (const group of unhurried(names.groups())) {
    const said = group.map(left.get).filter((reason) => reason !== null)
    const reason = said.sort().at(-1)
    if (reason !== undefined) for (const row of group) if (left.get(row) === null) left.set(row, reason)
  }
}

const groupsPerBreath = 5000

/** Files in which everybody is twice have many groups. */
async function* unhurried<T>(groups: Iterable<T>): AsyncGenerator<T> {
  let seen = 0
  for (const group of groups) {
    yield group
    seen += 1
    if (seen % groupsPerBreath === 0) await breathe()
  }
}
