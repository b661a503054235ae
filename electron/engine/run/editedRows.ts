import { existsSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'
import type { PlanId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { openStagedRows } from '../source/stagedRows.ts'

type Parts = Pick<EngineParts, 'plans' | 'sources' | 'stagedPath'>

/** Whether rows of its file were edited or skipped since a plan was made, or such an edit was undone. */
export function rowsWereEdited({ plans, stagedPath }: Parts, plan: PlanId): boolean {
  const path = stagedPath(plans.spec(plan).source)
  // Of a file that is gone nothing can be edited; a run needs only its plan.
  if (!existsSync(path)) return false
  const staged = openStagedRows(path)
  try {
    return staged.revision !== plans.revision(plan)
  } finally {
    staged.close()
  }
}

/**
 * Whoever edited rows after a plan was made believes that they are sent as they are now; so nothing is.
 * @throws AppError `conflict`
 */
export function refuseEditedRows(parts: Parts, plan: PlanId): void {
  if (!rowsWereEdited(parts, plan)) return
  const { name } = parts.sources.get(parts.plans.spec(plan).source).info
  throw new AppError(
    'conflict',
    `Rows of “${name}” were edited in Listferry after this plan was made, so nothing was sent. Make a new plan, or undo ` +
      'those edits. People who were already written will show as unchanged.',
  )
}
