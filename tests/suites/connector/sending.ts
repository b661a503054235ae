import type { Account } from '../../../electron/engine/connectors/connector.ts'
import type { ApplyEvent, StepOutcome } from '../../../electron/engine/connectors/applyEvents.ts'
import type { Change } from '../../../shared/model.ts'

export async function send(account: Account, changes: readonly Change[]): Promise<StepOutcome[]> {
  return sendRows(account, [changes])
}

/** As a run does: no more rows at once than the account takes. Outcomes in the order of the changes. */
export async function sendRows(
  account: Account,
  rows: readonly (readonly Change[])[],
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = []
  const { rowsPerBatch } = account.limits
  for (let from = 0; from < rows.length; from += rowsPerBatch) {
    const changes = rows.slice(from, from + rowsPerBatch).flat()
    for await (const event of account.apply(changes, new AbortController().signal))
      if (event.type === 'settled') outcomes.push(...event.outcomes)
  }
  const order = rows.flat().map(({ id }) => id)
  return outcomes.sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change))
}

export async function collect(events: AsyncIterable<ApplyEvent>, into: unknown[]): Promise<void> {
  for await (const event of events) into.push(event)
}
