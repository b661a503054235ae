import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import type { RunView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

type Order = UseMutationResult<RunView, Error, void>

/** What can be asked of a run. Its view follows by the engine's pushes. */
export function useRunOrders(run: RunId): {
  readonly pause: Order
  readonly goOn: Order
  readonly cancel: Order
  readonly leaveDoubts: Order
} {
  const { engine } = useEngine()
  return {
    pause: useMutation({ mutationFn: () => engine.runs.pause({ run }) }),
    goOn: useMutation({ mutationFn: () => engine.runs.goOn({ run }) }),
    cancel: useMutation({ mutationFn: () => engine.runs.cancel({ run }) }),
    leaveDoubts: useMutation({ mutationFn: () => engine.runs.leaveDoubts({ run }) }),
  }
}
