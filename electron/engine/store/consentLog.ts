import type { DatabaseSync } from 'node:sqlite'
import type { ChangeDraft, RunId } from '../../../shared/model.ts'

/** A subscription that a run sent, or was about to send. */
export interface SentConsent {
  readonly run: RunId
  /** Milliseconds since 1970. */
  readonly at: number
  readonly change: Extract<ChangeDraft, { readonly object: 'consent' }>
}

/** Subscriptions of this account since then, from the journals of all runs; refused ones and held back ones left out. */
export function sentConsents(db: DatabaseSync, connection: number, sinceMs: number): readonly SentConsent[] {
  const rows = db
    .prepare(
      `SELECT step.run, request.sending_at, change.body FROM plan
       JOIN run ON run.plan = plan.id JOIN request ON request.run = run.id
       JOIN step ON step.request = request.id JOIN change ON change.id = step.change
       WHERE plan.connection = ? AND request.sending_at > ? AND change.body ->> 'object' = 'consent'
         AND step.state <> 'waiting' AND coalesce(step.status, 'accepted') IN ('accepted', 'written')`,
    )
    .all(connection, sinceMs)
  return rows.map((row) => ({
    run: row.run as RunId,
    at: row.sending_at as number,
    change: JSON.parse(row.body as string) as SentConsent['change'],
  }))
}
