/** Some of a file's rows, by number: a bit each, so that a set of a million takes 125 kB and two are compared in no time. */
export interface RowSet {
  /** Bit `row & 31` of word `row >>> 5`; rows count from 1, so bit 0 is never set. */
  readonly words: Uint32Array
}

/** @param rows how many the file has */
export function emptyRowSet(rows: number): RowSet {
  return { words: new Uint32Array((rows >>> 5) + 1) }
}

export function rowSetOf(rows: number, members: Iterable<number>): RowSet {
  const set = emptyRowSet(rows)
  for (const row of members) addRow(set, row)
  return set
}

export function hasRow({ words }: RowSet, row: number): boolean {
  return (((words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1
}

export function addRow({ words }: RowSet, row: number): void {
  words[row >>> 5] = (words[row >>> 5] ?? 0) | (1 << (row & 31))
}

export function removeRow({ words }: RowSet, row: number): void {
  words[row >>> 5] = (words[row >>> 5] ?? 0) & ~(1 << (row & 31))
}

export function allRows(rows: number): RowSet {
  const set = emptyRowSet(rows)
  set.words.fill(0xffffffff)
  const beyond = (rows + 1) & 31
  if (beyond !== 0) set.words[set.words.length - 1] = (1 << beyond) - 1
  removeRow(set, 0)
  return set
}

/** Those that are in all of these. */
export function inAll(first: RowSet, ...others: readonly RowSet[]): RowSet {
  const words = first.words.slice()
  for (const other of others)
    for (let at = 0; at < words.length; at += 1) words[at] = (words[at] ?? 0) & (other.words[at] ?? 0)
  return { words }
}

/** Those that are in any of these. */
export function inAny(rows: number, sets: Iterable<RowSet>): RowSet {
  const { words } = emptyRowSet(rows)
  for (const other of sets)
    for (let at = 0; at < words.length; at += 1) words[at] = (words[at] ?? 0) | (other.words[at] ?? 0)
  return { words }
}

/** Those of the first that are not in the second. */
export function without(first: RowSet, second: RowSet): RowSet {
  return { words: first.words.map((word, at) => word & ~(second.words[at] ?? 0)) }
}

export function countRows({ words }: RowSet): number {
  let count = 0
  for (const word of words) count += bitsIn(word)
  return count
}

/** In the order of the file, from a row on. */
export function* rowsOf({ words }: RowSet, from = 1): Generator<number> {
  for (let at = from >>> 5; at < words.length; at += 1) {
    let word = words[at] ?? 0
    if (at === from >>> 5) word &= -1 << (from & 31)
    while (word !== 0) {
      const bit = 31 - Math.clz32(word & -word)
      yield at * 32 + bit
      word &= word - 1
    }
  }
}

/** The number of rows before this one in the set is skipped word by word. */
export function rowsAt(set: RowSet, offset: number, limit: number): number[] {
  const { words } = set
  let left = offset
  let at = 0
  for (; at < words.length; at += 1) {
    const count = bitsIn(words[at] ?? 0)
    if (count > left) break
    left -= count
  }
  const found: number[] = []
  for (const row of rowsOf(set, at * 32)) {
    if (left > 0) left -= 1
    else if (found.push(row) === limit) break
  }
  return limit === 0 ? [] : found
}

function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
