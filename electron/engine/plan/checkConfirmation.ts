import { AppError } from '../../../shared/errors.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { Connector } from '../connectors/connector.ts'

/** @throws AppError `invalid-input` where nobody could be asked to confirm */
export function checkConfirmation(
  { title, confirmsBy }: Pick<Connector, 'title' | 'confirmsBy'>,
  { confirmation, audiences }: PlanSpec,
): void {
  if (confirmation !== true) return
  if (confirmsBy === undefined)
    throw new AppError('invalid-input', `${title} asks nobody to confirm in this way. Leave that out.`)
  if (audiences.some(({ kind }) => kind === confirmsBy)) return
  throw new AppError(
    'invalid-input',
    `${title} asks people to confirm by a ${confirmsBy}: choose one that is set to, or nobody new would ever be asked.`,
  )
}
