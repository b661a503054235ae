import type { Account } from '../../electron/engine/connectors/connector.ts'
import type { Change } from '../../shared/model.ts'

/** What a plan of these changes, all of one row, would say that `apply` takes. */
export function requestsFor(account: Account, changes: readonly Change[]): number {
  const counter = account.requestCounter()
  counter.add(changes)
  return counter.total() - counter.followUps()
}
