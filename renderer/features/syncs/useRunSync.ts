import { useMutation } from '@tanstack/react-query'
import type { RecipeView } from '../../../shared/contract/recipes.ts'
import { fromWire } from '../../../shared/errors.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useStartSync } from '../sync/useStartSync.ts'

/** What a sync is run with: a file, or `null` for the one of its last run as it is now. */
export interface SyncOrder {
  readonly file: File | null
  /** Where the account of the sync isn't connected any more: the one that takes its place. */
  readonly connection: ConnectionId | null
}

/** Reads the file, and opens what would change in the account. Nothing is sent before that was seen. */
export function useRunSync({ id: recipe }: RecipeView) {
  const { engine, host } = useEngine()
  const startSync = useStartSync()
  return useMutation({
    mutationFn: async ({ file, connection }: SyncOrder) => {
      const opened = file === null ? null : await host.openFile(file)
      if (opened !== null && 'error' in opened) throw fromWire(opened.error)
      const { source, spec } = await engine.recipes.prepare({
        recipe,
        file: opened?.ok.file ?? null,
        connection,
      })
      startSync({ source: source.id, spec })
    },
  })
}
