import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { breathe } from '../breathe.ts'
import { addRow, countRows, emptyRowSet, hasRow, inAll, type RowSet, rowsOf } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { FoldedText } from './foldedText.ts'

/** Rows with a text in one of their cells, found out in file order as far as they are asked for. */
export interface Search {
  /** Looks on until so many of these rows are known to have it, or all were looked at; what was found before is known. */
  find(staged: StagedRows, wanted: Wanted, signal: AbortSignal): Promise<FoundRows>
}

export interface Wanted {
  readonly among: RowSet
  readonly count: number
}

export interface FoundRows {
  /** Those of the wanted ones that have it: the first in file order, and all of them where it is complete. */
  readonly rows: RowSet
  readonly count: number
  /** Whether there are no others. */
  readonly isComplete: boolean
}

/** Where a search looks. */
export interface SearchPlace {
  readonly rows: number
  /** The text of the file, once it is written. */
  readonly text: () => FoldedText | null
  /** Rows that are other than in that text. */
  readonly edited: RowSet
}

/** Rows of a file without such a text that are looked at between two breaths. */
const rowsAtOnce = 2000

/** @param text as `foldSearch` gives it, not empty */
export function openSearch(text: string, { rows, text: folded, edited }: SearchPlace): Search {
  const has = emptyRowSet(rows)
  const part = Buffer.from(text)
  const test = textTest(text)
  let next = 1
  let known = 0
  const add = (row: number) => {
    if (hasRow(has, row)) return
    addRow(has, row)
    known += 1
  }
  const lookOn = (staged: StagedRows) => {
    const file = folded()
    if (file === null) {
      const end = Math.min(next + rowsAtOnce, rows + 1)
      for (const row of staged.matching(next, end, test)) add(row)
      next = end
      return
    }
    const found = file.find(part, next)
    for (const row of found.rows) if (!hasRow(edited, row)) add(row)
    for (const row of rowsOf(edited, next)) {
      if (row >= found.next) break
      if (staged.matching(row, row + 1, test).length > 0) add(row)
    }
    next = found.next
  }
  return {
    async find(staged, wanted, signal) {
      const isEnough = () => known >= wanted.count && countRows(inAll(wanted.among, has)) >= wanted.count
      while (next <= rows && !isEnough()) {
        lookOn(staged)
        await breathe()
        signal.throwIfAborted()
      }
      const found = inAll(wanted.among, has)
      return { rows: found, count: countRows(found), isComplete: next > rows }
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
