import type { ArchiveEntry } from '../archive/openArchive.ts'
import { mayBeGuarded, unguardFormula } from '../formulaGuard.ts'
import type { RecordFault } from '../readRecord.ts'
import type { RecordBatch } from '../splitRecords.ts'
import { xmlScanner } from './scanXml.ts'
import { readSharedStrings } from './sharedStrings.ts'
import { blankRow, type RawRecord, sheetCells, type SheetNotes } from './sheetCells.ts'
import { stringTable } from './stringTable.ts'
import type { Sheet, Workbook } from './workbookParts.ts'

export interface SheetReading {
  readonly notes: SheetNotes
  readonly signal?: AbortSignal
  /** Bytes of XML that were read, added up: of all texts, then of the sheet. */
  readonly onRead?: (bytes: number) => void
  /** Where the workbook's texts may be kept meanwhile: a file that does not exist, removed at the end. */
  readonly scratchPath: string
}

/** The first records say how wide the table is; a blank cell at the end of a row is not written in a sheet. */
const recordsForWidth = 150

/** All records of a sheet, blank ones too, every cell as the spreadsheet shows it. Memory does not grow with it. */
export async function* readSheet(
  { styles, sharedStrings }: Workbook,
  sheet: Sheet,
  reading: SheetReading,
): AsyncGenerator<RecordBatch> {
  const strings = stringTable(reading.scratchPath)
  const textAt = (index: number) => strings.at(index)
  try {
    if (sharedStrings)
      await readSharedStrings(
        sharedStrings,
        (text) => {
          strings.add(text)
          return true
        },
        (bytes) => {
          reading.signal?.throwIfAborted()
          reading.onRead?.(bytes)
        },
      )
    const widen = widener()
    for await (const raw of rawRecords(sheet.entry, sheetCells(styles, reading.notes), reading)) {
      const records = widen.take(raw)
      if (records.length > 0) yield batchOf(records, textAt)
    }
    const last = widen.end()
    if (last.length > 0) yield batchOf(last, textAt)
  } finally {
    strings.close()
  }
}

/** The first `limit` records that are not blank, with those between them; only the texts that they need are read. */
export async function sampleSheet(
  { styles, sharedStrings }: Workbook,
  sheet: Sheet,
  limit: number,
  reading: Pick<SheetReading, 'notes' | 'signal'>,
): Promise<{ readonly batch: RecordBatch; readonly whole: boolean }> {
  const raw: RawRecord[] = []
  let filled = 0
  let whole = true
  for await (const piece of rawRecords(sheet.entry, sheetCells(styles, reading.notes), reading)) {
    for (const record of piece) {
      raw.push(record)
      if (record.cells.some((cell) => cell !== '')) filled += 1
      if (filled >= limit) break
    }
    whole = filled < limit
    if (!whole) break
  }
  const texts = sharedStrings ? await textsOf(sharedStrings, raw) : new Map<number, string>()
  const widen = widener()
  const records = [...widen.take(raw), ...widen.end()]
  return { batch: batchOf(records, (index) => texts.get(index) ?? ''), whole }
}

async function textsOf(entry: ArchiveEntry, records: readonly RawRecord[]): Promise<Map<number, string>> {
  const wanted = new Set(records.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'number')))
  const texts = new Map<number, string>()
  const last = [...wanted].reduce((a, b) => Math.max(a, b), -1)
  if (last === -1) return texts
  let index = 0
  await readSharedStrings(entry, (text) => {
    if (wanted.has(index)) texts.set(index, text)
    index += 1
    return index <= last
  })
  return texts
}

async function* rawRecords(
  entry: ArchiveEntry,
  cells: ReturnType<typeof sheetCells>,
  { signal, onRead }: Pick<SheetReading, 'signal' | 'onRead'>,
): AsyncGenerator<RawRecord[]> {
  const scanner = xmlScanner(cells)
  const decoder = new TextDecoder()
  for await (const bytes of entry.read()) {
    signal?.throwIfAborted()
    onRead?.(bytes.length)
    scanner.write(decoder.decode(bytes, { stream: true }))
    const records = cells.take()
    if (records.length > 0) yield records
  }
}

/** Holds the first records back until they say how wide the table is; shorter ones are then filled with blanks. */
function widener(): { take(records: RawRecord[]): RawRecord[]; end(): RawRecord[] } {
  let held: RawRecord[] = []
  let width: number | null = null
  const widened = (records: RawRecord[], to: number) => {
    for (const record of records)
      if (record !== blankRow) while (record.cells.length < to) record.cells.push('')
    return records
  }
  const release = () => {
    width = held.slice(0, recordsForWidth).reduce((widest, { cells }) => Math.max(widest, cells.length), 1)
    const records = widened(held, width)
    held = []
    return records
  }
  return {
    take(records) {
      if (width !== null) return widened(records, width)
      for (const record of records) held.push(record)
      return held.length < recordsForWidth ? [] : release()
    },
    end: () => (width === null ? release() : []),
  }
}

const blankCells = ['']

function batchOf(records: readonly RawRecord[], textAt: (index: number) => string): RecordBatch {
  const faults = new Map<number, readonly RecordFault[]>()
  const shown = records.map((record, index) => {
    if (record === blankRow) return blankCells
    if (record.faults.length > 0) faults.set(index, record.faults)
    return record.cells.map((cell) => {
      const text = typeof cell === 'number' ? textAt(cell) : cell
      return mayBeGuarded(text) ? unguardFormula(text) : text
    })
  })
  return { records: shown, faults, suspect: false }
}
