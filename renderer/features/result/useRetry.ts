import { useMutation } from '@tanstack/react-query'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useStartSync } from '../sync/useStartSync.ts'

/** Rows that did not get through, planned once more as they are, for a look before they are sent. */
export function useRetry(run: RunId) {
  const { engine } = useEngine()
  const startSync = useStartSync()
  const retry = useMutation({
    mutationFn: async (rows: readonly number[]) => {
      const { id } = await engine.runs.retry({ run, rows: [...rows] })
      return { plan: id, spec: await engine.plans.spec({ plan: id }) }
    },
    onSuccess: ({ plan, spec }) => startSync({ plan, source: spec.source, spec }),
  })
  useSaidErrors('These rows could not be planned again', retry.error)
  return retry
}
