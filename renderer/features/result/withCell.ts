import type { RejectView } from '../../../shared/contract/runs.ts'

/** Corrected rows of a run with all their cells, by row number. */
export type Corrections = ReadonlyMap<number, readonly string[]>

/** Typed and not kept yet; `null`: as it was in the file again. */
export type Typed = ReadonlyMap<number, readonly string[] | null>

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

/** What is kept, with what was typed since over it; `null` takes a row back. */
export function withTyped(kept: Corrections, typed: Typed): Corrections {
  if (typed.size === 0) return kept
  const next = new Map(kept)
  for (const [row, cells] of typed)
    if (cells === null) next.delete(row)
    else next.set(row, cells)
  return next
}

/** The same rows with the same cells. */
export function isSame(one: Corrections, other: Corrections): boolean {
  if (one === other) return true
  if (one.size !== other.size) return false
  return [...one].every(([row, cells]) => {
    const others = other.get(row)
    return others?.length === cells.length && cells.every((cell, column) => cell === others[column])
  })
}

function isAsItWas(now: readonly string[], cells: readonly string[]): boolean {
  return now.every((cell, column) => cell === (cells[column] ?? ''))
}
