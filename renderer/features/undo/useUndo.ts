import { useMutation } from '@tanstack/react-query'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useStartSync } from '../sync/useStartSync.ts'

/** What of a run is to be taken back; left out: all of it. */
export interface Undo {
  readonly run: RunId
  readonly field?: string
  readonly row?: number
}

/** Plans what takes it back, compared with the account as it is now, and shows that in Review. Nothing is sent yet. */
export function useUndo() {
  const { engine } = useEngine()
  const startSync = useStartSync()
  const undo = useMutation({
    mutationFn: async (wish: Undo) => {
      const { id } = await engine.plans.undo(wish)
      return { plan: id, spec: await engine.plans.spec({ plan: id }) }
    },
    onSuccess: ({ plan, spec }) => startSync({ plan, source: spec.source, spec }),
  })
  useSaidErrors('That can’t be taken back', undo.error)
  return undo
}
