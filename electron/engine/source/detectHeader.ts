import { cellKind, type CellKind } from './cellKind.ts'
import { isBlankRecord, type SampleRecord } from './sampleRecords.ts'
import { commonWidth } from './shapeRows.ts'

export interface DetectedHeader {
  /** 1-based, counting every record of the file, blank ones too. `null`: the file has no header. */
  readonly headerRecord: number | null
  /** A sentence for the screen. */
  readonly reason: string
}

/** Records below a candidate that show what its columns hold. */
const recordsBelow = 100

/** Header cells seen in exports of the services and shops people come from, folded. */
const headerWords = new Set(
  (
    'email|e-mail|mail|email address|e-mail address|email_address|subscriber|name|first name|firstname|first_name|' +
    'last name|lastname|last_name|full name|surname|given name|family name|phone|phone number|mobile|telephone|' +
    'city|town|country|state|region|zip|zip code|postcode|postal code|address|street|company|organization|' +
    'organisation|id|tags|status|source|date|created|created at|created_at|joined|birthday|note|notes|amount|total|' +
    'vorname|nachname|telefon|ort|stadt|plz|land|firma|strasse|straße|prénom|nom|ville|pays|téléphone|code postal|' +
    'correo|correo electrónico|nombre|apellido|apellidos|ciudad|país|teléfono|voornaam|achternaam|woonplaats|postcode|' +
    'cognome|città|cidade|sobrenome'
  ).split('|'),
)

/**
 * Finds the record that names the columns. Titles above it are narrow or nearly empty; data in its place shows
 * itself by holding an email, number or date where the records below do too.
 */
export function detectHeader(records: readonly SampleRecord[]): DetectedHeader {
  const width = commonWidth(withoutNarrowTop(records).map(({ cells }) => cells))
  const at = candidateAt(records, width)
  if (at === -1) return { headerRecord: null, reason: 'The file has no text.' }
  if (!isData(records, at)) return found(at)
  const above = records.findLastIndex((record, index) => index < at && !isBlankRecord(record))
  if (above !== -1 && hasHeaderWord(records[above]?.cells ?? [])) return found(above)
  return { headerRecord: null, reason: dataReason(records[at]?.cells ?? []) }
}

function found(at: number): DetectedHeader {
  const reason =
    at === 0
      ? 'The first row names the columns.'
      : `Row ${at + 1} names the columns; what is above it looks like titles.`
  return { headerRecord: at + 1, reason }
}

function dataReason(cells: readonly string[]): string {
  const email = cells.find((cell) => cellKind(cell) === 'email')
  return email === undefined
    ? 'The first row already looks like data, as numbers or dates stand where they do below.'
    : 'The first row already holds an email address, so no row names the columns.'
}

function withoutNarrowTop(records: readonly SampleRecord[]): readonly SampleRecord[] {
  const first = records.findIndex(({ cells }) => cells.length > 1)
  return first > 0 && first <= 20 ? records.slice(first) : records
}

/** The first record about as wide as the table and mostly filled; failing that the first mostly filled, then any. */
function candidateAt(records: readonly SampleRecord[], width: number): number {
  const filled = ({ cells }: SampleRecord) => cells.filter((cell) => cell.trim() !== '').length
  const mostlyFilled = (record: SampleRecord) => filled(record) >= Math.max(1, Math.ceil(width * 0.6))
  const asWide = ({ cells }: SampleRecord) => Math.abs(cells.length - width) <= (width > 2 ? 1 : 0)
  const best = records.findIndex((record) => asWide(record) && mostlyFilled(record))
  if (best !== -1) return best
  const next = records.findIndex(mostlyFilled)
  return next === -1 ? records.findIndex((record) => !isBlankRecord(record)) : next
}

function hasHeaderWord(cells: readonly string[]): boolean {
  return cells.some((cell) => headerWords.has(cell.trim().toLowerCase()))
}

function isData(records: readonly SampleRecord[], at: number): boolean {
  const below = records.slice(at + 1, at + 1 + recordsBelow)
  const votes = (records[at]?.cells ?? []).map((cell, column) => {
    const kinds = below.map(({ cells }) => cellKind(cells[column] ?? ''))
    return vote(cell, commonKind(kinds))
  })
  return votes.reduce((sum, each) => sum + each, 0) > 0
}

const weights: Readonly<Record<CellKind, number>> = { email: 3, date: 2, number: 1, text: 0, blank: 0 }

/** Positive: this cell is data. Negative: it names a column. */
function vote(cell: string, below: CellKind): number {
  const kind = cellKind(cell)
  if (kind === 'blank') return 0
  if (headerWords.has(cell.trim().toLowerCase())) return -3
  if (kind === 'email') return 3
  // A year can name a column of numbers.
  if (/^(?:19|20)\d\d$/.test(cell.trim())) return 0
  if (kind === below) return weights[kind]
  return kind === 'text' ? -weights[below] : 0
}

/** What most filled cells of a column are. */
function commonKind(kinds: readonly CellKind[]): CellKind {
  const filled = kinds.filter((kind) => kind !== 'blank')
  const common = (['email', 'date', 'number'] as const).find(
    (kind) => filled.filter((each) => each === kind).length > filled.length * 0.6,
  )
  return common ?? 'text'
}
