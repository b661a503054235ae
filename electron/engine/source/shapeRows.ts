import type { Column, Problem, SourceFormat } from '../../../shared/model.ts'
import { nameColumns, numberColumns, type NamedColumns } from './nameColumns.ts'
import { faultProblems, textProblems, widthProblem, type RowContext } from './rowProblems.ts'
import type { RecordBatch } from './splitRecords.ts'
import type { RecordFault } from './readRecord.ts'

/** Where rows go. Calls come in file order, `columns` first; a problem comes before the `rows` it belongs to. */
export interface RowSink {
  columns(columns: readonly Column[]): void
  /** `first`: number of the first of these rows. Cells are as written; a short row stays short: it says nothing of the rest. */
  rows(first: number, rows: readonly (readonly string[])[]): void
  problem(problem: Problem): void
}

export interface ShapedCounts {
  readonly rows: number
  /** Rows with at least one problem. */
  readonly problemRows: number
  /** Records below the header without a single character: no rows, and not numbered. */
  readonly blankRecords: number
}

export interface RowShaper {
  accept(batch: RecordBatch): void
  /** Rows may still be held back until here. */
  finish(): void
  counts(): ShapedCounts
  /** The header was found, or there is none to find. */
  hasColumns(): boolean
  isFull(): boolean
}

/** Without a header the width is that of most of the first records, so that one ragged record doesn't decide it. */
const recordsForWidth = 100

/** Turns records into numbered rows under named columns, up to `limit` rows. */
export function rowShaper(format: SourceFormat, sink: RowSink, limit: number): RowShaper {
  let columns: readonly Column[] | null = null
  let recordsSeen = 0
  let rows = 0
  let problemRows = 0
  let blankRecords = 0
  let held: { record: string[]; faults: readonly RecordFault[]; suspect: boolean }[] = []
  let ready: (readonly string[])[] = []

  return {
    accept(batch) {
      const { records, faults, suspect } = batch
      records.forEach((record, index) => {
        take(record, faults.size === 0 ? noFaults : (faults.get(index) ?? noFaults), suspect)
      })
      deliver()
    },
    finish() {
      if (format.headerRecord === null) releaseHeld()
      deliver()
    },
    counts: () => ({ rows, problemRows, blankRecords }),
    hasColumns: () => columns !== null,
    isFull: () => rows >= limit,
  }

  function take(record: string[], faults: readonly RecordFault[], suspect: boolean): void {
    if (columns === null) {
      if (format.headerRecord === null) hold(record, faults, suspect)
      else if (++recordsSeen === format.headerRecord) start(nameColumns(record))
    } else if (record.length <= columns.length) addRow(record, faults, suspect, columns)
    else for (const line of linesIn(record, faults, columns.length)) addRow(line, faults, suspect, columns)
  }

  function start(named: NamedColumns): void {
    columns = named.columns
    sink.columns(named.columns)
    named.problems.forEach((problem) => sink.problem(problem))
  }

  function hold(record: string[], faults: readonly RecordFault[], suspect: boolean): void {
    if (isBlank(record)) blankRecords++
    else held.push({ record, faults, suspect })
    if (held.length >= recordsForWidth) releaseHeld()
  }

  function releaseHeld(): void {
    if (columns || held.length === 0) return
    const named = numberColumns(commonWidth(held.map(({ record }) => record)))
    start(named)
    for (const { record, faults, suspect } of held) addRow(record, faults, suspect, named.columns)
    held = []
  }

  function addRow(
    record: string[],
    faults: readonly RecordFault[],
    suspect: boolean,
    under: readonly Column[],
  ): void {
    if (rows >= limit) return
    if (isBlank(record)) {
      blankRecords++
      return
    }
    rows++
    if (record.length !== under.length || faults.length > 0 || suspect)
      reportRow(record, faults, suspect, {
        columns: under,
        encoding: 'sheet' in format ? null : format.encoding,
        row: rows,
      })
    ready.push(record)
  }

  function reportRow(
    record: readonly string[],
    faults: readonly RecordFault[],
    suspect: boolean,
    context: RowContext,
  ): void {
    const width = widthProblem(record, context)
    const problems = [
      ...(width ? [width] : []),
      ...faultProblems(faults, context),
      ...(suspect ? textProblems(record, context) : []),
    ]
    if (problems.length > 0) problemRows++
    problems.forEach((problem) => sink.problem(problem))
  }

  function deliver(): void {
    if (ready.length === 0) return
    sink.rows(rows - ready.length + 1, ready)
    ready = []
  }
}

/**
 * Several lines that a bare carriage return holds together, as where a file was put together on an old Mac: they are apart
 * where each then has just the cells of a row and looks like one. Any other such character is part of its cell.
 */
function linesIn(record: string[], faults: readonly RecordFault[], width: number): readonly string[][] {
  const more = record.length - width
  const step = width - 1
  if (step === 0 || more % step !== 0 || faults.length > 0) return [record]
  const lines: string[][] = [[]]
  for (const cell of record) {
    const [end = '', start, ...others] = cell.split(/\r(?!\n)/)
    if (others.length > 0) return [record]
    lines.at(-1)?.push(end)
    if (start !== undefined) lines.push([start])
  }
  return lines.every((line) => line.length === width) && areAlike(lines) ? lines : [record]
}

/** Whether each has an address in the same place, and something after its first cell; without any, all cells are filled. */
function areAlike(lines: readonly (readonly string[])[]): boolean {
  if (!lines.some((line) => line.some(isLikeAddress))) return lines.every((line) => !line.includes(''))
  const [first = []] = lines
  return (
    first.some((_, place) => lines.every((line) => isLikeAddress(line[place] ?? ''))) &&
    lines.every((line) => line.slice(1).some((cell) => cell !== ''))
  )
}

function isLikeAddress(cell: string): boolean {
  return /^\s*[^\s@]+@[^\s@]+\s*$/.test(cell)
}

function isBlank(record: readonly string[]): boolean {
  return record[0] === '' && record.every((cell) => cell === '')
}

const noFaults: readonly RecordFault[] = []

/** The most frequent number of cells among records that have any character; the larger of two as frequent. */
export function commonWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const record of records)
    if (!isBlank(record)) counts.set(record.length, (counts.get(record.length) ?? 0) + 1)
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])
  return ranked[0]?.[0] ?? 0
}
