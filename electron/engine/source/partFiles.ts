import { basename } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { saysNeverJoined, speaksOfLeaving } from '../../../shared/mapping/leavingWords.ts'
import { type Archive, openArchive } from './archive/openArchive.ts'
import { packedFile } from './archive/packedFile.ts'
import { isWorkbook } from './workbook/workbookParts.ts'
import { openSourceFile, readFully, type SourceFile } from './openSourceFile.ts'
import { pathsIn } from './pathList.ts'

/** A table of its own among the files of a source. */
export type PartFile = {
  /** For people, and unique: `b.csv`, or `people.zip › june/list.csv`. */
  readonly name: string
  readonly sizeBytes: number
  readonly path: string
  /** Why it is not read unless the user says so; `null`: it is. */
  readonly leftOut: string | null
} & (
  | { readonly kind: 'text' }
  | { readonly kind: 'workbook' }
  /** In the archive at `path`, among its entries. */
  | { readonly kind: 'packed'; readonly entryAt: number }
)

/** A file that is no table, or one that can't be read where it is. */
export interface OtherFile {
  readonly name: string
  readonly sizeBytes: number
  readonly why: string
}

export interface FoundFiles {
  readonly parts: readonly PartFile[]
  readonly others: readonly OtherFile[]
}

/**
 * What is at a source's path: a file, several, or what an archive holds.
 * @throws AppError for a file that can't be read, is empty, or an archive without a list.
 */
export async function findFiles(path: string): Promise<FoundFiles> {
  const found: FoundFiles[] = []
  const paths = pathsIn(path)
  for (const one of paths) found.push(await filesAt(one))
  const parts = withUniqueNames(found.flatMap((each) => each.parts))
  return { parts, others: found.flatMap(({ others }) => others) }
}

/** @throws AppError as `findFiles` */
export async function openPart(part: PartFile): Promise<SourceFile> {
  if (part.kind !== 'packed') return openSourceFile(part.path)
  const archive = await openArchive(part.path, basename(part.path))
  const entry = archive.entries[part.entryAt]
  if (!entry) {
    archive.close()
    throw new AppError('not-found', `“${part.name}” is not there any more. Choose the file again.`)
  }
  const file = packedFile(entry, part.name)
  const close = async () => {
    await file.close()
    archive.close()
  }
  return { ...file, close }
}

function withUniqueNames(parts: readonly PartFile[]): readonly PartFile[] {
  const seen = new Map<string, number>()
  return parts.map((part) => {
    const times = (seen.get(part.name) ?? 0) + 1
    seen.set(part.name, times)
    return times === 1 ? part : { ...part, name: `${part.name} (${times})` }
  })
}

async function filesAt(path: string): Promise<FoundFiles> {
  const file = await openSourceFile(path)
  const { name, sizeBytes } = file
  const isZip = await startsAsZip(file).finally(() => file.close())
  if (!isZip) return { parts: [{ name, sizeBytes, path, kind: 'text', leftOut: null }], others: [] }
  const archive = await openArchive(path, name)
  try {
    if (isWorkbook(archive))
      return { parts: [{ name, sizeBytes, path, kind: 'workbook', leftOut: null }], others: [] }
    refuseOtherDocument(archive, name)
    return filesIn(archive, path)
  } finally {
    archive.close()
  }
}

async function startsAsZip(file: SourceFile): Promise<boolean> {
  const head = await readFully(file, new Uint8Array(4), 0)
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && head[3] === head[2] + 1
}

function refuseOtherDocument({ entries }: Archive, name: string): void {
  const kind = entries.some(({ path }) => path.endsWith('.iwa'))
    ? 'a Numbers spreadsheet'
    : entries.some(({ path }) => path === 'META-INF/manifest.xml')
      ? 'an OpenDocument spreadsheet (.ods)'
      : entries.some(({ path }) => path.startsWith('word/') || path.startsWith('ppt/'))
        ? 'a text or a presentation'
        : null
  if (kind === null) return
  throw new AppError(
    'invalid-input',
    `“${name}” looks like ${kind}. Open it in your spreadsheet, save it as .xlsx or CSV (UTF-8), and choose that file.`,
  )
}

const tableEnding = /\.(?:csv|tsv|tab|txt)$/i

/** What systems put into archives beside the files of their user. */
const isClutter = (path: string) => /(?:^|\/)(?:__MACOSX\/|\.[^./]|thumbs\.db$|desktop\.ini$)/i.test(path)

function filesIn(archive: Archive, path: string): FoundFiles {
  const parts: PartFile[] = []
  const others: OtherFile[] = []
  for (const [entryAt, entry] of archive.entries.entries()) {
    if (isClutter(entry.path)) continue
    const name = packedName(path, entry.path)
    const { sizeBytes } = entry
    const why = whyNot(entry)
    if (why !== null) others.push({ name, sizeBytes, why })
    else parts.push({ name, sizeBytes, path, kind: 'packed', entryAt, leftOut: leavingReason(entry.path) })
  }
  if (parts.length === 0) throw noLists(path, others)
  return { parts, others }
}

/** Exports of mail programs come as an archive with those who left, or never joined, in files of their own. */
function leavingReason(path: string): string | null {
  if (saysNeverJoined(path))
    return 'By its name, these people never subscribed. Choose it only if they agreed to be written to.'
  return speaksOfLeaving(path)
    ? 'By its name, these people left. Choose it only if they should be written to.'
    : null
}

function whyNot({ path, sizeBytes, hasPassword }: Archive['entries'][number]): string | null {
  if (/\.(?:xlsx|xlsm)$/i.test(path)) return 'It is a workbook: unpack it, and choose it by itself.'
  if (/\.zip$/i.test(path)) return 'It is an archive of its own: unpack it, and choose it by itself.'
  if (!tableEnding.test(path)) return 'It is no CSV or TSV.'
  if (hasPassword) return 'It is protected with a password.'
  return sizeBytes === 0 ? 'It is empty.' : null
}

function noLists(path: string, others: readonly OtherFile[]): AppError {
  const first = others[0]
  const found =
    first === undefined
      ? 'It is empty.'
      : `It holds ${others.length === 1 ? 'only' : `${others.length.toLocaleString('en-US')} files, the first of them`} “${first.name.split(' › ')[1] ?? first.name}”. ${first.why}`
  return new AppError(
    'invalid-input',
    `There is no list in “${basename(path)}” that can be read. ${found} Choose a CSV, TSV or XLSX file, or an archive of CSVs.`,
  )
}

function packedName(path: string, inside: string): string {
  return `${basename(path)} › ${inside.replaceAll(/[\p{Cc}\p{Cf}]/gu, '')}`
}
