import type { PlanSummary } from '../../../../shared/contract/plans.ts'
import type { ObjectTarget } from '../../../../shared/objectTypes.ts'
import { connectors } from '../../connectors/registry.ts'

/**
 * What takes a run about things other than people back: what it changed is changed back, what it made is deleted.
 * `null` where the service has no way to do so, and for a run about people.
 */
export function undoTarget({
  object,
  connection,
}: Pick<PlanSummary, 'object' | 'connection'>): ObjectTarget | null {
  // Summaries from before there were objects don't name it.
  if ((object ?? null) === null || object === null) return null
  const connector = connectors.find(({ title }) => title === connection.service)
  const type = connector?.objects?.find(({ id }) => id === object.type)
  if (type === undefined || type.aboutPeople || type.groupBy !== null) return null
  const op = backOf[object.op]
  return op !== null && type.operations.includes(op) ? { type: type.id, op } : null
}

/** What is deleted is gone with all that only the service knows of it. */
const backOf = { insert: 'delete', update: 'update', delete: null, unsubscribe: null } as const
