import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { ChangeDraft, RowKind } from '../../../shared/model.ts'

/** Rows of a plan by kind, before there are any. */
export function noRows(): Record<RowKind, number> {
  return {
    create: 0,
    update: 0,
    delete: 0,
    leave: 0,
    unchanged: 0,
    'held-back': 0,
    invalid: 0,
    duplicate: 0,
    'left-out': 0,
  }
}

export type ChangeCount = Exclude<keyof PlanSummary['changes'], 'overwrites'>

/** Changes of a plan by what they do, before there are any. */
export function noChanges(): Record<ChangeCount, number> {
  return { creates: 0, updates: 0, joins: 0, subscribes: 0, deletes: 0, leaves: 0, unsubscribes: 0 }
}

/** As what a change is counted. */
export const changeCounts: Readonly<Record<ChangeDraft['op'], ChangeCount>> = {
  create: 'creates',
  insert: 'creates',
  update: 'updates',
  join: 'joins',
  subscribe: 'subscribes',
  delete: 'deletes',
  leave: 'leaves',
  unsubscribe: 'unsubscribes',
}
