import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RowOutcome } from '../../../shared/model.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { useEngine } from '../../EngineContext.tsx'

interface OneRow extends ObjectTarget {
  readonly connection: ConnectionId
  /** Values by field. */
  readonly row: Readonly<Record<string, string>>
}

const wentThrough: readonly RowOutcome[] = ['written', 'accepted', 'unchanged']

/** Does something to one thing, and says what became of it. What the service refused is thrown with its reason. */
export function useAct({ doneWords, onDone }: { readonly doneWords: string; readonly onDone: () => void }) {
  const { engine } = useEngine()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ connection, type, op, row }: OneRow) => {
      const { id: run, secrets } = await engine.objects.act({ connection, type, op, rows: [row] })
      const [became] = await engine.runs.rows({ run, outcome: null, afterRow: 0, limit: 1 })
      if (became === undefined || !wentThrough.includes(became.outcome))
        throw new Error(became?.reason ?? `It did not get through. History says more, at run ${run}.`)
      return { outcome: became.outcome, reason: became.reason, secret: secrets?.[0]?.secret ?? null }
    },
    // A secret is kept nowhere: not even in the cache of this window.
    gcTime: 0,
    onSuccess: ({ outcome, reason, secret }) => {
      notifications.show({
        role: 'status',
        message: outcome === 'unchanged' ? `Nothing to do. ${reason ?? ''}`.trim() : doneWords,
      })
      // Whoever made it has to see it first.
      if (secret === null) onDone()
    },
    onSettled: (_done, _error, { connection }) => {
      void queries.invalidateQueries({ queryKey: ['objects'] })
      void queries.invalidateQueries({ queryKey: ['connections', 'describe', connection] })
    },
  })
}
