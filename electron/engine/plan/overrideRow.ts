import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import type { PlanId } from '../../../shared/model.ts'
import { inTransaction } from '../store/transaction.ts'
import type { HeldRows } from '../store/heldRows.ts'
import { recountPlan, type TickDeps } from './tickPlan.ts'

/** One person who is held back, and how the user knows that they agreed; `null`: they are held back again. */
export interface Override {
  readonly row: number
  readonly note: string | null
}

/**
 * Lets one person go who is held back, and counts the plan anew.
 * @throws AppError `invalid-input` for a row that is not held back because they left
 */
export async function overrideRow(
  deps: TickDeps & { readonly held: HeldRows },
  plan: PlanId,
  { row, note }: Override,
  now: number,
): Promise<PlanSummary> {
  const { db, held, ticks, plans } = deps
  const found = held.find(plan, row)
  if (found === null)
    throw new AppError(
      'invalid-input',
      `Row ${row} is not held back because somebody left, so there is nothing to say about it.`,
    )
  if ((found.note === null) === (note === null)) {
    if (note === null || note === found.note) return plans.summary(plan)
  }
  inTransaction(db, () => {
    ticks.setTicking(plan, true)
    if (note === null) held.holdAgain(plan, row, found)
    else held.agree(plan, row, found, note, now)
  })
  return recountPlan(deps, plan)
}
