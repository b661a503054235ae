import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { AudienceRef } from '../../../../shared/model.ts'
import type { Connector } from '../../connectors/connector.ts'

/** The audiences that mode mirror keeps as the file is; none in other modes. */
export function mirroredAudiences(
  { audiences: kinds }: Pick<Connector, 'audiences'>,
  { mode, audiences }: Pick<PlanSpec, 'mode' | 'audiences'>,
): readonly AudienceRef[] {
  if (mode !== 'mirror') return []
  return audiences.filter(({ kind }) => kinds.some((one) => one.kind === kind && one.canLeave))
}

/** @throws AppError `invalid-input` where nobody could leave anything */
export function checkMirror(connector: Pick<Connector, 'title' | 'audiences'>, spec: PlanSpec): void {
  if (spec.mode !== 'mirror' || mirroredAudiences(connector, spec).length > 0) return
  const kinds = connector.audiences.filter(({ canLeave }) => canLeave).map(({ kind }) => kind)
  throw new AppError(
    'invalid-input',
    `Mirror keeps a ${kinds.join(' or ')} as the file is, and takes out whoever is no longer in it. Choose the ${kinds.join(' or ')} to keep.`,
  )
}
