import { AppError } from '../../shared/errors.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import { confirm as askYes, typesNumber } from './askSecret.ts'
import { sendsNothing } from './planWords.ts'
import type { Session } from './session.ts'
import { accountWords } from './words.ts'

/**
 * What takes something away, or is unusual, is confirmed with its number, by whoever types it or with `--confirm`.
 * @throws AppError `conflict` without it, `cancelled` for a no
 */
export async function confirmPlan(
  session: Session,
  plan: PlanSummary,
  practice: boolean,
  { yes, confirm }: { readonly yes?: boolean; readonly confirm?: number },
): Promise<void> {
  const { guard, connection } = plan
  if (guard === null) {
    if (yes !== true) await askToSend(session, plan, practice)
    return
  }
  if (confirm === guard.count && yes === true) return
  if (confirm !== undefined && confirm !== guard.count)
    throw new AppError(
      'conflict',
      `Nothing was sent: you confirmed ${confirm}, and the number of this plan is ${guard.count}.`,
    )
  if (yes === true)
    throw new AppError(
      'conflict',
      `Nothing was sent: this plan ${guard.words.length === 0 ? 'is unusual' : 'takes something away'}. If that is meant, say so with its number: --confirm ${guard.count}`,
    )
  const where = accountWords(connection.service, connection.name, practice)
  const question =
    guard.words.length === 0
      ? `This writes ${guard.count} in ${where}. Type ${guard.count} to do it:`
      : `${plan.undo && plan.object === null ? `This takes ${guard.count} out again of what the run put them into, in ${where}.` : `This takes away ${guard.count} in ${where}.`} Type ${guard.count} to do it:`
  if (await typesNumber(question, guard.count, session.signal)) return
  throw new AppError('cancelled', 'Nothing was sent.')
}

/** @throws AppError `cancelled` for anything but a yes */
async function askToSend({ signal }: Session, plan: PlanSummary, practice: boolean): Promise<void> {
  if (sendsNothing(plan)) return
  const { service, name } = plan.connection
  if (await askYes(`Send this to ${accountWords(service, name, practice)}?`, signal)) return
  throw new AppError('cancelled', 'Nothing was sent.')
}
