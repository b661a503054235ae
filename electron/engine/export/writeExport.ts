import { once } from 'node:events'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { ExportedFile } from '../../../shared/contract/exports.ts'
import { breathe } from '../breathe.ts'

/** Files that were written for the user, until the next start. */
export interface Exports {
  /** Pieces of text (as UTF-8) or bytes, one after the other. What fails leaves nothing behind. */
  write(name: string, pieces: Pieces, signal: AbortSignal): Promise<ExportedFile>
  pathOf(file: string): string | undefined
  /** Takes all of them away. */
  clear(): void
}

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

export function openExports(folder: string, newId: () => string): Exports {
  const paths = new Map<string, string>()
  const clear = () => {
    paths.clear()
    rmSync(folder, { recursive: true, force: true })
  }
  // They hold people's data, and whoever wanted one has saved it.
  clear()
  return {
    async write(name, pieces, signal) {
      const file = newId()
      const place = join(folder, file)
      mkdirSync(place, { recursive: true, mode: 0o700 })
      const path = join(place, plainFileName(name))
      try {
        await writePieces(path, pieces, signal)
        const { size } = await stat(path)
        paths.set(file, path)
        return { file, name: plainFileName(name), sizeBytes: size }
      } catch (error) {
        rmSync(place, { recursive: true, force: true })
        throw error
      }
    },
    pathOf: (file) => paths.get(file),
    clear,
  }
}

/** Writes a new file that only the user can read. @throws as the file system does, and where the file is there already */
export async function writePieces(path: string, pieces: Pieces, signal: AbortSignal): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600, flags: 'wx', signal })
  // A failure is thrown by whichever waits next.
  const done = finished(out)
  done.catch(() => undefined)
  for await (const piece of pieces) {
    signal.throwIfAborted()
    if (out.errored) break
    if (!out.write(piece)) await Promise.race([once(out, 'drain'), done])
    await breathe()
  }
  out.end()
  await done
}

/** Without signs that a file system may refuse. */
export function plainFileName(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}<>:"/\\|?*]/gu, '-').replace(/^\.+/, '')
  const ending = /\.[\w.]{1,20}$/.exec(plain)?.[0] ?? ''
  return plain.length <= 150 ? plain : `${plain.slice(0, 150 - ending.length)}${ending}`
}
