import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CorrectedRow, RejectView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useStable } from '../../useStable.ts'
import { type CorrectionChange, withChanges } from './keptCorrections.ts'
import { mostAtOnce } from './useFix.ts'
import { type Corrections, withCell } from './withCell.ts'

const none: readonly CorrectedRow[] = []

/**
 * What was typed and not sent yet. The engine keeps it, for as long as the run's values and in reach of "forget this
 * person"; a browser's storage would do neither.
 */
export function useCorrections(run: RunId) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const queryKey = ['runs', 'corrections', run]
  const { data = none } = useQuery({ queryKey, queryFn: () => engine.runs.corrections({ run }) })
  const corrections = useMemo((): Corrections => new Map(data.map(({ row, cells }) => [row, cells])), [data])
  const keeping = useMutation({
    mutationFn: async (changes: readonly CorrectionChange[]) => {
      for (let from = 0; from < changes.length; from += mostAtOnce) {
        const some = changes.slice(from, from + mostAtOnce)
        const rows = some.map(({ row, cells }) => ({ row, cells: cells === null ? null : [...cells] }))
        await engine.runs.correct({ run, rows })
      }
    },
    onError: () => queries.invalidateQueries({ queryKey }),
  })
  useSaidErrors('What you typed could not be kept', keeping.error)

  const change = (changes: readonly CorrectionChange[]): void => {
    // An answer that is on its way does not know of these yet.
    void queries.cancelQueries({ queryKey })
    queries.setQueryData<readonly CorrectedRow[]>(queryKey, (kept = none) => withChanges(kept, changes))
    keeping.mutate(changes)
  }
  const correct = useStable((reject: RejectView, column: number, value: string) => {
    const { row } = reject
    change([{ row, cells: withCell(corrections, reject, column, value).get(row) ?? null }])
  })
  /** Sent, or given up. */
  const drop = useStable((rows: readonly number[]) => change(rows.map((row) => ({ row, cells: null }))))
  return { corrections, correct, drop }
}
