import type { Change, ChangeId } from '../../../../shared/model.ts'

/** The ids of these changes. */
export function idsOf(changes: readonly Change[]): readonly ChangeId[] {
  return changes.map(({ id }) => id)
}
