import type { RunId } from '../../../shared/model.ts'
import type { Typed } from './withCell.ts'

const nothing: Typed = new Map()
const typed = new Map<RunId, Typed>()
const listeners = new Set<() => void>()

function set(run: RunId, rows: Typed): void {
  if (rows.size === 0) typed.delete(run)
  else typed.set(run, rows)
  for (const listener of listeners) listener()
}

/** What was typed and is not kept by the engine yet, whichever page is shown meanwhile. */
export const typedRows = {
  of: (run: RunId): Typed => typed.get(run) ?? nothing,
  type(run: RunId, rows: Iterable<readonly [row: number, cells: readonly string[] | null]>): void {
    set(run, new Map([...typedRows.of(run), ...rows]))
  },
  /** What was typed into a row in the meantime stays to be kept. */
  kept(run: RunId, rows: Typed): void {
    set(run, new Map([...typedRows.of(run)].filter(([row, cells]) => rows.get(row) !== cells)))
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
