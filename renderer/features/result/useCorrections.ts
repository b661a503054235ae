import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { CorrectedRow, RejectView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useStable } from '../../useStable.ts'
import { typedRows } from './typedRows.ts'
import { mostAtOnce } from './useFix.ts'
import { type Corrections, type Typed, withCell, withTyped } from './withCell.ts'

const none: readonly CorrectedRow[] = []
/** A word is typed faster; each letter need not be written down. */
const settledMs = 300

/** The rows that were corrected and not sent yet. The engine keeps them, so that they outlive the window. */
export function useCorrections(run: RunId) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const key = useMemo(() => ['runs', 'corrections', run] as const, [run])
  const { data = none, error } = useQuery({
    queryKey: key,
    queryFn: () => engine.runs.corrections({ run }),
  })
  const typed = useSyncExternalStore(typedRows.subscribe, () => typedRows.of(run))
  const keep = useMutation({
    mutationFn: async (rows: Typed) => {
      for (const some of inCalls(rows))
        queries.setQueryData(key, await engine.runs.correct({ run, rows: some }))
      return rows
    },
    onSuccess: (rows) => typedRows.kept(run, rows),
  })
  useSaidErrors('The corrections could not be read', error)
  useSaidErrors('The corrections could not be kept', keep.error)

  const keepNow = useStable(() => {
    const rows = typedRows.of(run)
    if (rows.size > 0) keep.mutate(rows)
  })
  useEffect(() => {
    if (typed.size === 0) return undefined
    const timer = setTimeout(keepNow, settledMs)
    return () => clearTimeout(timer)
  }, [typed, keepNow])
  // Whoever leaves or closes the page in mid-word loses nothing.
  useEffect(() => {
    addEventListener('pagehide', keepNow)
    return () => {
      removeEventListener('pagehide', keepNow)
      keepNow()
    }
  }, [keepNow])

  const corrections = useMemo(() => withTyped(correctionsOf(data), typed), [data, typed])
  const correct = useStable((reject: RejectView, column: number, value: string) => {
    const next = withCell(corrections, reject, column, value)
    typedRows.type(run, [[reject.row, next.get(reject.row) ?? null]])
  })
  const discard = useStable(() => {
    typedRows.type(
      run,
      [...corrections.keys()].map((row) => [row, null] as const),
    )
    keepNow()
  })
  return { corrections, correct, discard }
}

function correctionsOf(rows: readonly CorrectedRow[]): Corrections {
  return new Map(rows.map(({ row, cells }) => [row, cells]))
}

function inCalls(typed: Typed): readonly { readonly row: number; readonly cells: string[] | null }[][] {
  const rows = [...typed].map(([row, cells]) => ({ row, cells: cells === null ? null : [...cells] }))
  const calls = []
  for (let from = 0; from < rows.length; from += mostAtOnce) calls.push(rows.slice(from, from + mostAtOnce))
  return calls
}
