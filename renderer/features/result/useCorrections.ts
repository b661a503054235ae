import { useCallback, useSyncExternalStore } from 'react'
import type { RejectView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { type Corrections, withCell } from './withCell.ts'

const none: Corrections = new Map()

/**
 * What was typed and not sent yet. In memory only, over pages but not over a restart: a browser's storage would keep
 * people's values past the time that the user chose, and out of reach of "forget this person".
 */
const kept = new Map<RunId, Corrections>()
const listeners = new Set<() => void>()

function keep(run: RunId, corrections: Corrections): void {
  if (corrections.size === 0) kept.delete(run)
  else kept.set(run, corrections)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useCorrections(run: RunId) {
  const corrections = useSyncExternalStore(subscribe, () => kept.get(run) ?? none)
  const correct = useCallback(
    (reject: RejectView, column: number, value: string) =>
      keep(run, withCell(kept.get(run) ?? none, reject, column, value)),
    [run],
  )
  const discard = useCallback(() => keep(run, none), [run])
  return { corrections, correct, discard }
}
