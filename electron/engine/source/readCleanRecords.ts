import Papa from 'papaparse'
import { maxCells, type Dialect } from './readRecord.ts'

/** Reads the whole records of a text, quickly. `null` where a record is damaged: `readRecord` then reads that text. */
export type CleanReader = (text: string) => CleanRecords | null

export interface CleanRecords {
  readonly records: string[][]
  /** Where the record starts that is not whole yet. */
  readonly next: number
}

interface PapaResult {
  readonly data: string[][]
  readonly errors: readonly { readonly row?: number }[]
  readonly meta: { readonly cursor: number }
}

/**
 * PapaParse for text that it reads exactly as `readRecord` would, which is nearly all text there is. Its parser is
 * called directly: the streaming front end joins everything after an open quote into one ever longer string, which
 * a single stray quote in a large file turns into minutes.
 */
export function cleanReader(dialect: Dialect): CleanReader {
  const newline = dialect.lineEnd === '\r' ? '\r' : '\n'
  const parser = new Papa.Parser({ delimiter: dialect.delimiter, quoteChar: dialect.quote, newline })
  const needsCare = careTest(dialect)
  return (text) => {
    if (needsCare(text)) return null
    const { data, errors, meta } = parser.parse(text, 0, true) as PapaResult
    // An error in the record after the last whole one is only where the text was cut.
    if (errors.some((error) => error.row === undefined || error.row < data.length)) return null
    if (data.some((cells) => cells.length > maxCells)) return null
    if (newline === '\n' && text.includes('\r')) data.forEach(dropCarriageReturn)
    return { records: data, next: meta.cursor }
  }
}

/**
 * A CR before a quote could end a cell or belong to it, which PapaParse's answer no longer tells apart; and it takes a blank
 * before a quote for the start of a plain cell.
 */
function careTest({ delimiter, quote, lineEnd }: Dialect): (text: string) => boolean {
  const doubtful = lineEnd === '\r' ? '\n' : `\r${quote}`
  const blankBefore = ` ${quote}`
  const opensAfterBlank = new RegExp(`(?:^|[${delimiter}\r\n]) +${quote}`)
  return (text) => text.includes(doubtful) || (text.includes(blankBefore) && opensAfterBlank.test(text))
}

function dropCarriageReturn(cells: string[]): void {
  const last = cells.at(-1)
  if (last?.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1)
}
