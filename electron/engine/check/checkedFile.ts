import type { CheckQuery, CheckView } from '../../../shared/contract/check.ts'
import type { CheckWeight } from '../../../shared/check/checkKinds.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { addRow, allRows, countRows, inAny, type RowSet, rowsAt, without } from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { CheckRow } from './checkFile.ts'
import { type Order, pageInOrder } from './columnOrder.ts'
import type { FoundGroups } from './duplicateGroups.ts'
import type { FoldedText } from './foldedText.ts'
import type { ProblemGroups } from './problemGroups.ts'
import { openSearch, type Search } from './searches.ts'

/** A file that was checked: sets of its rows, from which any view of it is put together without reading the file. */
export interface CheckedFile {
  readonly info: SourceInfo
  readonly check: CheckRow
  readonly groups: ProblemGroups
  /** The rows of a problem's kind that are not skipped. */
  groupRows(staged: StagedRows, kind: string, column: number | null, fixable: boolean): RowSet
  view(staged: StagedRows): CheckView
  /** Numbers of the rows of a page, and how many there are as far as that is known. */
  page(
    staged: StagedRows,
    query: CheckQuery,
    range: { readonly offset: number; readonly limit: number },
    signal: AbortSignal,
  ): Promise<{ readonly rows: readonly number[]; readonly found: number; readonly isCounted: boolean }>
  count(staged: StagedRows, query: CheckQuery, signal: AbortSignal): Promise<number>
  /** Rows whose cells are other than they were. */
  changed(staged: StagedRows, rows: readonly number[]): void
  setText(text: FoldedText): void
  /** Nothing more is being made to answer sooner. */
  setIndexed(): void
  /** What was found under this name before, else what `find` finds. */
  duplicates(name: string, find: () => Promise<FoundGroups>): Promise<FoundGroups>
  close(): void
}

export interface CheckedParts {
  readonly info: SourceInfo
  readonly check: CheckRow
  readonly groups: ProblemGroups
  /** Puts a column in order, or gives the order that is known. */
  readonly orderOf: (column: number, revision: string) => Promise<Order>
}

/** How many searches are remembered: as many as somebody goes to and fro between. */
const searchesKept = 4

export function checkedFile({ info, check, groups, orderOf }: CheckedParts): CheckedFile {
  const { rows } = info
  const everyone = allRows(rows)
  let text: FoldedText | null = null
  let isIndexed = false
  /** Rows that the text may not know as they are: it is written while they can be edited. */
  const edited: RowSet = { words: new Uint32Array(everyone.words.length) }
  let repeated: { readonly name: string; readonly found: FoundGroups } | null = null
  const searches = new Map<string, Search>()

  const searchFor = (part: string): Search => {
    const known = searches.get(part)
    if (known !== undefined) return known
    const search = openSearch(part, { rows, text: () => text, edited })
    searches.set(part, search)
    const [oldest] = searches.keys()
    if (searches.size > searchesKept && oldest !== undefined) searches.delete(oldest)
    return search
  }

  const groupRows: CheckedFile['groupRows'] = (staged, kind, column, fixable) => {
    const own = groups.list().filter((group) => group.kind === kind && group.column === column)
    const all = inAny(
      rows,
      own.map((group) => (fixable ? group.fixable : group.rows)),
    )
    return without(all, staged.skipped())
  }

  /** What a query shows, before any search. */
  const shown = (staged: StagedRows, { show, kind, column }: CheckQuery): RowSet => {
    switch (show) {
      case 'all':
        return everyone
      case 'skipped':
        return staged.skipped()
      case 'edited':
        return staged.edited()
      case 'problems': {
        const wanted = groups
          .list()
          .filter(
            (group) => (kind === null || group.kind === kind) && (column === null || group.column === column),
          )
        return without(
          inAny(
            rows,
            wanted.map((group) => group.rows),
          ),
          staged.skipped(),
        )
      }
    }
  }

  return {
    info,
    check,
    groups,
    groupRows,
    view(staged) {
      const skipped = staged.skipped()
      const list = groups
        .list()
        .map(({ kind, column, weight, ...sets }) => ({
          kind,
          column,
          weight,
          rows: countRows(without(sets.rows, skipped)),
          fixable: countRows(without(sets.fixable, skipped)),
        }))
        .filter((group) => group.rows > 0)
        .sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight) || b.rows - a.rows)
      const any = inAny(
        rows,
        groups.list().map((group) => group.rows),
      )
      return {
        rows,
        problemRows: countRows(without(any, skipped)),
        skippedRows: countRows(skipped),
        editedRows: countRows(staged.edited()),
        groups: list,
        revision: staged.revision,
        isIndexed,
      }
    },
    async page(staged, query, { offset, limit }, signal) {
      const set = shown(staged, query)
      const part = foldSearch(query.search)
      const order = query.sort === null ? null : await orderOf(query.sort.column, query.sort.revision)
      // In file order the first ones are enough.
      const wanted = { among: set, count: order === null ? offset + limit : Infinity }
      const found =
        part === ''
          ? { rows: set, count: countRows(set), isComplete: true }
          : await searchFor(part).find(staged, wanted, signal)
      const page =
        order === null
          ? rowsAt(found.rows, offset, limit)
          : pageInOrder(order, query.sort?.falling ?? false, { among: found.rows, offset, limit })
      return { rows: page, found: found.count, isCounted: found.isComplete }
    },
    async count(staged, query, signal) {
      const among = shown(staged, query)
      const part = foldSearch(query.search)
      if (part === '') return countRows(among)
      return (await searchFor(part).find(staged, { among, count: Infinity }, signal)).count
    },
    changed(staged, numbers) {
      for (let at = 0; at < numbers.length; at += rowsAtOnce)
        for (const { row, cells } of staged.these(numbers.slice(at, at + rowsAtOnce))) {
          groups.set(row, check(cells, row))
          addRow(edited, row)
        }
      searches.clear()
    },
    async duplicates(name, find) {
      if (repeated?.name !== name) repeated = { name, found: await find() }
      return repeated.found
    },
    setIndexed() {
      isIndexed = true
    },
    setText(opened) {
      text = opened
    },
    close() {
      text?.close()
      text = null
      searches.clear()
    },
  }
}

const rowsAtOnce = 500
const weights: readonly CheckWeight[] = ['row', 'value', 'look']
