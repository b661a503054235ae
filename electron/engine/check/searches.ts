import { breathe } from '../breathe.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { addRow, emptyRowSet, hasRow, type RowSet, rowsOf } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'

/** Rows with a text in one of their cells, found out as far as they are asked for. */
export interface Search {
  /** Rows that can have it. Whoever is not among them has not. */
  readonly candidates: RowSet
  /** Of these rows, which are among the candidates, those that have it, in the order given. */
  among(staged: StagedRows, rows: readonly number[]): number[]
  /** Looks at all candidates. @returns those that have it */
  all(staged: StagedRows, signal: AbortSignal): Promise<RowSet>
}

/** Rows looked at between two breaths. */
const rowsAtOnce = 2000

/** @param text as `foldSearch` gives it, not empty */
export function openSearch(text: string, candidates: RowSet, rows: number): Search {
  const has = emptyRowSet(rows)
  const known = emptyRowSet(rows)
  const test = textTest(text)
  let isComplete = false
  const look = (staged: StagedRows, wanted: readonly number[]) => {
    for (const row of staged.matching(wanted, test)) addRow(has, row)
    for (const row of wanted) addRow(known, row)
  }
  return {
    candidates,
    among(staged, some) {
      const open = some.filter((row) => !hasRow(known, row))
      if (open.length > 0) look(staged, open)
      return some.filter((row) => hasRow(has, row))
    },
    async all(staged, signal) {
      if (isComplete) return has
      let open: number[] = []
      for (const row of rowsOf(candidates)) {
        if (hasRow(known, row)) continue
        if (open.push(row) < rowsAtOnce) continue
        look(staged, open)
        open = []
        await breathe()
        signal.throwIfAborted()
      }
      if (open.length > 0) look(staged, open)
      isComplete = true
      return has
    },
  }
}

/**
 * Tests the JSON text of a row's cells. As long as nothing in it is escaped and all of it is ASCII, it can be searched as it
 * is: what is looked for has no quotation mark, so it can't reach over the end of a cell.
 */
function textTest(text: string): (json: string) => boolean {
  const isPlain = /^[ !#-[\]-~]+$/.test(text)
  const inCells = (json: string) =>
    (JSON.parse(json) as string[]).some((cell) => foldSearch(cell).includes(text))
  return (json) => {
    if (!isPlain || !/^[ -[\]-~]*$/.test(json)) return inCells(json)
    return json.toLowerCase().includes(text)
  }
}
