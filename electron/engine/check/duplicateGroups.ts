import type { DuplicateGroup } from '../../../shared/contract/check.ts'
import type { DuplicateRule } from '../../../shared/contract/plans.ts'
import { columnsOf } from '../../../shared/mapping/columnsOf.ts'
import type { Mapping } from '../../../shared/model.ts'
import type { AddressPart } from '../../../shared/values/foldAlike.ts'
import { breathe } from '../breathe.ts'
import type { Identifier } from '../connectors/connector.ts'
import { fillBlanks, filledCells } from '../plan/fillBlanks.ts'
import { readIdentities } from '../plan/readIdentities.ts'
import { whichCounts } from '../plan/whichCounts.ts'
import type { StagedRows } from '../source/stagedRows.ts'

export interface DuplicatesWanted {
  readonly rule: DuplicateRule
  readonly sameAddress: readonly AddressPart[]
  readonly offset: number
  readonly limit: number
}

export interface CheckedAs {
  readonly staged: StagedRows
  readonly mapping: Mapping
  readonly identifiers: readonly Identifier[]
}

interface FoundGroup {
  /** In file order. */
  readonly rows: number[]
  readonly by: Identifier['kind']
}

/** Groups of rows about one person, found as a plan finds them; skipped rows are in none. */
export interface FoundGroups {
  readonly groups: readonly FoundGroup[]
  /** Rows of which another one counts. */
  readonly rows: number
}

const batchRows = 1000

export async function findDuplicates(
  { staged, mapping, identifiers }: CheckedAs,
  sameAddress: readonly AddressPart[],
  signal: AbortSignal,
): Promise<FoundGroups> {
  const people = await readIdentities(
    { staged, connector: { identifiers }, recipe: null, batchRows, onRows: () => undefined },
    { mapping, duplicates: 'last', sameAddress, append: null },
    signal,
  )
  const groups = new Map<number, FoundGroup>()
  let rows = 0
  for (let row = 1; row <= staged.info.rows; row += 1) {
    if (row % 20_000 === 0) await breathe()
    const duplicate = people.repeats.duplicate(row)
    if (duplicate === null) continue
    const last = lastOf((one) => people.repeats.duplicate(one), duplicate.of)
    const group = groups.get(last) ?? { rows: [], by: duplicate.by }
    group.rows.push(row)
    groups.set(last, group)
    rows += 1
  }
  for (const [last, group] of groups) group.rows.push(last)
  return { groups: [...groups.values()], rows }
}

/** A row that counts for one address may itself be a duplicate by its number. */
function lastOf(duplicate: (row: number) => { readonly of: number } | null, of: number): number {
  let row = of
  for (let next = duplicate(row); next !== null; next = duplicate(row)) row = next.of
  return row
}

/** Some of them with their rows, and what a rule makes of each. */
export function shownGroups(
  { staged, mapping }: CheckedAs,
  { groups }: FoundGroups,
  { rule, offset, limit }: DuplicatesWanted,
): DuplicateGroup[] {
  const columns = [...new Set(mapping.fields.flatMap(({ from }) => columnsOf(from)))]
  return groups.slice(offset, offset + limit).map(({ rows: numbers, by }) => {
    const rows = staged.these(numbers.slice(-mostShown))
    const cellsOf = (row: number) => rows.find((one) => one.row === row)?.cells ?? []
    const lastFirst = rows.map(({ row }) => row).reverse()
    const counts = whichCounts(lastFirst, rule, (row) => filledCells(cellsOf(row), columns))
    const others = rule === 'merge' ? lastFirst.filter((row) => row !== counts).map(cellsOf) : []
    const { cells } = fillBlanks({ row: counts, cells: cellsOf(counts) }, others)
    return { rows, counts, result: cells.map((cell) => cell ?? ''), by }
  })
}

/** Of somebody who is in a file a thousand times. */
const mostShown = 20
