import type { ApplyEvent, StepOutcome } from '../../applyEvents.ts'
import type { BulkRow } from './bulkRows.ts'

/** Outcomes as an event; their changes are no longer open. */
export function settled(rows: readonly BulkRow[], outcomes: readonly StepOutcome[]): ApplyEvent {
  const over = new Set(outcomes.map(({ change }) => change))
  for (const row of rows) row.open = row.open.filter(({ id }) => !over.has(id))
  // A bulk answer holds no person's fields, and a copy without them would look empty.
  return { type: 'settled', outcomes, contacts: [] }
}

/** What follows for the rest of each row without a request. */
export function* settleRest(
  rows: readonly BulkRow[],
  outcomesOf: (row: BulkRow) => readonly StepOutcome[],
): Generator<ApplyEvent> {
  const outcomes = rows.flatMap(outcomesOf)
  if (outcomes.length > 0) yield settled(rows, outcomes)
}
