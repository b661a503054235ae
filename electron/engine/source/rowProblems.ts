import { assertNever } from '../../../shared/errors.ts'
import type { Column, Encoding, Problem } from '../../../shared/model.ts'
import type { RecordFault } from './readRecord.ts'

/** What a row's problems are told apart by. */
export interface RowContext {
  readonly columns: readonly Column[]
  /** `null`: the row is of a workbook, whose cells have no delimiters between them. */
  readonly encoding: Encoding | null
  readonly row: number
}

const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
  'iso-8859-15': 'ISO-8859-15',
  macintosh: 'Mac Roman',
  cp850: 'MS-DOS',
  'windows-1250': 'Windows-1250',
}

/** The encoding as people know it. */
export function encodingName(encoding: Encoding): string {
  return encodingNames[encoding]
}

/** A wrong number of cells, if it matters: extra cells that are all empty are only a trailing delimiter. */
export function widthProblem(cells: readonly string[], context: RowContext): Problem | null {
  const { columns, row } = context
  const counts = `This row has ${count(cells.length, 'cell')}, but there ${columns.length === 1 ? 'is' : 'are'} ${count(columns.length, 'column')}.`
  if (cells.length < columns.length)
    return {
      kind: 'too-few-cells',
      row,
      message: `${counts} Nothing is known of the missing cells, so they change nothing.`,
    }
  if (cells.length === columns.length || cells.slice(columns.length).every((cell) => cell === '')) return null
  const advice =
    context.encoding === null
      ? 'Name the columns of those cells, or take them out.'
      : 'Check it for a delimiter inside a cell.'
  return { kind: 'too-many-cells', row, message: `${counts} ${advice}` }
}

/** At most one problem of each kind, at its first cell, so that a hostile row can't bring thousands. */
export function faultProblems(faults: readonly RecordFault[], context: RowContext): Problem[] {
  const first = new Map<string, RecordFault>()
  for (const fault of faults) if (!first.has(fault.kind)) first.set(fault.kind, fault)
  return [...first.values()].map((fault) => ({
    kind: fault.kind,
    row: context.row,
    column: fault.column,
    message: faultMessage(fault, columnName(context.columns, fault.column)),
  }))
}

function faultMessage(fault: RecordFault, column: string): string {
  switch (fault.kind) {
    case 'unclosed-quote':
      return `A quote opened in ${column} is never closed, so the row ends at its line end. Check its cells.`
    case 'stray-quote':
      return `There is a quote mark in the middle of a quoted cell in ${column}. Check where the cell ends.`
    case 'record-too-long':
      return `This row is too long and was cut in ${column}. Check the file for a missing line end.`
    case 'error-cell':
      return `The spreadsheet shows an error in ${column} in place of a value. Correct its formula, or the cell.`
    default:
      return assertNever(fault.kind)
  }
}

/** Characters that are not text: NUL bytes, and what the encoding could not read. */
export function textProblems(cells: readonly string[], context: RowContext): Problem[] {
  const problems: Problem[] = []
  const nul = cells.findIndex((cell) => cell.includes('\0'))
  if (nul !== -1) {
    const message = `There is a NUL byte in ${columnName(context.columns, nul)}, which no text has. Export the file again, or correct the cell.`
    problems.push({ kind: 'nul-bytes', row: context.row, column: nul, message })
  }
  const lost = cells.findIndex((cell) => cell.includes('\uFFFD'))
  if (lost === -1) return problems
  const lostCount = cells.reduce((sum, cell) => sum + cell.split('\uFFFD').length - 1, 0)
  const message = `${count(lostCount, 'character')} could not be read${context.encoding === null ? '' : ` as ${encodingName(context.encoding)}`}, first in ${columnName(context.columns, lost)}, and shown as �. Choose another encoding, or correct the file.`
  return [...problems, { kind: 'undecodable-text', row: context.row, column: lost, message }]
}

function columnName(columns: readonly Column[], index: number): string {
  const column = columns[index]
  return column ? `“${column.name}”` : `cell ${index + 1}`
}

const numbers = new Intl.NumberFormat('en-US')

function count(amount: number, noun: string): string {
  return `${numbers.format(amount)} ${noun}${amount === 1 ? '' : 's'}`
}
