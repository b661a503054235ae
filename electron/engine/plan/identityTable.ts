/** Remembers which row first had a text, by the text's hash alone: nine bytes a row or so, whatever the texts. */
export interface IdentityTable {
  /** The row that came with this text, or with another one of the same hash; `null` and remembered where it is the first. */
  rowLike(text: string, row: number): number | null
}

/** For at most so many rows, numbered from 1. */
export function identityTable(rows: number): IdentityTable {
  const size = 2 ** Math.ceil(Math.log2(Math.max(rows, 8) * 1.5))
  const mask = size - 1
  const rowAt = new Uint32Array(size)
  const hashAt = new Uint16Array(size)
  return {
    rowLike(text, row) {
      let place = 0x811c9dc5
      let hash = text.length
      for (let n = 0; n < text.length; n += 1) {
        const unit = text.charCodeAt(n)
        place = Math.imul(place ^ unit, 0x01000193)
        hash = Math.imul(hash ^ unit, 0x5bd1e995)
      }
      hash >>>= 16
      let at = (place ^ (place >>> 15)) & mask
      for (; rowAt[at] !== 0; at = (at + 1) & mask) if (hashAt[at] === hash) return rowAt[at] ?? null
      rowAt[at] = row
      hashAt[at] = hash
      return null
    },
  }
}
