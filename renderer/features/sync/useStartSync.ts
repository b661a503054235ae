import { useLocation } from 'wouter'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import type { ConnectionId, PlanId, RunId, SourceId } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { useSync } from './SyncContext.tsx'
import { pathOf } from './syncPlace.ts'

/** Where a sync can begin. */
export type SyncStart =
  /** A file: it is shown in Import. */
  | { readonly file: OpenedFile; readonly connection?: ConnectionId }
  /** A list about things of an account that aren't people to bring in: its file is chosen in Import. */
  | { readonly object: ObjectTarget; readonly connection: ConnectionId }
  /** A prepared recipe: it is planned at once. */
  | { readonly source: SourceId; readonly spec: PlanSpec }
  /** A plan that was made before, with what it was made from. */
  | { readonly plan: PlanId; readonly source: SourceId; readonly spec: PlanSpec }
  /** A run, to follow it or to see its end. */
  | { readonly run: RunId; readonly ended: boolean }

/** Begins a sync, or goes on with one, from any page. */
export function useStartSync(): (start: SyncStart) => void {
  const { dispatch } = useSync()
  const [, navigate] = useLocation()
  return (start) => {
    if ('file' in start) {
      if (start.connection !== undefined) dispatch({ type: 'account-chosen', connection: start.connection })
      dispatch({ type: 'file-chosen', file: start.file })
      navigate(pathOf({ step: 'import' }))
    } else if ('object' in start) {
      dispatch({ type: 'objects-chosen', connection: start.connection, object: start.object })
      navigate(pathOf({ step: 'import' }))
    } else if ('run' in start) {
      dispatch({ type: 'begun', run: start.run })
      navigate(pathOf({ step: start.ended ? 'result' : 'run', run: start.run }))
    } else {
      const plan = 'plan' in start ? start.plan : null
      dispatch({ type: 'prepared', source: start.source, spec: start.spec, plan })
      navigate(pathOf({ step: 'review', plan }))
    }
  }
}
