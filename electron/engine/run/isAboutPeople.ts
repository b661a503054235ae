import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { connectors } from '../connectors/registry.ts'

/** Whether the rows of a plan are about people, also where each says what becomes of somebody who is in the account. */
export function isAboutPeople({ object, connection }: Pick<PlanSummary, 'object' | 'connection'>): boolean {
  // Summaries from before there were objects don't name it.
  if ((object ?? null) === null) return true
  const connector = connectors.find(({ title }) => title === connection.service)
  return connector?.objects?.some(({ id, aboutPeople }) => id === object?.type && aboutPeople) === true
}
