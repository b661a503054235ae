import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'

/** The texts of a workbook, each known by its number. */
export interface StringTable {
  add(text: string): void
  /** `''` for a number that is none. */
  at(index: number): string
  close(): void
}

const blockBytes = 256 * 1024
/** 32 MiB in all: neighbours in a sheet are mostly neighbours here. */
const blocksKept = 128

/**
 * Keeps texts in a file beside the staged one, so that a workbook with a million different ones needs little memory:
 * eight bytes for each. Blocks of it that were used last are kept. Calls block, most of them for a microsecond.
 * `path` must not exist; it is removed by `close`.
 */
export function stringTable(path: string): StringTable {
  const file = openSync(path, 'wx+', 0o600)
  let ends = new Float64Array(1024)
  let count = 0
  let written = 0
  let end = 0
  let pending: Buffer[] = []
  let pendingBytes = 0
  const blocks = new Map<number, Buffer>()

  return {
    add(text) {
      const bytes = Buffer.from(text, 'utf8')
      pending.push(bytes)
      pendingBytes += bytes.length
      end += bytes.length
      if (count === ends.length) {
        const larger = new Float64Array(ends.length * 2)
        larger.set(ends)
        ends = larger
      }
      ends[count] = end
      count += 1
      if (pendingBytes >= blockBytes) flush()
    },
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return ''
      flush()
      return textBetween(index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0)
    },
    close() {
      closeSync(file)
      rmSync(path, { force: true })
    },
  }

  function flush(): void {
    if (pending.length === 0) return
    const bytes = Buffer.concat(pending)
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    blocks.delete(Math.floor(written / blockBytes))
    written += bytes.length
    pending = []
    pendingBytes = 0
  }

  function textBetween(from: number, to: number): string {
    const block = Math.floor(from / blockBytes)
    const start = block * blockBytes
    if (to <= start + blockBytes) return blockAt(block).toString('utf8', from - start, to - start)
    const bytes = Buffer.allocUnsafe(to - from)
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, from))
  }

  function blockAt(block: number): Buffer {
    const known = blocks.get(block)
    if (known) return known
    const bytes = Buffer.allocUnsafe(blockBytes)
    const length = readSync(file, bytes, 0, blockBytes, block * blockBytes)
    const kept = bytes.subarray(0, length)
    blocks.set(block, kept)
    const oldest = blocks.size > blocksKept ? blocks.keys().next().value : undefined
    if (oldest !== undefined) blocks.delete(oldest)
    return kept
  }
}
