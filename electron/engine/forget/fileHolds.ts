import { createReadStream } from 'node:fs'

/**
 * Whether any of these is somewhere in the bytes of a file, whatever the case. A file that is not there holds nothing.
 * Opening and closing a database file here gives up this process's locks on it, which nobody waits for: the data
 * folder has one engine.
 */
export async function fileHolds(path: string, spellings: readonly string[]): Promise<boolean> {
  // Byte for byte: what is not ASCII is compared as it is.
  const wanted = spellings.map((one) => lowerAscii(Buffer.from(one, 'utf8').toString('latin1')))
  const longest = Math.max(...wanted.map((one) => one.length))
  let tail = ''
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      const text = tail + lowerAscii(bytes.toString('latin1'))
      if (wanted.some((one) => text.includes(one))) return true
      tail = text.slice(-longest)
    }
    return false
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
