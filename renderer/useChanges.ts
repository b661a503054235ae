import { useQueryClient } from '@tanstack/react-query'
import type { ChangedWhat } from '../shared/contract/changed.ts'
import { queryDraftKey } from './features/query/useQueryDraft.ts'
import { usePush } from './usePush.ts'

/** What the window caches under a group of the contract; of `objects` nothing is pushed. */
type Cached = ChangedWhat | 'objects'

/** An account's name and colour stand in much of what others tell; what it lets be reached hangs on its way in. */
const alsoOf: Partial<Readonly<Record<ChangedWhat, readonly Cached[]>>> = {
  connections: ['recipes', 'people', 'runs', 'objects', 'queries', 'replications'],
  sources: ['queries'],
}

/**
 * The engine owns the truth; the window only caches what it asked for. Query keys begin with the group of the
 * contract they come from (`['runs', 'list']`), so that a change of that group drops them all.
 */
export function useChanges(): void {
  const queries = useQueryClient()
  const drop = (what: Cached) => void queries.invalidateQueries({ queryKey: [what] })
  usePush('changed', ({ what }) => [what, ...(alsoOf[what] ?? [])].forEach(drop))
  // What is being written may name them, and would be kept again with the next letter.
  usePush('forgotten', () => void queries.resetQueries({ queryKey: queryDraftKey }))
  usePush('run.ended', () => {
    drop('runs')
    drop('objects')
    drop('people')
    drop('recipes')
  })
}
