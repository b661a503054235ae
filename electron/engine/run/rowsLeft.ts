import type { Change, ChangeId, PlanId, RunId } from '../../../shared/model.ts'
import { batches } from '../connectors/batches.ts'
import type { AccountLimits } from '../connectors/limits.ts'
import type { Journal, Step } from '../store/journal.ts'
import type { PlanStore } from '../store/plans.ts'

/** All changes of one row that are still to be sent, in order; of several rows, where these are one object. */
export type RowChanges = readonly Change[]

/** Rows read from the plan at a time. */
const pageRows = 500

/** Rows with something to send, in file order. A row with a step in doubt that only a person may decide is left alone. */
export function* rowsLeft(
  { plans, journal }: { readonly plans: PlanStore; readonly journal: Journal },
  run: RunId,
  plan: PlanId,
): Generator<RowChanges> {
  for (const row of rowsToSend(plans, plan)) {
    const steps = journal.steps(run, row)
    const left = row.filter(({ id }) => (steps.get(id)?.state ?? 'waiting') === 'waiting')
    const inDoubt = [...steps.values()].some((step) => step.state === 'sending' || step.state === 'job')
    if (left.length > 0 && !inDoubt) yield left.map((change) => withMade(change, steps))
  }
}

/** Whom an earlier attempt made is gone on with by id: the address alone does not tell whether they left since. */
function withMade(change: Change, steps: ReadonlyMap<ChangeId, Step>): Change {
  if (change.object !== 'membership' || change.key.remoteId !== null) return change
  const made = [...steps.values()].find(({ remoteId }) => remoteId !== null)
  return made ? { ...change, key: { ...change.key, remoteId: made.remoteId } } : change
}

function* rowsToSend(plans: PlanStore, plan: PlanId): Generator<RowChanges> {
  const gathered = togetherIn(plans, plan)
  for (let lastRow = 0; ;) {
    const rows = plans.changesByRow(plan, lastRow, pageRows)
    if (rows.length === 0) return
    for (const row of rows) {
      const changes = gathered(row)
      if (changes.length > 0) yield changes
    }
    lastRow = rows.at(-1)?.[0]?.row ?? lastRow
  }
}

/** Rows that are one object, wherever in the file they are, go with the first of them. */
function togetherIn(plans: PlanStore, plan: PlanId): (row: RowChanges) => RowChanges {
  if (!plans.spec(plan).object) return (row) => row
  const groups = plans.together(plan)
  return (row) => {
    const [first] = row
    const name = first?.object === 'record' ? first.together : undefined
    if (name === undefined) return row
    const ids = groups.get(name) ?? []
    groups.delete(name)
    return plans.changes(ids)
  }
}

/** Puts rows together as the account takes them best. */
export function* inBatches(
  rows: Iterable<RowChanges>,
  limits: AccountLimits,
): Generator<readonly RowChanges[]> {
  const open = batches<RowChanges>(limits, limits.sizeOf ?? alike)
  for (const row of rows) {
    const full = open.add(row)
    if (full !== null) yield full
  }
  yield* open.rest()
}

const alike = () => ({ group: '', bytes: 0 })
