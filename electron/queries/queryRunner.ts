import type { SQLOutputValue, StatementSync } from 'node:sqlite'
import { assertNever } from '../../shared/errors.ts'
import type {
  KeptResult,
  QueryCell,
  QueryColumn,
  QueryQuestion,
  QueryReply,
} from '../engine/query/queryPort.ts'
import { columnTypes } from '../engine/query/columnTypes.ts'
import { type OpenGround, openGround } from './openGround.ts'
import { problemOf } from './queryProblem.ts'

type Row = readonly QueryCell[]

/** Answers the questions about one query, in this process. A question may take for ever. */
export function createQueryRunner(): (question: QueryQuestion) => QueryReply {
  let kept: readonly Row[] = []
  let rest: Iterator<Row> | null = null
  const run = ({ ground, sql, keep }: Extract<QueryQuestion, { op: 'run' }>): QueryReply => {
    let open: OpenGround | null = null
    try {
      open = openGround(ground)
      const statement = open.prepare(sql)
      if (keep === null) {
        rest = rowsOf(statement)
        return { is: 'open', columns: statement.columns().map(({ name }) => name) }
      }
      const { rows, cut } = keepRows(statement, keep)
      kept = rows
      const columns = columnsOf(statement, rows)
      open.close()
      return { is: 'kept', columns, rows: rows.length, cut }
    } catch (error) {
      const problem = problemOf(error, sql, open)
      open?.close()
      return { is: 'problem', problem }
    }
  }
  return (question) => {
    switch (question.op) {
      case 'run':
        return run(question)
      case 'page':
        return { is: 'rows', rows: kept.slice(question.offset, question.offset + question.limit) }
      case 'next':
        return readOn(rest, question.limit)
      default:
        return assertNever(question)
    }
  }
}

function readOn(rest: Iterator<Row> | null, limit: number): QueryReply {
  const rows: Row[] = []
  try {
    while (rows.length < limit) {
      const next = rest?.next()
      if (next === undefined || next.done === true) break
      rows.push(next.value)
    }
  } catch (error) {
    return { is: 'problem', problem: problemOf(error, '', null) }
  }
  return { is: 'rows', rows }
}

function keepRows(statement: StatementSync, keep: KeptResult): { rows: Row[]; cut: boolean } {
  const rows: Row[] = []
  let bytes = 0
  for (const row of rowsOf(statement)) {
    bytes += row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0)
    if (rows.length === keep.rows || bytes > keep.bytes) return { rows, cut: true }
    rows.push(row)
  }
  return { rows, cut: false }
}

function columnsOf(statement: StatementSync, rows: readonly Row[]): QueryColumn[] {
  const names = statement.columns().map(({ name }) => name)
  const types = columnTypes(names.length, rows)
  return names.map((name, index) => ({ name, type: types[index] ?? 'text' }))
}

function* rowsOf(statement: StatementSync): Generator<Row> {
  statement.setReturnArrays(true)
  statement.setReadBigInts(true)
  for (const row of statement.iterate()) yield (row as unknown as SQLOutputValue[]).map(cellOf)
}

function cellOf(value: SQLOutputValue): QueryCell {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  // JSON has no infinity.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`
  return value
}
