import type { PlanRowView } from '../../../shared/contract/plans.ts'
import type {
  AudienceRef,
  Change,
  ChangeId,
  ConsentChange,
  FieldId,
  FieldValue,
} from '../../../shared/model.ts'

/** One field of a row. */
export interface FieldDiff {
  readonly field: FieldId
  /** `undefined`: the account has nothing. */
  readonly before: FieldValue | undefined
  readonly after: FieldValue
  readonly on: boolean
}

export interface JoinDiff {
  readonly audience: AudienceRef
  readonly op: 'join' | 'leave'
  readonly on: boolean
}

export interface RowDiff {
  readonly fields: readonly FieldDiff[]
  readonly joins: readonly JoinDiff[]
  readonly consents: readonly (ConsentChange & { readonly on: boolean })[]
  /** What is taken away: deletions, and people who are unsubscribed. */
  readonly takings: readonly { readonly id: ChangeId; readonly words: string; readonly on: boolean }[]
}

/** What would change for one person, and what the user switched off of it. */
export function diffOf({ changes, unticked }: Pick<PlanRowView, 'changes' | 'unticked'>): RowDiff {
  const all = [
    ...changes.map((change) => ({ change, on: true })),
    ...unticked.map((change) => ({ change, on: false })),
  ]
  return {
    fields: all.flatMap(({ change, on }) => fieldDiffs(change, on)),
    joins: all.flatMap(({ change, on }) =>
      change.object === 'membership' ? [{ audience: change.audience, op: change.op, on }] : [],
    ),
    consents: all.flatMap(({ change, on }) => (change.object === 'consent' ? [{ ...change, on }] : [])),
    takings: all.flatMap(({ change, on }) => {
      const words = takingWords(change)
      return words === null ? [] : [{ id: change.id, words, on }]
    }),
  }
}

function takingWords(change: Change): string | null {
  if (change.object === 'unsubscription') return 'Unsubscribed, for good'
  return change.object === 'record' && change.op === 'delete' ? `Deleted: ${change.key.name}` : null
}

function fieldDiffs(change: Change, on: boolean): readonly FieldDiff[] {
  if (change.object !== 'contact' && change.object !== 'record') return []
  return Object.entries(change.after).map(([key, after]) => {
    const field = key as FieldId
    return { field, before: change.before[field], after, on }
  })
}

/** Whether a row is sent: wholly, in part, not at all; `none` where nothing of it could be. */
export function tickState({ changes, unticked }: PlanRowView): 'on' | 'off' | 'mixed' | 'none' {
  if (changes.length === 0) return unticked.length === 0 ? 'none' : 'off'
  return unticked.length === 0 ? 'on' : 'mixed'
}
