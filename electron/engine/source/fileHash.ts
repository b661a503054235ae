import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** SHA-256 of a file's bytes, hex. @throws what the file system throws */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

export interface HashedFiles {
  readonly sizeBytes: number
  readonly sha256: string
}

/** Of one file its hash; of several the hash of the list of theirs, a line each in their order. */
export async function hashOfList(paths: readonly string[]): Promise<HashedFiles> {
  const hashes: string[] = []
  let sizeBytes = 0
  for (const path of paths) {
    hashes.push(await hashFile(path))
    sizeBytes += (await stat(path)).size
  }
  const [first] = hashes
  if (hashes.length === 1 && first !== undefined) return { sizeBytes, sha256: first }
  const list = hashes.map((each) => `${each}\n`).join('')
  return { sizeBytes, sha256: createHash('sha256').update(list).digest('hex') }
}
