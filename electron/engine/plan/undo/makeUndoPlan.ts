import type { PlanSpec, PlanSummary } from '../../../../shared/contract/plans.ts'
import { doneRows } from '../../store/doneRows.ts'
import type { PlanDeps } from '../makePlan.ts'
import { planPeopleBack } from './planPeopleBack.ts'
import { planRecordsBack } from './planRecordsBack.ts'
import type { Undo } from './undoMaking.ts'

/** Compares what a run wrote with the account as it is now, and keeps what takes it back. Sends nothing. */
export async function makeUndoPlan(
  deps: PlanDeps,
  spec: PlanSpec,
  undo: Undo,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { plans, clock, index } = deps
  deps.onProgress({ phase: 'account', done: 0, total: null })
  const schema = await deps.account.describe(signal)
  deps.mirror.saveSchema(schema)
  const id = plans.create(spec, clock.now(), deps.staged.revision)
  try {
    const making = { deps, spec, undo, schema, id, done: doneRows(deps.db) }
    const summary = await (spec.object
      ? planRecordsBack(making, spec.object, signal)
      : planPeopleBack(making, signal))
    plans.saveSummary(id, summary)
    return summary
  } catch (error) {
    await plans.discard(id)
    index.discard(id)
    throw error
  }
}
