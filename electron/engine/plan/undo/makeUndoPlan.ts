import type { PlanSpec, PlanSummary } from '../../../../shared/contract/plans.ts'
import { AppError } from '../../../../shared/errors.ts'
import { doneRows } from '../../store/doneRows.ts'
import { journal } from '../../store/journal.ts'
import type { PlanDeps } from '../makePlan.ts'
import { planPeopleBack } from './planPeopleBack.ts'
import { planRecordsBack } from './planRecordsBack.ts'
import type { Undo } from './undoMaking.ts'
import { undoTarget } from './undoTarget.ts'

/** Compares what a run wrote with the account as it is now, and keeps what takes it back. Sends nothing. */
export async function makeUndoPlan(
  deps: PlanDeps,
  spec: PlanSpec,
  undo: Undo,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { plans, clock, index } = deps
  const own = ofItsRun(deps, spec, undo)
  deps.onProgress({ phase: 'account', done: 0, total: null })
  const schema = await deps.account.describe(signal)
  deps.mirror.saveSchema(schema)
  const id = plans.create(own, clock.now(), deps.staged.revision)
  try {
    const making = { deps, spec: own, undo, schema, id, done: doneRows(deps.db) }
    const summary = await (own.object
      ? planRecordsBack(making, own.object, signal)
      : planPeopleBack(making, signal))
    plans.saveSummary(id, summary)
    return summary
  } catch (error) {
    await plans.discard(id)
    index.discard(id)
    throw error
  }
}

/**
 * What takes a run back follows from the run, whatever whoever asks says of it.
 * @throws AppError `invalid-input` for a run of another connection
 */
function ofItsRun({ db, plans, connection }: PlanDeps, spec: PlanSpec, { run }: Undo): PlanSpec {
  const of = plans.summary(journal(db).get(run).plan)
  if (of.connection.id !== connection.id)
    throw new AppError(
      'invalid-input',
      `Run ${run} wrote to ${of.connection.name}, so it is only taken back there.`,
    )
  return { ...spec, object: undoTarget(of) }
}
