import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlanProgress } from '../../../shared/contract/plans.ts'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { fromWire } from '../../../shared/errors.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePlanAndReview } from '../../usePlanAndReview.ts'
import { usePush } from '../../usePush.ts'
import { counted } from '../../words.ts'

/** What a sync is run with: a file, or `null` for the one of its last run as it is now. */
export interface SyncOrder {
  readonly file: File | null
  /** Where the account of the sync isn't connected any more: the one that takes its place. */
  readonly connection: ConnectionId | null
}

/** Reads the file, compares with the account, and opens what would change. */
export function useRunSync({ id: recipe }: RecipeView) {
  const { engine, host } = useEngine()
  const review = usePlanAndReview()
  const [progress, setProgress] = useState<PlanProgress | null>(null)
  const run = useMutation({
    mutationFn: async ({ file, connection }: SyncOrder) => {
      setProgress(null)
      const opened = file === null ? null : await host.openFile(file)
      if (opened !== null && 'error' in opened) throw fromWire(opened.error)
      const { spec } = await engine.recipes.prepare({ recipe, file: opened?.ok.file ?? null, connection })
      return review.mutateAsync(spec)
    },
  })
  usePush('plan.progress', (next) => {
    if (review.isPending) setProgress(next)
  })
  return { run, waits: run.isPending ? waitWords(review.isPending, progress) : null }
}

function waitWords(compares: boolean, progress: PlanProgress | null): string {
  if (!compares) return 'Reading the file'
  switch (progress?.phase) {
    case undefined:
    case 'account':
      return 'Asking the account for its fields and audiences'
    case 'mirror':
      return `Reading who is in the account: ${counted(progress.done, 'person', 'people')}`
    case 'mapping':
    case 'comparing':
      return `Comparing: ${counted(progress.done, 'row')}`
  }
}
