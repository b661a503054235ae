import type { Change, ContactChange, FieldId, FieldValue, PlanId, RunId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'
import { connectionNumber } from '../store/connections.ts'
import { inTransaction } from '../store/transaction.ts'
import type { RunDeps } from './runDeps.ts'

/** Rows looked at between two breaths. */
const rowsAtOnce = 2000

type EditedDeps = Pick<RunDeps, 'db' | 'plans' | 'journal' | 'mirror' | 'clock'>

/**
 * Holds back whom somebody changed in the account since the preview, in a field that the plan would write: what the user
 * saw is no longer what would be overwritten. `refresh`: only people that were read since then are looked at.
 */
export async function holdBackEdited(
  { db, plans, journal, mirror, clock }: EditedDeps,
  run: RunId,
  plan: PlanId,
  refresh: number,
  signal: AbortSignal,
): Promise<void> {
  const connection = connectionNumber(db, plans.spec(plan).connection)
  const { fields } = mirror.schema()
  const labelOf = (id: FieldId) => fields.find((field) => field.id === id)?.label ?? id
  const writtenSince = plans.summary(plan).mirror.at
  const last = plans.lastRow(plan)
  for (let from = 1; from <= last; from += rowsAtOnce) {
    signal.throwIfAborted()
    const to = from + rowsAtOnce - 1
    const seen = plans.updatesOfSeen({ plan, run, connection, refresh, writtenSince, from, to })
    const outcomes = seen.flatMap(({ change, fields: now }) => {
      const edited = editedFields(change, now)
      if (edited.length === 0) return []
      const reason = `${edited.map(labelOf).join(', ')} was changed in the account since the preview, so nothing was sent. Plan again to see how it is now.`
      return plans
        .changesByRow(plan, change.row - 1, 1)
        .flat()
        .filter(({ row }) => row === change.row)
        .map((one) => heldBack(one, reason))
    })
    if (outcomes.length > 0) {
      const steps = journal.stepsOfRows(run, from, from + rowsAtOnce - 1)
      const waiting = outcomes.filter(({ change }) => (steps.get(change)?.state ?? 'waiting') === 'waiting')
      inTransaction(db, () => journal.settle(run, waiting, clock.now()))
    }
    await breathe()
  }
}

function heldBack({ id }: Change, reason: string): StepOutcome {
  return { change: id, status: 'held-back', httpStatus: 0, reason }
}

/** Fields that are neither as the user saw them nor as they are to be. */
function editedFields(
  { before, after }: ContactChange,
  now: Readonly<Record<FieldId, FieldValue>>,
): readonly FieldId[] {
  const held = (value: FieldValue | undefined) => (value === undefined || value === '' ? null : value)
  return (Object.keys(after) as FieldId[]).filter((field) => {
    const current = held(now[field])
    return current !== held(before[field]) && current !== held(after[field])
  })
}
