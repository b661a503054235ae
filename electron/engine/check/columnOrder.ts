import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { hasRow, type RowSet } from '../rowSet.ts'

/** The rows of a file in the order of one column, rising. */
export interface Order {
  /** Row numbers; blank cells come last, whichever way the column is read. */
  readonly rows: Uint32Array
  /** How many of them are not blank. */
  readonly filled: number
}

/** Collects the cells of a column, row by row. */
export interface ColumnSorter {
  add(row: number, cell: string | undefined): void
  order(): Order
}

const blank = 0
const likeNumber = /^[-+]?\d{1,15}(?:[.,]\d+)?$/

/**
 * Puts a column in order: numbers by their size where all of it are numbers, else texts without regard to case and
 * accents. Equal cells stay in the order of the file. Only what differs is compared, so columns with few values are quick.
 */
export function columnSorter(rows: number): ColumnSorter {
  const values = new Map<string, number>()
  const valueOf = new Uint32Array(rows + 1)
  let allNumbers = true
  return {
    add(row, cell) {
      const text = cell === undefined ? '' : foldSearch(cell)
      if (text === '') return
      let value = values.get(text)
      if (value === undefined) {
        value = values.size + 1
        values.set(text, value)
        allNumbers &&= likeNumber.test(text)
      }
      valueOf[row] = value
    },
    order() {
      const ranks = ranksOf([...values.keys()], values, allNumbers)
      return countingSort(rows, valueOf, ranks)
    },
  }
}

/** By value, its place among all values; blank comes after all of them. */
function ranksOf(texts: string[], values: ReadonlyMap<string, number>, allNumbers: boolean): Uint32Array {
  const number = (text: string) => Number(text.replace(',', '.'))
  if (allNumbers) texts.sort((a, b) => number(a) - number(b))
  else texts.sort()
  const ranks = new Uint32Array(texts.length + 1)
  texts.forEach((text, rank) => {
    ranks[values.get(text) ?? blank] = rank
  })
  ranks[blank] = texts.length
  return ranks
}

function countingSort(rows: number, valueOf: Uint32Array, ranks: Uint32Array): Order {
  const starts = new Uint32Array(ranks.length + 1)
  for (let row = 1; row <= rows; row += 1) {
    const next = (ranks[valueOf[row] ?? blank] ?? 0) + 1
    starts[next] = (starts[next] ?? 0) + 1
  }
  for (let rank = 1; rank < starts.length; rank += 1)
    starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0)
  const filled = starts[ranks.length - 1] ?? 0
  const ordered = new Uint32Array(rows)
  for (let row = 1; row <= rows; row += 1) {
    const rank = ranks[valueOf[row] ?? blank] ?? 0
    const at = starts[rank] ?? 0
    ordered[at] = row
    starts[rank] = at + 1
  }
  return { rows: ordered, filled }
}

/** A page of some rows in this order, or falling; blanks last either way. */
export function pageInOrder(
  { rows, filled }: Order,
  falling: boolean,
  { among, offset, limit }: { readonly among: RowSet; readonly offset: number; readonly limit: number },
): number[] {
  const found: number[] = []
  let left = offset
  for (let n = 0; n < rows.length && found.length < limit; n += 1) {
    const row = rows[falling && n < filled ? filled - 1 - n : n] ?? 0
    if (!hasRow(among, row)) continue
    if (left > 0) left -= 1
    else found.push(row)
  }
  return found
}
