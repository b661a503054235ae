import type { DelimitedFormat } from '../../../shared/model.ts'
import { lineEndFrom, type LineEndAt } from './lineEnds.ts'

/** What decides where cells and records end. */
export type Dialect = Pick<DelimitedFormat, 'delimiter' | 'quote' | 'lineEnd'>

export interface RecordFault {
  /** `error-cell`: a formula that could not be worked out, as `#N/A`. */
  readonly kind: 'unclosed-quote' | 'stray-quote' | 'record-too-long' | 'error-cell'
  /** 0-based cell. */
  readonly column: number
}

export interface RecordRead {
  readonly cells: string[]
  readonly faults: readonly RecordFault[]
  /** Where the next record starts. */
  readonly next: number
}

/** As many columns as a spreadsheet can have; cells beyond them are noise that would only fill the memory. */
export const maxCells = 16_384

/** Cells of a record whose quotes are looked at although they were never closed; beyond, a quote is text. */
const mostBroken = 32

/** As what the start of a cell is read. `plain`: its quote is text, as damage or as people type it. */
type Opening =
  | { readonly is: 'quoted'; readonly cell: string; readonly after: number; readonly stray: boolean }
  | { readonly is: 'plain'; readonly fault: 'unclosed-quote' | 'stray-quote' | null }
  | { readonly is: 'incomplete' }

type Quoted =
  | { readonly end: 'closed'; readonly close: number; readonly after: number; readonly stray: boolean }
  | { readonly end: 'unclosed-quote' | 'stray-quote' | 'incomplete' }

/**
 * Reads one record, broken or not, from `start`. `null`: the record goes on beyond this text.
 *
 * A quote that is never closed does not swallow the lines after it. It counts as never closed when no quote
 * follows, or when the next one on a later line can't be a closing one (text comes right after it). The cell is
 * then read as if its quote were an ordinary character, and the record ends at that line's end.
 * A quote in the middle of a quoted cell belongs to the cell, if the cell is closed on the same line.
 *
 * Bounded: apart from that one look for a closing quote, nothing is read twice, and looks from two lines never cover the
 * same text, because an opening quote stops every look that comes from an earlier line. Those from one line could, so of
 * that many only the first `mostBroken` are taken.
 *
 * `atEnd`: no text follows; `text` then ends with a line end.
 */
export function readRecord(text: string, start: number, dialect: Dialect, atEnd: boolean): RecordRead | null {
  const cells: string[] = []
  const faults: RecordFault[] = []
  let line = lineEndFrom(text, start, dialect.lineEnd)
  let at = start
  let broken = 0
  while (line) {
    if (cells.length === maxCells) return tooManyCells(cells, faults, line)
    let end = -1
    const opening = broken < mostBroken ? readOpening(text, at, line, dialect, atEnd) : null
    if (opening?.is === 'incomplete') return null
    if (opening?.is === 'quoted') {
      if (opening.stray) faults.push({ kind: 'stray-quote', column: cells.length })
      cells.push(opening.cell)
      end = opening.after
      if (end > line.start) line = lineEndFrom(text, end, dialect.lineEnd)
    } else if (opening) {
      broken++
      if (opening.fault) faults.push({ kind: opening.fault, column: cells.length })
    }
    if (!line) return null
    if (end === -1) {
      end = endOfPlainCell(text, at, line, dialect)
      cells.push(text.slice(at, end))
    }
    if (end >= line.start) return { cells, faults, next: line.next }
    at = end + 1
  }
  return null
}

function tooManyCells(cells: string[], faults: readonly RecordFault[], line: LineEndAt): RecordRead {
  const fault: RecordFault = { kind: 'record-too-long', column: maxCells }
  return { cells, faults: [...faults, fault], next: line.next }
}

function endOfPlainCell(text: string, from: number, line: LineEndAt, dialect: Dialect): number {
  const delimiter = dialect.delimiter.charCodeAt(0)
  let at = from
  while (at < line.start && text.charCodeAt(at) !== delimiter) at++
  return at
}

/**
 * `null`: no quote opens here. People type `a@b.c, "Lee, Ann"`: blanks before a quote are no part of the cell, if it closes on
 * its line as it should. Nothing that writes CSV leaves a quote inside a plain cell.
 */
function readOpening(
  text: string,
  at: number,
  line: LineEndAt,
  dialect: Dialect,
  atEnd: boolean,
): Opening | null {
  const open = skipSpaces(text, at)
  if (text[open] !== dialect.quote) return null
  const quoted = findClose(text, open + 1, line, dialect, atEnd)
  const isTyped = open > at
  if (isTyped && !closesOn(line, quoted)) return { is: 'plain', fault: null }
  if (quoted.end === 'incomplete') return { is: 'incomplete' }
  if (quoted.end !== 'closed') return { is: 'plain', fault: quoted.end }
  const cell = unescape(text.slice(open + 1, quoted.close), dialect.quote)
  return { is: 'quoted', cell, after: quoted.after, stray: quoted.stray }
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at++
  return at
}

function closesOn(line: LineEndAt, quoted: Quoted): boolean {
  return quoted.end === 'closed' && !quoted.stray && quoted.after <= line.start
}

function findClose(text: string, from: number, line: LineEndAt, dialect: Dialect, atEnd: boolean): Quoted {
  let stray = false
  for (let at = text.indexOf(dialect.quote, from); at !== -1; at = text.indexOf(dialect.quote, at + 1)) {
    const laterLine = at > line.start
    if (stray && laterLine) return { end: 'stray-quote' }
    if (text[at + 1] === dialect.quote) {
      at++
      continue
    }
    const after = skipBlanks(text, at + 1, dialect)
    if (after === text.length && !atEnd) return { end: 'incomplete' }
    if (endsCell(text[after], dialect)) return { end: 'closed', close: at, after, stray }
    if (laterLine) return { end: 'unclosed-quote' }
    stray = true
  }
  if (stray) return { end: 'stray-quote' }
  return { end: atEnd ? 'unclosed-quote' : 'incomplete' }
}

/** Blanks between a closing quote and the end of its cell belong to neither, as PapaParse has it. */
function skipBlanks(text: string, from: number, dialect: Dialect): number {
  let at = from
  while (at < text.length && !endsCell(text[at], dialect) && text[at]?.trim() === '') at++
  return at
}

function endsCell(char: string | undefined, dialect: Dialect): boolean {
  return char === dialect.delimiter || char === '\n' || (char === '\r' && dialect.lineEnd === '\r')
}

function unescape(cell: string, quote: string): string {
  return cell.includes(quote) ? cell.replaceAll(quote + quote, quote) : cell
}
