import type { DatabaseSync } from 'node:sqlite'
import type { ConnectionId } from '../../../shared/model.ts'
import { connectionNumber } from './connections.ts'
import { inTransaction } from './transaction.ts'

/** Forgets what is known of an account's people, so that the next plan reads them anew. */
export function forgetMirror(db: DatabaseSync, id: ConnectionId): void {
  const connection = connectionNumber(db, id)
  inTransaction(db, () => {
    for (const table of ['contact', 'membership', 'left_membership', 'freshness'])
      db.prepare(`DELETE FROM ${table} WHERE connection = ?`).run(connection)
  })
}
