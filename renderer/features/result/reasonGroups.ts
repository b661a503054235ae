import type { RejectView } from '../../../shared/contract/runs.ts'
import type { RowOutcome } from '../../../shared/model.ts'

/** Rows that did not get through for the same reason. */
export interface ReasonGroup {
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
  return [...groups]
    .map(([key, rows]) => groupOf(key, rows))
    .toSorted(
      (one, other) =>
        order.indexOf(one.outcome) - order.indexOf(other.outcome) || other.rows.length - one.rows.length,
    )
}

function groupOf(key: string, rows: readonly RejectView[]): ReasonGroup {
  const [first] = rows
  const isOne = rows.every(({ reason }) => reason === first?.reason)
  const reason = (isOne ? first?.reason : sameForAll(first?.reason ?? null)) ?? 'no reason is known'
  return { key, outcome: first?.outcome ?? 'not-sent', reason: inCapitals(reason), rows }
}

/** A reason without the cells that it quotes and the rows that it names. */
function sameForAll(reason: string | null): string {
  return (reason ?? '').replace(/"[^"]*"|“[^”]*”/g, '…').replace(/\brow [\d,]+/g, 'row …')
}

function inCapitals(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
