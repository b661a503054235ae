import type { RejectView } from '../../../shared/contract/runs.ts'
import type { RowOutcome } from '../../../shared/model.ts'
import { outcomeWords } from '../../components/outcomeWords.ts'

/** Rows that did not get through for the same reason. */
export interface ReasonGroup {
  /** Stays the same while more rows are read. */
  readonly key: string
  readonly outcome: RowOutcome
  /** The reason, with `…` for what differs from row to row. */
  readonly reason: string
  readonly rows: readonly RejectView[]
}

/** Those that a correction helps first, then the ones with most rows. */
const order: readonly RowOutcome[] = [
  'rejected',
  'invalid',
  'partly-written',
  'in-doubt',
  'not-sent',
  'held-back',
]

export function groupByReason(rejects: readonly RejectView[]): readonly ReasonGroup[] {
  const groups = Map.groupBy(rejects, ({ outcome, reason }) => `${outcome} ${sameForAll(reason)}`)
  return [...groups.values()]
    .map(groupOf)
    .toSorted(
      (one, other) =>
        order.indexOf(one.outcome) - order.indexOf(other.outcome) || other.rows.length - one.rows.length,
    )
}

function groupOf(rows: readonly RejectView[]): ReasonGroup {
  const [first] = rows
  const outcome = first?.outcome ?? 'not-sent'
  const reason = sharedReason(rows.map(({ reason }) => reason ?? '')) || outcomeWords[outcome]
  return { key: `from-row-${first?.row ?? 0}`, outcome, reason: inCapitals(reason), rows }
}

/** What a reason quotes or names of its row: a cell, a column, another row. */
const ofTheRow = /“[^”]*”|"[^"]*"|\brow [\d,]+/g

function sameForAll(reason: string | null): string {
  return (reason ?? '').replace(ofTheRow, '…')
}

/** The reason as it is, but for the quotes in which the rows differ. */
function sharedReason(reasons: readonly string[]): string {
  const quotes = reasons.map((reason) => reason.match(ofTheRow) ?? [])
  let at = -1
  return (reasons[0] ?? '').replace(ofTheRow, (quote) => {
    at += 1
    return quotes.every((each) => each[at] === quote) ? quote : '…'
  })
}

function inCapitals(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
