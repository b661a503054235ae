import type { RecordFault } from '../readRecord.ts'
import { maxCells } from '../readRecord.ts'
import type { ShownDateOrder } from './numberFormat.ts'
import { attributeOf, type XmlSink } from './scanXml.ts'
import type { CellStyles } from './styles.ts'

/** A cell as it is shown; a number stands for a text of the workbook that is still to be looked up. */
export type RawCell = string | number

export interface RawRecord {
  readonly cells: RawCell[]
  readonly faults: readonly RecordFault[]
}

/** What the sheet says beside its cells. */
export interface SheetNotes {
  /** How its dates write day and month, where that could be taken for one another; the first such format. */
  dateOrder: ShownDateOrder | null
  /** Numbers have a decimal point and commas between thousands, as none of their texts can tell. */
  hasNumbers: boolean
  /** Rows that the spreadsheet hides, by a filter or by hand; they are read like the others. */
  hiddenRows: number
}

export function noNotes(): SheetNotes {
  return { dateOrder: null, hasNumbers: false, hiddenRows: 0 }
}

/** The most rows that a sheet has. */
const mostRows = 1_048_576
/** Longer than a spreadsheet lets a cell be (32,767), and still harmless. */
export const longestCell = 1024 * 1024

/** Collects the records of a sheet from its XML, to be taken with `take`. A row that the sheet leaves out is blank. */
export function sheetCells(styles: CellStyles, notes: SheetNotes): XmlSink & { take(): RawRecord[] } {
  let records: RawRecord[] = []
  let rowNumber = 0
  let cells: RawCell[] = []
  let faults: RecordFault[] = []
  let column = -1
  let type = ''
  let style = 0
  let text = ''
  let reading = false
  let inPhonetic = false
  let inRow = false

  return {
    open(name, attributes, empty) {
      switch (name) {
        case 'row':
          startRow(attributes)
          if (empty) endRow()
          break
        case 'c':
          startCell(attributes)
          break
        case 'v':
        case 't':
          reading = !empty && !inPhonetic
          break
        case 'rPh':
          inPhonetic = !empty
          break
      }
    },
    text(piece) {
      if (reading && text.length < longestCell) text += piece
    },
    close(name) {
      switch (name) {
        case 'row':
          endRow()
          break
        case 'c':
          endCell()
          break
        case 'v':
        case 't':
          reading = false
          break
        case 'rPh':
          inPhonetic = false
          break
      }
    },
    take() {
      const taken = records
      records = []
      return taken
    },
  }

  function startRow(attributes: string): void {
    const said = Number(attributeOf(attributes, 'r') ?? rowNumber + 1)
    const next = said > rowNumber && said <= mostRows ? said : rowNumber + 1
    while (rowNumber + 1 < next) {
      records.push(blankRow)
      rowNumber += 1
    }
    rowNumber = next
    if (/^(?:1|true)$/.test(attributeOf(attributes, 'hidden') ?? '')) notes.hiddenRows += 1
    cells = []
    faults = []
    column = -1
    inRow = true
  }

  function endRow(): void {
    if (!inRow) return
    inRow = false
    while (cells.length > 1 && cells.at(-1) === '') cells.pop()
    records.push(cells.length === 0 ? blankRow : { cells, faults })
  }

  function startCell(attributes: string): void {
    const reference = attributeOf(attributes, 'r')
    column = reference === undefined ? column + 1 : columnOf(reference)
    type = attributeOf(attributes, 't') ?? 'n'
    style = Number(attributeOf(attributes, 's') ?? 0)
    text = ''
  }

  function endCell(): void {
    if (column < 0 || column >= maxCells || text === '') return
    while (cells.length < column) cells.push('')
    cells[column] = shown()
  }

  function shown(): RawCell {
    switch (type) {
      case 's':
        return Number(text)
      case 'str':
      case 'inlineStr':
        return unescapeText(text)
      case 'b':
        return text === '1' || text === 'true' ? 'TRUE' : 'FALSE'
      case 'e':
        faults.push({ kind: 'error-cell', column })
        return text
      case 'd':
        return text.replace(/T00:00:00(?:\.0+)?$/, '').replace('T', ' ')
      default: {
        const value = Number(text)
        if (Number.isNaN(value)) return text
        const { format, dateOrder } = styles(style)
        notes.dateOrder ??= dateOrder
        notes.hasNumbers = true
        return format(value)
      }
    }
  }
}

/** The one row that stands for all blank ones, of which a sheet may leave out a million; never changed. */
export const blankRow: RawRecord = { cells: [''], faults: [] }

/** `AB12` → 27 */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

/** What XML can't hold is written as `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
