import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { RowSet } from '../rowSet.ts'

/**
 * Finds the few rows that can hold a text without reading any: for each group of three letters a row sets three of some
 * thousand bits, and the bits lie slice by slice over all rows. A search looks only at the slices of its own letters. It may
 * name rows that don't hold the text, never leave one out that does.
 */
const segmentRows = 65_536
const sliceBytes = segmentRows / 8
const bitsPerGroup = 3

/** So many bits for each group of letters that a row has: one row in a hundred is named without need. */
const bitsPerGroupOfRow = 12
const fewestBits = 256
const mostBits = 4096

/** Smaller files are read through as quickly. */
export const fewestIndexedRows = 20_000

/** Shorter texts have no group of three letters. */
export const shortestIndexed = 3

export interface TrigramWriter {
  /** Rows in file order, each with its cells as `foldSearch` gives them. */
  add(row: number, cells: readonly string[]): void
  /** @returns how many bits a row has */
  end(): number
}

/** @param sample cells of some rows, folded: how long they are decides how many bits a row gets */
export function trigramWriter(path: string, sample: readonly (readonly string[])[]): TrigramWriter {
  const bits = bitsFor(sample)
  const file = openSync(path, 'w', 0o600)
  const slices = new Uint8Array(bits * sliceBytes)
  let segment = 0
  const flush = () => {
    writeSync(file, slices, 0, slices.length, segment * slices.length)
    slices.fill(0)
  }
  return {
    add(row, cells) {
      const at = row >>> 16
      if (at !== segment) {
        flush()
        segment = at
      }
      const local = row & 0xffff
      const byte = local >>> 3
      const mask = 1 << (local & 7)
      for (const cell of cells) {
        for (let end = 2; end < cell.length; end += 1) {
          let hash = hashOf(cell, end - 2)
          for (let n = 0; n < bitsPerGroup; n += 1) {
            const place = (hash % bits) * sliceBytes + byte
            slices[place] = (slices[place] ?? 0) | mask
            hash = next(hash)
          }
        }
      }
    },
    end() {
      flush()
      closeSync(file)
      return bits
    },
  }
}

function bitsFor(sample: readonly (readonly string[])[]): number {
  const groups = sample.map((cells) => {
    const found = new Set<string>()
    for (const cell of cells)
      for (let end = 3; end <= cell.length; end += 1) found.add(cell.slice(end - 3, end))
    return found.size
  })
  const most = groups.sort((a, b) => a - b)[Math.floor(groups.length * 0.9)] ?? 0
  const wanted = Math.ceil((most * bitsPerGroupOfRow) / 64) * 64
  return Math.min(Math.max(wanted, fewestBits), mostBits)
}

function hashOf(text: string, at: number): number {
  let hash = Math.imul(text.charCodeAt(at) + 0x9e3779b9, 0x85ebca6b)
  hash = Math.imul((hash ^ (hash >>> 13)) + text.charCodeAt(at + 1), 0xc2b2ae35)
  hash = Math.imul((hash ^ (hash >>> 16)) + text.charCodeAt(at + 2), 0x27d4eb2f)
  return (hash ^ (hash >>> 15)) >>> 0
}

function next(hash: number): number {
  const other = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  return (other ^ (other >>> 15)) >>> 0
}

export interface TrigramIndex {
  /** Rows that can hold this text, which is folded and has at least three letters. */
  candidates(text: string): RowSet
  close(): void
}

/** Letters at the end of a long text that are not looked up: the first ones leave hardly any row. */
const mostGroups = 16

export function openTrigramIndex(path: string, { rows, bits }: { rows: number; bits: number }): TrigramIndex {
  const file = openSync(path, 'r')
  return {
    candidates(text) {
      const wanted = slicesOf(text, bits)
      const words = new Uint32Array((rows >>> 5) + 1)
      const slice = new Uint8Array(sliceBytes)
      const sliceWords = new Uint32Array(slice.buffer)
      for (let segment = 0; segment * segmentRows <= rows; segment += 1) {
        const first = (segment * segmentRows) >>> 5
        const count = Math.min(sliceWords.length, words.length - first)
        const own = words.subarray(first, first + count).fill(0xffffffff)
        for (const bit of wanted) {
          readSync(file, slice, 0, sliceBytes, (segment * bits + bit) * sliceBytes)
          for (let at = 0; at < count; at += 1) own[at] = (own[at] ?? 0) & (sliceWords[at] ?? 0)
        }
      }
      return { words }
    },
    close: () => closeSync(file),
  }
}

function slicesOf(text: string, bits: number): readonly number[] {
  const wanted = new Set<number>()
  for (let at = 0; at + 3 <= text.length && at < mostGroups; at += 1) {
    let hash = hashOf(text, at)
    for (let n = 0; n < bitsPerGroup; n += 1) {
      wanted.add(hash % bits)
      hash = next(hash)
    }
  }
  return [...wanted]
}
