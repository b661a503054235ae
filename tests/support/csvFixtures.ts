import iconv from 'iconv-lite'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { DelimitedFormat, Encoding } from '../../shared/model.ts'

export type CsvDialect = Pick<DelimitedFormat, 'delimiter' | 'quote' | 'lineEnd'>

/** RFC 4180 with any delimiter, quote and line end. `always`: quote every cell, not only those that need it. */
export function csvText(table: readonly (readonly string[])[], dialect: CsvDialect, always = false): string {
  const quoted = (cell: string) =>
    dialect.quote + cell.replaceAll(dialect.quote, dialect.quote + dialect.quote) + dialect.quote
  const needsQuotes = (cell: string) =>
    always ||
    cell === '' ||
    /[\r\n]/.test(cell) ||
    cell.includes(dialect.delimiter) ||
    cell.includes(dialect.quote)
  return table
    .map((record) => record.map((cell) => (needsQuotes(cell) ? quoted(cell) : cell)).join(dialect.delimiter))
    .map((line) => line + dialect.lineEnd)
    .join('')
}

/** iconv-lite's Mac Roman is from before the euro sign, so keep euros out of it. */
export function encodeText(text: string, encoding: Encoding, bom = false): Buffer {
  return iconv.encode(bom ? `\uFEFF${text}` : text, encoding)
}

/** Can this encoding carry the text without loss? */
export function canEncode(text: string, encoding: Encoding): boolean {
  return iconv.decode(encodeText(text, encoding), encoding, { stripBOM: false }) === text
}

/** A folder for one test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'listferry-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A file for one test, removed after it. */
export function temporaryFile(content: string | Uint8Array, name = 'people.csv'): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, content)
  return path
}
