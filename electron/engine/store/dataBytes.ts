import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of the database, of staged files and of objects kept for queries, the logs beside them included. */
export async function dataBytes(dataFolder: string): Promise<number> {
  const database = ['', '-wal', '-shm'].map((suffix) => join(dataFolder, `listferry.sqlite${suffix}`))
  const staged = join(dataFolder, 'sources')
  const objects = join(dataFolder, 'objects')
  const kept = await readdir(objects).catch(() => [])
  const files = [
    ...database,
    ...(await readdir(staged)).map((name) => join(staged, name)),
    ...kept.map((name) => join(objects, name)),
  ]
  const sizes = await Promise.all(files.map(sizeOf))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** A log comes and goes. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
