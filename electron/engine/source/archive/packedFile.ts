import type { SourceFile } from '../openSourceFile.ts'
import type { ArchiveEntry } from './openArchive.ts'

/** A file in an archive, read as if it were on disk. Reading on from where one was costs nothing; going back begins anew. */
export function packedFile(entry: ArchiveEntry, name: string): SourceFile {
  let pieces: AsyncIterator<Uint8Array> | null = null
  let held: Uint8Array = new Uint8Array(0)
  /** Where `held` begins. */
  let at = 0

  return {
    name,
    sizeBytes: entry.sizeBytes,
    async read(buffer, offset, length, position) {
      if (pieces === null || position < at) await restart()
      while (position >= at + held.length) if (!(await next())) return 0
      const from = position - at
      const count = Math.min(length, held.length - from)
      buffer.set(held.subarray(from, from + count), offset)
      return count
    },
    close: stop,
  }

  async function restart(): Promise<void> {
    await stop()
    pieces = entry.read()[Symbol.asyncIterator]()
    held = new Uint8Array(0)
    at = 0
  }

  async function next(): Promise<boolean> {
    const piece = await pieces?.next()
    if (piece === undefined || piece.done === true) return false
    at += held.length
    held = piece.value
    return true
  }

  async function stop(): Promise<void> {
    await pieces?.return?.()
    pieces = null
  }
}
