import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { foldSearch } from '../../../shared/values/foldSearch.ts'

/**
 * What all cells say, folded, one after the other in a file of blocks of whole rows. A search reads it from end to end: a
 * million rows of a hundred letters take a tenth of a second, whatever is looked for and however few have it.
 */
export interface FoldedText {
  /** @param part UTF-8 of a folded text. Looks at all rows of the block that a row is in. */
  find(part: Buffer, row: number): FoundInBlock
  close(): void
}

export interface FoundInBlock {
  /** Numbers of the rows that have it, in file order. */
  readonly rows: readonly number[]
  /** The first row behind the block. */
  readonly next: number
}

/** Rows that lie together in the file: where each of them ends, four bytes a row, then their text. */
export interface TextBlock {
  readonly firstRow: number
  readonly rows: number
  /** Where it begins in the file, and how long it is, in bytes. */
  readonly at: number
  readonly bytes: number
}

export interface FoldedTextWriter {
  /** All rows in file order. */
  add(cells: readonly string[]): void
  end(): readonly TextBlock[]
}

/** Smaller files are read through as quickly. */
export const fewestFoldedRows = 20_000

/** Some milliseconds of reading: other calls are answered between two blocks. A row that is longer has a block of its own. */
const blockBytes = 1024 * 1024

/** Behind each cell: no UTF-8 has it, so nothing that is looked for reaches over the end of a cell. */
const endOfCell = 0xff

export function foldedTextWriter(path: string): FoldedTextWriter {
  const file = openSync(path, 'w', 0o600)
  const blocks: TextBlock[] = []
  let text = Buffer.allocUnsafe(2 * blockBytes)
  let used = 0
  let ends: number[] = []
  let firstRow = 1
  let at = 0
  const flush = () => {
    if (ends.length === 0) return
    const head = Buffer.from(Uint32Array.from(ends).buffer)
    writeSync(file, head, 0, head.length, at)
    writeSync(file, text, 0, used, at + head.length)
    const bytes = head.length + used
    blocks.push({ firstRow, rows: ends.length, at, bytes })
    firstRow += ends.length
    at += bytes
    used = 0
    ends = []
  }
  return {
    add(cells) {
      for (const cell of cells) {
        const folded = foldSearch(cell)
        // Three bytes for each UTF-16 unit is the most that UTF-8 takes.
        const most = used + 3 * folded.length + 1
        if (most > text.length) text = Buffer.concat([text.subarray(0, used)], 2 * most)
        used += text.write(folded, used)
        text[used] = endOfCell
        used += 1
      }
      ends.push(used)
      if (used >= blockBytes) flush()
    },
    end() {
      flush()
      closeSync(file)
      return blocks
    },
  }
}

export function openFoldedText(path: string, blocks: readonly TextBlock[]): FoldedText {
  const file = openSync(path, 'r')
  const bytes = Buffer.from(new ArrayBuffer(blocks.reduce((most, block) => Math.max(most, block.bytes), 0)))
  return {
    find(part, row) {
      const block = blocks.find(({ firstRow, rows }) => row < firstRow + rows)
      if (block === undefined) return { rows: [], next: Infinity }
      readSync(file, bytes, 0, block.bytes, block.at)
      const ends = new Uint32Array(bytes.buffer, 0, block.rows)
      const text = bytes.subarray(block.rows * 4, block.bytes)
      const rows = rowsWith(part, text, ends).map((n) => block.firstRow + n)
      return { rows, next: block.firstRow + block.rows }
    },
    close: () => closeSync(file),
  }
}

/** Numbers of rows from 0, by where each ends. */
function rowsWith(part: Buffer, text: Buffer, ends: Uint32Array): number[] {
  const found: number[] = []
  // Half the time for a letter that every row has.
  const needle = part.length === 1 ? (part[0] ?? 0) : part
  let row = 0
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, ends[row])) {
    row = rowAt(ends, row, at)
    found.push(row)
  }
  return found
}

/** The first row from `row` on that ends behind a place, which is mostly near. */
function rowAt(ends: Uint32Array, row: number, place: number): number {
  let low = row
  let step = 1
  while (low + step < ends.length && (ends[low + step - 1] ?? 0) <= place) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, ends.length) - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) > place) high = middle
    else low = middle + 1
  }
  return low
}
