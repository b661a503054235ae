import type { PlanProgress, PlanSpec } from '../../../shared/contract/plans.ts'
import type { Column } from '../../../shared/model.ts'
import { recipeName } from '../../../shared/recipeName.ts'

/** Append remembers rows under a recipe's name; a sync without one has the name that every host would give it. */
export function plannedSpec(spec: PlanSpec, columns: readonly Column[]): PlanSpec {
  if (spec.append === null || spec.append.recipe !== '') return spec
  const recipe = recipeName(spec.connection, columns, spec.audiences)
  return { ...spec, append: { ...spec.append, recipe } }
}

/** Whether this is news of the plan being made; another window may be planning something else. */
export function isProgressOf(
  spec: Pick<PlanSpec, 'source' | 'connection'>,
  progress: Pick<PlanProgress, 'source' | 'connection'>,
): boolean {
  return spec.source === progress.source && spec.connection === progress.connection
}
