import type { ConnectionId } from '../../../shared/model.ts'
import { type Step, type SyncPlace } from './syncPlace.ts'
import { sourceOf, specOf, type SyncState } from './syncState.ts'

/** Where each step of the bar leads, `null` where there is nothing to see yet. The step that is shown leads to itself. */
export function reachableSteps(
  sync: SyncState,
  here: SyncPlace,
  connections: readonly ConnectionId[],
  runEnded: boolean,
): Readonly<Record<Step, SyncPlace | null>> {
  const isConnected = sync.connection !== null && connections.includes(sync.connection)
  // The rows of an undo are those of a run: they come from no file, and nothing is mapped.
  const isUndo = (specOf(sync)?.undo ?? null) !== null
  const canMap = sourceOf(sync) !== null && isConnected && !isUndo
  const run = 'run' in here ? here.run : sync.run
  return {
    import: { step: 'import' },
    map: canMap ? { step: 'map' } : null,
    review: reviewPlace(sync, here, canMap || isUndo),
    run: run === null ? null : { step: 'run', run },
    result: run === null || !(runEnded || here.step === 'result') ? null : { step: 'result', run },
  }
}

function reviewPlace(sync: SyncState, here: SyncPlace, canPlan: boolean): SyncPlace | null {
  if (here.step === 'review') return here
  if (sync.plan !== null) return { step: 'review', plan: sync.plan }
  return canPlan && specOf(sync) !== null ? { step: 'review', plan: null } : null
}
