import type { Readable } from 'node:stream'
import * as yauzl from 'yauzl'
import { AppError } from '../../../../shared/errors.ts'

/** A ZIP archive (a workbook is one too), opened once; its parts are unpacked as they are read, never to disk. */
export interface Archive {
  /** Files, without folders, in the order of the archive. */
  readonly entries: readonly ArchiveEntry[]
  /** `path` as in `entries`, in any letters. */
  find(path: string): ArchiveEntry | undefined
  close(): void
}

export interface ArchiveEntry {
  /** With folders, as the archive has it. */
  readonly path: string
  readonly sizeBytes: number
  readonly packedBytes: number
  readonly hasPassword: boolean
  /**
   * Its bytes, unpacked, in order, a piece at a time; the reader's pace is kept.
   * @throws AppError `invalid-input` where it has a password, is damaged, or grows beyond all measure.
   */
  read(): AsyncIterable<Uint8Array>
}

/** No spreadsheet and no export has so many parts. */
const mostEntries = 20_000

/**
 * A part this large that unpacks to so many times its size was made to fill a disk: XML and CSV shrink to a tenth,
 * columns that say the same in every row to a hundredth.
 */
const suspectBytes = 64 * 1024 * 1024
const mostTimes = 250

/**
 * @param name the file, for people.
 * @throws AppError `invalid-input` for what is no archive or a damaged one.
 */
export async function openArchive(path: string, name: string): Promise<Archive> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    .catch((error: unknown) => {
      throw damaged(name, error)
    })
  try {
    const entries: ArchiveEntry[] = []
    if (zip.entryCount > mostEntries)
      throw new AppError(
        'invalid-input',
        `“${name}” has more than ${mostEntries.toLocaleString('en-US')} files in it. Unpack it, and choose the lists among them.`,
      )
    for await (const entry of zip.eachEntry()) {
      const inside = nameOf(entry)
      if (!inside.endsWith('/')) entries.push(archiveEntry(zip, entry, inside, name))
    }
    const byPath = new Map(entries.map((entry) => [entry.path.toLowerCase(), entry]))
    return { entries, find: (wanted) => byPath.get(wanted.toLowerCase()), close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error instanceof AppError ? error : damaged(name, error)
  }
}

/** As the archive has it, however strange: nothing is ever written under it. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
}

function archiveEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, path: string, name: string): ArchiveEntry {
  return {
    path,
    sizeBytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    hasPassword: entry.isEncrypted(),
    async *read() {
      if (entry.isEncrypted()) throw withPassword(name)
      refuseBomb(entry, name)
      const stream = (await zip.openReadStreamPromise(entry).catch((error: unknown) => {
        throw damaged(name, error)
      })) as Readable & AsyncIterable<Buffer>
      try {
        for await (const bytes of stream) yield bytes
      } catch (error) {
        throw error instanceof AppError ? error : damaged(name, error)
      } finally {
        stream.destroy()
      }
    },
  }
}

/** Sizes are as declared; a part that unpacks to more than it declares ends as a damaged one. */
function refuseBomb({ uncompressedSize, compressedSize }: yauzl.Entry, name: string): void {
  if (uncompressedSize < suspectBytes || uncompressedSize < compressedSize * mostTimes) return
  throw new AppError(
    'invalid-input',
    `“${name}” would unpack to ${Math.round(uncompressedSize / Math.max(compressedSize, 1)).toLocaleString('en-US')} times its size, ` +
      'which no list does, so it was not read. If it is yours, save it as CSV, and choose that file.',
  )
}

function withPassword(name: string): AppError {
  return new AppError(
    'invalid-input',
    `“${name}” is protected with a password. Unpack it or save it without the password, and choose that file.`,
  )
}

function damaged(name: string, cause: unknown): AppError {
  return new AppError(
    'invalid-input',
    `“${name}” is damaged or not whole. Download or export it again, and choose the new file.`,
    { cause },
  )
}
