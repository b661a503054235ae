import { breathe } from '../breathe.ts'
import type { EngineParts } from '../createEngine.ts'
import { identityOf } from '../plan/identity.ts'
import { connectionNumber } from '../store/connections.ts'
import { inTransaction } from '../store/transaction.ts'
import type { LeftReason } from '../../../shared/model.ts'
import { originOf } from '../store/leftOrigin.ts'

const pageRows = 1000

/** Puts those on the list of who left whom mirrors had before there was such a list. From then on each read keeps it. */
export async function feedFromMirrors({
  db,
  left,
  connections,
  clock,
  closing,
}: Pick<EngineParts, 'db' | 'left' | 'connections' | 'clock' | 'closing'>): Promise<void> {
  const find = db.prepare(`SELECT remote_id, email, phone, left_reason FROM contact
    WHERE connection = ? AND left_reason IS NOT NULL AND remote_id > ? ORDER BY remote_id LIMIT ${pageRows}`)
  for (const { id } of connections.list()) {
    const origin = originOf(db, id)
    if (left.hasFrom(origin)) continue
    const connection = connectionNumber(db, id)
    for (let after: string | null = ''; after !== null;) {
      if (closing.aborted) return
      const rows: Record<string, unknown>[] = find.all(connection, after)
      const people = rows.flatMap((row) => {
        const named = {
          email: row.email as string | null,
          phone: row.phone as string | null,
          externalId: null,
        }
        const identity = identityOf(named)
        return identity === null ? [] : [{ identity, reason: row.left_reason as LeftReason }]
      })
      inTransaction(db, () => left.note(origin, people, clock.now()))
      after = rows.length < pageRows ? null : (rows.at(-1)?.remote_id as string)
      await breathe()
    }
  }
}
