import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RowKind } from '../../../shared/model.ts'
import { counted } from '../../words.ts'

/** In the order of the tabs: what is sent first. */
export { rowKinds } from '../../../shared/model.ts'

/** Everything that would be sent, each field list, membership and consent once. */
export function changeCount({ changes }: PlanSummary): number {
  // Who loses a value by it is among the updates.
  return Object.values({ ...changes, overwrites: 0 }).reduce((sum, count) => sum + count, 0)
}

/** Rows of one kind, or all. */
export type ShownKind = RowKind | 'all'

export type SentKind = 'create' | 'update' | 'delete' | 'leave'

export function isSent(shown: ShownKind): shown is SentKind {
  return shown === 'create' || shown === 'update' || shown === 'delete' || shown === 'leave'
}

/** Whether the rows that are of a kind, or would be, are sent: all, some, none. */
export function kindState({ counts, untickedOf }: PlanSummary, kind: SentKind): 'on' | 'off' | 'mixed' {
  if ((untickedOf?.[kind] ?? 0) === 0) return 'on'
  return counts[kind] === 0 ? 'off' : 'mixed'
}

/** The user unticked every row of this kind. */
export function isWhollyOff(summary: PlanSummary, shown: ShownKind): shown is SentKind {
  return isSent(shown) && kindState(summary, shown) === 'off'
}

/** A day: after that, the account is likely to have moved on. */
const freshMs = 24 * 60 * 60 * 1000

export function isStale({ createdAt }: PlanSummary, now: number): boolean {
  return now - createdAt > freshMs
}

/** Why a plan has nothing to send, by its rows. */
export function nothingWords({ counts, unticked, object, undo }: PlanSummary): string {
  const dealtWith = counts['left-out'] - unticked
  const parts = [
    counts.unchanged > 0 &&
      `${counted(counts.unchanged, 'row')} ${undo ? 'as before the run' : 'the same in the account'} already`,
    counts['held-back'] > 0 && `${counted(counts['held-back'], 'person', 'people')} held back`,
    counts.invalid > 0 &&
      `${counted(counts.invalid, 'row')} ${object === null ? 'without a usable address' : 'that can’t be used'}`,
    counts.duplicate > 0 && `${counted(counts.duplicate, 'row')} twice in the file`,
    dealtWith > 0 &&
      `${counted(dealtWith, 'row')} ${undo ? 'of which nothing can be put back' : 'dealt with before'}`,
    unticked > 0 && `${counted(unticked, 'row')} unticked by you`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'The file has no rows.' : `${parts.join(', ')}.`
}
