import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CheckFix, CheckProgress, CheckQuery, CheckView } from '../../../shared/contract/check.ts'
import type { EditView } from '../../../shared/contract/edits.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { SourceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { usePlanning } from '../review/PlanningProvider.tsx'
import { useSync } from '../sync/SyncContext.tsx'

/** Checks the file by this mapping, and keeps the counts as they are after each edit. */
export function useCheck(source: SourceId, { connection, mapping, object = null }: PlanSpec) {
  const { engine } = useEngine()
  const [progress, setProgress] = useState<CheckProgress | null>(null)
  usePush('check.progress', setProgress)
  const check = useQuery({
    // Under `sources`: counted anew after each edit, in whichever window it was made.
    queryKey: ['sources', 'check', source, connection, mapping, object],
    queryFn: ({ signal }) => engine.check.run({ source, connection, mapping, object }, signal),
  })
  return { ...check, progress: progress?.source === source ? progress : null }
}

export function useEdits(source: SourceId) {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['sources', 'edits', source], queryFn: () => engine.edits.list({ source }) })
}

/** What changes rows. Everything that shows them is told by the engine; what this window has is shown at once. */
export function useEditing(source: SourceId) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const { dispatch } = useSync()
  const { cancel } = usePlanning()
  const onEdited = async () => {
    cancel()
    dispatch({ type: 'rows-edited' })
    await queries.invalidateQueries({ queryKey: ['sources'] })
    await queries.invalidateQueries({ queryKey: ['plans', 'get'] })
  }
  const cell = useMutation({
    mutationFn: (cell: { readonly row: number; readonly column: number; readonly to: string }) =>
      engine.edits.cells({ source, cells: [cell] }),
    onSuccess: onEdited,
  })
  const skip = useMutation({
    mutationFn: ({ row, skip: skips }: { readonly row: number; readonly skip: boolean }) =>
      engine.edits.skip({ source, rows: [row], skip: skips }),
    onSuccess: onEdited,
  })
  const goTo = useMutation({
    mutationFn: (edit: number) => engine.edits.goTo({ source, edit }),
    onSuccess: onEdited,
  })
  const fix = useMutation({
    mutationFn: (wish: { readonly fix: CheckFix; readonly except: readonly number[] }) =>
      engine.check.fix({ source, fix: wish.fix, except: [...wish.except] }),
    onSuccess: onEdited,
  })
  return { cell, skip, goTo, fix, onEdited }
}

/** How many rows a query finds: at first as far as that is known. */
export function useFound(source: SourceId, view: CheckView, query: CheckQuery) {
  const { engine } = useEngine()
  const key = [source, view.revision, query]
  const first = useQuery({
    queryKey: ['sources', 'check first', ...key],
    queryFn: () => engine.check.rows({ source, ...query, offset: 0, limit: 100 }),
    placeholderData: (before) => before,
  })
  const isOpen = first.data !== undefined && !first.data.isCounted
  const counted = useQuery({
    queryKey: ['sources', 'check count', ...key],
    queryFn: ({ signal }) => engine.check.count({ source, ...query }, signal),
    enabled: isOpen,
  })
  return {
    count: counted.data ?? first.data?.found ?? 0,
    isCounting: isOpen && counted.data === undefined,
    isLoading: first.isPending,
    error: first.error ?? counted.error,
  }
}

/** Where the list of edits stands: the newest that was not undone, 0 for none. */
export function editsNow(edits: readonly EditView[]): number {
  return edits.findLast(({ undone }) => !undone)?.number ?? 0
}
