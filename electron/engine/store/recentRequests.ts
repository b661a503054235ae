import type { DatabaseSync } from 'node:sqlite'
import type { ConnectionId } from '../../../shared/model.ts'
import type { Clock } from '../clock.ts'
import type { RecentRequests } from '../connectors/recentRequests.ts'
import { connectionNumber } from './connections.ts'
import { inLightTransaction } from './transaction.ts'

/** Longer than all limits but the daily ones, which nobody reaches. */
const keptMs = 2 * 60_000
/** Requests between two looks for old ones. */
const tidyEvery = 200

/** Kept in the database by the wall clock, the only one that goes on from program to program. */
export function recentRequests(
  db: DatabaseSync,
  connection: ConnectionId,
  clock: Pick<Clock, 'now'>,
): RecentRequests {
  const number = connectionNumber(db, connection)
  const all = db.prepare(`SELECT r.over_at FROM recent_request r, json_each(r.buckets) b
    WHERE r.connection = ? AND b.value = ?`)
  const begin = db.prepare('INSERT INTO recent_request (connection, buckets, began_at) VALUES (?, ?, ?)')
  const end = db.prepare('UPDATE recent_request SET over_at = ? WHERE id = ?')
  // A clock that was set back has left some of the future.
  const tidy = db.prepare('DELETE FROM recent_request WHERE connection = ? AND began_at NOT BETWEEN ? AND ?')
  let noted = 0
  return {
    agoMs(bucket) {
      const now = clock.now()
      return all
        .all(number, bucket)
        .map(({ over_at }) => (over_at === null ? 0 : Math.max(0, now - (over_at as number))))
        .filter((ms) => ms < keptMs)
        .sort((a, b) => b - a)
    },
    begins(buckets) {
      const now = clock.now()
      const id = lightly(db, () => {
        noted += 1
        if (noted % tidyEvery === 1) tidy.run(number, now - keptMs, now)
        return begin.run(number, JSON.stringify(buckets), now).lastInsertRowid
      })
      return () => {
        if (id !== null) lightly(db, () => end.run(clock.now(), id))
      }
    },
  }
}

/** Whoever journals a request may be in the middle of a transaction. */
function lightly<T>(db: DatabaseSync, work: () => T): T | null {
  try {
    return db.isTransaction ? work() : inLightTransaction(db, work)
  } catch {
    // A full disk, or one that is closed by now, must not keep anybody from asking.
    return null
  }
}
