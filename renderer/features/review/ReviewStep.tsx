import type { PlanId } from '../../../shared/model.ts'
export function ReviewStep({ plan }: { readonly plan: PlanId }) {
  return <p>{plan}</p>
}
