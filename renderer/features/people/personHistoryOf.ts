import type { PersonDetail } from '../../../shared/contract/people.ts'
import type { ConnectionId } from '../../../shared/model.ts'

type HistoryRow = PersonDetail['history'][number] & { readonly connection: ConnectionId }

/** Rows of somebody at all accounts, newest first. */
export function historyOf(details: readonly PersonDetail[]): readonly HistoryRow[] {
  return details
    .flatMap(({ history, connection }) => history.map((row) => ({ ...row, connection })))
    .toSorted((one, other) => other.at - one.at)
}
