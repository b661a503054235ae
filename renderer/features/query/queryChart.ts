import type { QueryCell, QueryResult } from '../../../shared/contract/queries.ts'

type Columns = QueryResult['columns']

/** Which columns a chart is drawn of, by their places. */
export interface ChartChoice {
  readonly x: number
  readonly y: number
}

export interface ChartMark {
  readonly label: string
  readonly value: number
}

/** A chart as it can be drawn: bars for words, a line where the first column is in an order of its own. */
export interface QueryChart {
  readonly shape: 'bars' | 'line'
  readonly marks: readonly ChartMark[]
  /** From the lowest to the highest, 0 among them. */
  readonly scale: readonly number[]
}

const mostBars = 40

/** The first column that names things or times, and the first of numbers; `null`: there is nothing to draw. Pure. */
export function chartChoice(columns: Columns): ChartChoice | null {
  const y = columns.findLastIndex(
    ({ type }, index) => type === 'number' && (index > 0 || columns.length === 1),
  )
  const firstNumber = columns.findIndex(({ type }, index) => type === 'number' && index > 0)
  const at = firstNumber === -1 ? y : firstNumber
  if (at === -1) return null
  const x = columns.findIndex(({ type }, index) => type !== 'number' && index !== at)
  return { x: x === -1 ? 0 : x, y: at }
}

/** Pure. Rows without a number are left out. */
export function queryChart(
  columns: Columns,
  rows: readonly (readonly QueryCell[])[],
  { x, y }: ChartChoice,
): QueryChart {
  const all = rows.flatMap((row) => {
    const value = row[y]
    return typeof value === 'number' ? [{ label: String(row[x] ?? 'empty'), value }] : []
  })
  const shape = columns[x]?.type === 'text' || x === y ? 'bars' : 'line'
  const marks = shape === 'bars' ? all.slice(0, mostBars) : all
  const values = marks.map(({ value }) => value)
  return { shape, marks, scale: scaleOf(Math.min(0, ...values), Math.max(0, ...values)) }
}

/** Round steps that reach from `low` to `high`, about five of them. */
function scaleOf(low: number, high: number): readonly number[] {
  const span = high - low || 1
  const power = 10 ** Math.floor(Math.log10(span / 5))
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= span / 5) ?? power * 10
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step) || 1
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)))
}
