import { AppError } from '../../../../shared/errors.ts'
import { type Archive, type ArchiveEntry, openArchive } from '../archive/openArchive.ts'
import { attributeOf, type XmlSink, xmlScanner } from './scanXml.ts'
import { readStyles, type CellStyles } from './styles.ts'

export interface Sheet {
  readonly name: string
  /** Hidden in the spreadsheet; whoever looks for it can choose it all the same. */
  readonly hidden: boolean
  readonly entry: ArchiveEntry
}

/** A workbook (.xlsx), open for reading. */
export interface Workbook {
  /** In the order of their tabs; what is no table (a chart) is left out. */
  readonly sheets: readonly Sheet[]
  readonly styles: CellStyles
  readonly sharedStrings: ArchiveEntry | null
  close(): void
}

/** Parts other than sheets and shared strings are read whole, up to this size. */
const mostPartBytes = 32 * 1024 * 1024

/**
 * @param name the file, for people.
 * @throws AppError `invalid-input` for what is no workbook, a damaged one, or one with a password.
 */
export async function openWorkbook(path: string, name: string): Promise<Workbook> {
  const archive = await openArchive(path, name)
  try {
    const main = await mainPart(archive, name)
    const targets = await relations(archive, main, name)
    const book = readBook(await textOf(needed(archive, main, name), name))
    const sheets = book.sheets.flatMap(({ name: title, hidden, relation }) => {
      const entry = archive.find(targets.get(relation)?.target ?? '')
      const isTable = targets.get(relation)?.type.endsWith('/worksheet') === true
      return entry && isTable ? [{ name: title, hidden, entry }] : []
    })
    if (sheets.length === 0)
      throw new AppError('invalid-input', `“${name}” has no sheet with a table. Choose another file.`)
    const partOf = (type: string) =>
      archive.find([...targets.values()].find((one) => one.type.endsWith(type))?.target ?? '')
    const styles = partOf('/styles')
    return {
      sheets,
      styles: readStyles(styles ? await textOf(styles, name) : '', book.date1904),
      sharedStrings: partOf('/sharedStrings') ?? null,
      close: () => archive.close(),
    }
  } catch (error) {
    archive.close()
    throw error
  }
}

/** Whether an archive is a workbook, by its parts. */
export function isWorkbook({ entries }: Pick<Archive, 'entries'>): boolean {
  return entries.some(({ path }) => /^xl\/workbook\.xml$/i.test(path)) || entries.some(isContentTypes)
}

const isContentTypes = ({ path }: ArchiveEntry) => path === '[Content_Types].xml'

interface Relation {
  readonly type: string
  /** Path in the archive. */
  readonly target: string
}

async function mainPart(archive: Archive, name: string): Promise<string> {
  const found = [...(await relations(archive, '', name)).values()].find(({ type }) =>
    type.endsWith('/officeDocument'),
  )
  const path = found?.target ?? 'xl/workbook.xml'
  if (archive.find(path) === undefined || !/workbook/i.test(path))
    throw new AppError(
      'invalid-input',
      `“${name}” is no workbook with sheets. Save it as .xlsx or CSV in your spreadsheet, and choose that file.`,
    )
  return path
}

/** What a part refers to, by the id of the reference. */
async function relations(archive: Archive, part: string, name: string): Promise<Map<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const entry = archive.find(`${folder}_rels/${part.slice(folder.length)}.rels`)
  const found = new Map<string, Relation>()
  if (!entry) return found
  const open: XmlSink['open'] = (tag, attributes) => {
    if (tag !== 'Relationship') return
    const target = attributeOf(attributes, 'Target') ?? ''
    const id = attributeOf(attributes, 'Id') ?? ''
    found.set(id, { type: attributeOf(attributes, 'Type') ?? '', target: resolved(folder, target) })
  }
  xmlScanner({ open, close: ignore, text: ignore }).write(await textOf(entry, name))
  return found
}

const ignore = () => undefined

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const parts: string[] = []
  for (const part of `${folder}${target}`.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  return parts.join('/')
}

interface BookSheet {
  readonly name: string
  readonly hidden: boolean
  readonly relation: string
}

function readBook(xml: string): { sheets: readonly BookSheet[]; date1904: boolean } {
  const sheets: BookSheet[] = []
  let date1904 = false
  const open: XmlSink['open'] = (tag, attributes) => {
    if (tag === 'workbookPr') date1904 = /^(?:1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')
    if (tag !== 'sheet') return
    sheets.push({
      name: attributeOf(attributes, 'name') ?? `Sheet ${sheets.length + 1}`,
      hidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible',
      relation: relationId(attributes),
    })
  }
  xmlScanner({ open, close: ignore, text: ignore }).write(xml)
  return { sheets, date1904 }
}

/** `r:id`, which is not `sheetId`. */
function relationId(attributes: string): string {
  return /[\s](?:\w+:)id=["']([^"']*)["']/.exec(attributes)?.[1] ?? ''
}

function needed(archive: Archive, path: string, name: string): ArchiveEntry {
  const entry = archive.find(path)
  if (entry) return entry
  throw new AppError(
    'invalid-input',
    `“${name}” is damaged: a part is missing. Save it again, and choose it anew.`,
  )
}

async function textOf(entry: ArchiveEntry, name: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of entry.read()) {
    text += decoder.decode(bytes, { stream: true })
    if (text.length > mostPartBytes)
      throw new AppError(
        'invalid-input',
        `“${name}” has a description of its sheets that is larger than any list needs. Save it as CSV, and choose that file.`,
      )
  }
  return text + decoder.decode()
}
