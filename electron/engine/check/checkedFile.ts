import type { CheckQuery, CheckView } from '../../../shared/contract/check.ts'
import type { CheckWeight } from '../../../shared/check/checkKinds.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { breathe } from '../breathe.ts'
import {
  addRow,
  allRows,
  countRows,
  hasRow,
  inAll,
  inAny,
  type RowSet,
  rowsAt,
  rowsOf,
  without,
} from '../rowSet.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { CheckRow } from './checkFile.ts'
import { inOrder, type Order } from './columnOrder.ts'
import type { FoundGroups } from './duplicateGroups.ts'
import type { ProblemGroups } from './problemGroups.ts'
import type { SearchIndex } from './searchIndex.ts'
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
  setIndex(index: SearchIndex): void
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
  let index: SearchIndex | null = null
  let isIndexed = false
  /** Rows that the index may not know as they are: it is made while they can be edited. */
  const edited: RowSet = { words: new Uint32Array(everyone.words.length) }
  let repeated: { readonly name: string; readonly found: FoundGroups } | null = null
  const searches = new Map<string, Search>()

  const searchFor = (text: string): Search => {
    const known = searches.get(text)
    if (known !== undefined) return known
    const candidates = index === null ? everyone : inAny(rows, [index.candidates(text), edited])
    const search = openSearch(text, inAll(everyone, candidates), rows)
    searches.set(text, search)
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
      const text = foldSearch(query.search)
      const order = query.sort === null ? null : await orderOf(query.sort.column, query.sort.revision)
      if (text === '') {
        const found = countRows(set)
        if (order === null) return { rows: rowsAt(set, offset, limit), found, isCounted: true }
        return { rows: orderedRows(order, query, set, offset, limit), found, isCounted: true }
      }
      const search = searchFor(text)
      const open = inAll(set, search.candidates)
      const walk =
        order === null ? rowsOf(open) : membersOf(inOrder(order, query.sort?.falling ?? false), open)
      const found = await searched(staged, search, walk, offset + limit, signal)
      const isCounted = found.length < offset + limit
      return { rows: found.slice(offset, offset + limit), found: found.length, isCounted }
    },
    async count(staged, query, signal) {
      const set = shown(staged, query)
      const text = foldSearch(query.search)
      if (text === '') return countRows(set)
      return countRows(inAll(set, await searchFor(text).all(staged, signal)))
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
    setIndex(opened) {
      index?.close()
      index = opened
      searches.clear()
    },
    close() {
      index?.close()
      index = null
      searches.clear()
    },
  }
}

const rowsAtOnce = 500
const weights: readonly CheckWeight[] = ['row', 'value', 'look']

function* membersOf(walk: Iterable<number>, set: RowSet): Generator<number> {
  for (const row of walk) if (hasRow(set, row)) yield row
}

function orderedRows(
  order: Order,
  { sort }: CheckQuery,
  set: RowSet,
  offset: number,
  limit: number,
): number[] {
  const found: number[] = []
  let left = offset
  for (const row of inOrder(order, sort?.falling ?? false)) {
    if (!hasRow(set, row)) continue
    if (left > 0) left -= 1
    else if (found.push(row) === limit) break
  }
  return found
}

/** Enough for a page where most candidates have the text; more at a time where few have. */
const firstChunk = 200
const mostAtOnce = 2000

/** The first `wanted` rows of a walk that have the text. */
async function searched(
  staged: StagedRows,
  search: Search,
  walk: Iterable<number>,
  wanted: number,
  signal: AbortSignal,
): Promise<number[]> {
  const found: number[] = []
  let chunk: number[] = []
  let size = firstChunk
  for (const row of walk) {
    if (chunk.push(row) < size) continue
    found.push(...search.among(staged, chunk))
    if (found.length >= wanted) return found.slice(0, wanted)
    chunk = []
    size = Math.min(size * 2, mostAtOnce)
    await breathe()
    signal.throwIfAborted()
  }
  found.push(...search.among(staged, chunk))
  return found.slice(0, wanted)
}
