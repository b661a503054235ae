import type { RejectView } from '../../../shared/contract/runs.ts'

/** Corrected rows of a run with all their cells, by row number. */
export type Corrections = ReadonlyMap<number, readonly string[]>

/** One cell corrected; a row that is as it was in the file again is no correction. */
export function withCell(
  corrections: Corrections,
  { row, cells }: Pick<RejectView, 'row' | 'cells'>,
  column: number,
  value: string,
): Corrections {
  const now = [...(corrections.get(row) ?? cells)]
  while (now.length < column) now.push('')
  now[column] = value
  const next = new Map(corrections)
  if (isAsItWas(now, cells)) next.delete(row)
  else next.set(row, now)
  return next
}

function isAsItWas(now: readonly string[], cells: readonly string[]): boolean {
  return now.every((cell, column) => cell === (cells[column] ?? ''))
}
