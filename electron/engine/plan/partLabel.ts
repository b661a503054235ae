import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { AccountSchema } from '../../../shared/model.ts'
import type { PartRef } from './planParts.ts'

/** What the account calls a field or an audience, its id where that is gone; or that it is consent. */
export function partLabel(
  part: PartRef,
  { fields, audiences }: AccountSchema,
  planned: PlanSummary['audiences'],
): string {
  if ('consent' in part) return 'Consent'
  if ('field' in part) return fields.find(({ id }) => id === part.field)?.label ?? part.field
  const { kind, id } = part.audience
  const isIt = (one: { readonly kind: string; readonly id: string }) => one.kind === kind && one.id === id
  return planned.find(isIt)?.name ?? audiences.find(isIt)?.name ?? id
}
