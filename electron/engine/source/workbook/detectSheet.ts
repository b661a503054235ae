import { AppError } from '../../../../shared/errors.ts'
import { cellKind } from '../cellKind.ts'
import type { FormatOverrides } from '../detectFormat.ts'
import { detectHeader } from '../detectHeader.ts'
import type { DetectedFile } from '../detectFile.ts'
import { sampleSheet } from './readSheet.ts'
import { noNotes } from './sheetCells.ts'
import { openWorkbook, type Sheet, type Workbook } from './workbookParts.ts'

/** A sheet as it is offered to be chosen. */
export interface SheetView {
  readonly name: string
  readonly hidden: boolean
}

/** Records that show what a sheet holds, as many as for a text file. */
const sampleRecords = 150
/** Sheets looked into to find the list. */
const sheetsTried = 12
const chosen = 'You chose it.'

/**
 * Which sheet of a workbook is the list, and which of its rows names the columns.
 * @throws AppError for a workbook that can't be read, has no rows, or lacks the sheet that was chosen.
 */
export async function detectSheet(
  { path, name }: { readonly path: string; readonly name: string },
  overrides: FormatOverrides,
): Promise<DetectedFile> {
  const workbook = await openWorkbook(path, name)
  try {
    const { sheet, records, reason } = await chooseSheet(workbook, name, overrides.sheet)
    const header =
      overrides.headerRecord === undefined
        ? detectHeader(records.map((cells) => ({ cells, faults: [] })))
        : { headerRecord: overrides.headerRecord, reason: chosen }
    return {
      format: { sheet: sheet.name, headerRecord: header.headerRecord },
      reasons: { sheet: reason, headerRecord: header.reason },
      sheets: workbook.sheets.map(({ name: title, hidden }) => ({ name: title, hidden })),
    }
  } finally {
    workbook.close()
  }
}

/** @throws AppError `invalid-input` naming the sheets there are. */
export function sheetCalled({ sheets }: Workbook, wanted: string, name: string): Sheet {
  const found =
    sheets.find((sheet) => sheet.name === wanted) ??
    sheets.find((sheet) => sheet.name.trim().toLowerCase() === wanted.trim().toLowerCase())
  if (found) return found
  throw new AppError(
    'invalid-input',
    `“${name}” has no sheet “${wanted}”. It has: ${sheets.map((sheet) => sheet.name).join(', ')}. Choose one of them.`,
  )
}

interface SheetSample {
  readonly sheet: Sheet
  readonly records: readonly (readonly string[])[]
  readonly reason: string
}

async function chooseSheet(
  workbook: Workbook,
  name: string,
  wanted: string | undefined,
): Promise<SheetSample> {
  if (wanted !== undefined) {
    const sheet = sheetCalled(workbook, wanted, name)
    return { sheet, records: await sampleOf(workbook, sheet), reason: chosen }
  }
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const tried = (visible.length > 0 ? visible : workbook.sheets).slice(0, sheetsTried)
  let first: SheetSample | null = null
  for (const sheet of tried) {
    const records = await sampleOf(workbook, sheet)
    if (records.length === 0) continue
    const only = tried.length === 1
    if (only || records.some((cells) => cells.some((cell) => cellKind(cell) === 'email')))
      return { sheet, records, reason: only ? 'The only sheet.' : 'The first sheet with email addresses.' }
    first ??= { sheet, records, reason: 'The first sheet with rows.' }
  }
  if (first) return first
  throw new AppError('invalid-input', `“${name}” has no rows in its sheets. Choose another file.`)
}

async function sampleOf(workbook: Workbook, sheet: Sheet): Promise<readonly (readonly string[])[]> {
  const { batch } = await sampleSheet(workbook, sheet, sampleRecords, { notes: noNotes() })
  return batch.records.some((cells) => cells.some((cell) => cell !== '')) ? batch.records : []
}
