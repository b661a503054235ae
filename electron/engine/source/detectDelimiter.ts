import type { DelimitedFormat, Delimiter, LineEnd } from '../../../shared/model.ts'
import { cellKind } from './cellKind.ts'
import { isBlankRecord, sampleRecords, type SampleRecord } from './sampleRecords.ts'
import { commonWidth } from './shapeRows.ts'

export interface DetectedDelimiter {
  readonly delimiter: Delimiter
  readonly quote: DelimitedFormat['quote']
  readonly reasons: { readonly delimiter: string; readonly quote: string }
}

export interface DelimiterChoice {
  readonly delimiter: Delimiter | undefined
  readonly quote: DelimitedFormat['quote'] | undefined
  readonly lineEnd: LineEnd
}

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|']
const delimiterNames: Readonly<Record<Delimiter, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
}

/** Records to read under each delimiter. */
const recordsRead = 100
/** Narrow records at the top that may be titles. */
const titleRecords = 20

interface Reading {
  readonly delimiter: Delimiter
  readonly quote: DelimitedFormat['quote']
  readonly width: number
  readonly consistency: number
  readonly rows: number
  readonly score: number
}

/**
 * Reads the sample under every delimiter and takes the one that makes the most of a table of it: records
 * equally wide, quotes that close, cells that are whole emails, no other delimiter left inside cells.
 */
export function detectDelimiter(sample: string, choice: DelimiterChoice): DetectedDelimiter {
  const declared = declaredDelimiter(sample)
  const tried = choice.delimiter ?? declared
  const readings = (tried ? [tried] : delimiters).map((delimiter) =>
    judge(sample, delimiter, choice.quote ?? usedQuote(sample, delimiter), choice.lineEnd),
  )
  // The first of equals wins, so the usual delimiter comes first.
  const best = readings.reduce((a, b) => (b.score > a.score + 1e-9 ? b : a))
  const delimiter = choice.delimiter ? 'You chose it.' : delimiterReason(best, declared)
  return {
    delimiter: best.delimiter,
    quote: best.quote,
    reasons: { delimiter, quote: choice.quote ? 'You chose it.' : quoteReason(sample, best) },
  }
}

/** Excel's own way of saying it: a first line `sep=;`. */
function declaredDelimiter(sample: string): Delimiter | undefined {
  const declared = /^"?sep=([,;\t|])"?[\r\n]/i.exec(sample)?.[1]
  return delimiters.find((delimiter) => delimiter === declared)
}

/** Single quotes only where more cells are wrapped in them than in double ones: an apostrophe may start a cell too. */
function usedQuote(sample: string, delimiter: Delimiter): DelimitedFormat['quote'] {
  return wrappedCells(sample, delimiter, "'") > wrappedCells(sample, delimiter, '"') ? "'" : '"'
}

function wrappedCells(sample: string, delimiter: Delimiter, quote: string): number {
  const edge = `[\\r\\n${delimiter}]`
  // The length is limited so that a hostile file can't make this slow.
  const wrapped = new RegExp(`(?<=^|${edge})${quote}[^\\r\\n${quote}]{0,200}${quote}(?=$|${edge})`, 'g')
  return sample.match(wrapped)?.length ?? 0
}

function judge(
  sample: string,
  delimiter: Delimiter,
  quote: DelimitedFormat['quote'],
  lineEnd: LineEnd,
): Reading {
  const records = sampleRecords(sample, { delimiter, quote, lineEnd }, recordsRead)
  const body = withoutTitles(records.filter((record) => !isBlankRecord(record)))
  const width = commonWidth(body.map(({ cells }) => cells))
  const broken = share(body, ({ faults }) => faults.length > 0)
  const tidy = tidiness(body, delimiter, quote)
  const consistency = share(body, ({ cells }) => filledWidth(cells) <= width && cells.length >= width)
  if (width < 2)
    return { delimiter, quote, width, consistency, rows: body.length, score: tidy * 0.5 - broken }
  const emails = share(body, ({ cells }) => cells.some((cell) => cellKind(cell) === 'email'))
  const score = 1 + consistency * 2 - broken * 2 + emails + tidy + Math.min(width, 20) * 0.005
  return { delimiter, quote, width, consistency, rows: body.length, score }
}

/** From the first record that has the delimiter at all, as titles rarely do. */
function withoutTitles(records: readonly SampleRecord[]): readonly SampleRecord[] {
  const first = records.findIndex(({ cells }) => cells.length > 1)
  return first > 0 && first <= titleRecords ? records.slice(first) : records
}

function filledWidth(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1
}

/** Share of cells that look like one cell: no other delimiter inside, unless it is a decimal comma, and no foreign quotes around. */
function tidiness(records: readonly SampleRecord[], delimiter: Delimiter, quote: string): number {
  const cells = records.flatMap((record) => record.cells).filter((cell) => cell !== '')
  const foreignQuote = quote === '"' ? "'" : '"'
  const others = delimiters.filter((other) => other !== delimiter)
  return share(cells, (cell) => {
    if (cell.length > 1 && cell.startsWith(foreignQuote) && cell.endsWith(foreignQuote)) return false
    if (cell.startsWith(' ')) return false
    return !others.some((other) => cell.includes(other)) || cellKind(cell) === 'number'
  })
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(test).length / items.length
}

function delimiterReason(best: Reading, declared: Delimiter | undefined): string {
  const name = delimiterNames[best.delimiter]
  if (declared) return `The first line of the file says so: sep=${declared === '\t' ? 'tab' : declared}`
  if (best.width < 2) return 'There is only one column, so nothing separates cells; comma is assumed.'
  // The start of a file that is looked at may end within its first row.
  if (best.rows < 2) return `A ${name} separates the cells of the first row.`
  return best.consistency === 1
    ? `With a ${name}, every row has ${best.width} cells.`
    : `With a ${name}, ${Math.floor(best.consistency * 100)}% of rows have ${best.width} cells, more evenly than with any other.`
}

function quoteReason(sample: string, best: Reading): string {
  if (best.quote === "'") return 'Cells are wrapped in single quotes.'
  return sample.includes('"')
    ? 'Cells with special characters are wrapped in double quotes.'
    : 'No cell is quoted; double quotes are assumed.'
}
