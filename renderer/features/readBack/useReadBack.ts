import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'

/** Reads back what a run wrote, now. */
export function useReadBack(run: RunId) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const again = useMutation({
    mutationFn: () => engine.runs.verify({ run }),
    onSuccess: (receipt) => {
      queries.setQueryData(['runs', 'receipt', run], receipt)
      void queries.invalidateQueries({ queryKey: ['runs', 'read-back', run] })
    },
  })
  useSaidErrors('It could not be read back', again.error)
  return again
}
