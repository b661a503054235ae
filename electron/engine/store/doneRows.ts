import type { DatabaseSync } from 'node:sqlite'
import type { Change, ChangeDraft, ChangeId, PlanId, RemoteId, RunId } from '../../../shared/model.ts'

/** A row of which a run wrote something, or may have: its request is in doubt. */
export interface DoneRow {
  readonly row: number
  readonly email: string | null
  readonly done: readonly DoneChange[]
}

export interface DoneChange {
  readonly change: Change
  /** When its request left at the earliest, in milliseconds since 1970; `null` where none is known. */
  readonly sentAt: number | null
  /**
   * The service said that whoever or whatever was new to the plan was there by then. After several attempts it may be
   * the first that made it: then a person counts as made, and a thing as there.
   */
  readonly wasThere: boolean
  /** Whom or what it made; `null` where that is not known. */
  readonly made: RemoteId | null
}

/** What runs did, row by row. Reads only. */
export interface DoneRows {
  /** At most `limit` rows after `afterRow`, in order. `identity`: only of this person. */
  page(run: RunId, afterRow: number, limit: number, identity?: string | null): number[]
  ofRows(run: RunId, rows: readonly number[]): Map<number, DoneRow>
  /** Whether the values of a plan are no longer kept. */
  isBlanked(plan: PlanId): boolean
}

const happened = `(s.status IN ('written', 'accepted') OR s.state IN ('sending', 'job'))`

export function doneRows(db: DatabaseSync): DoneRows {
  const page = db.prepare(`SELECT DISTINCT c.row FROM run JOIN change c ON c.plan = run.plan AND c.row > ?2
    JOIN step s ON s.run = run.id AND s.change = c.id
    WHERE run.id = ?1 AND ${happened} ORDER BY c.row LIMIT ?3`)
  // Who got another address by the run is known by both.
  const ofPerson =
    db.prepare(`SELECT DISTINCT c.row FROM run JOIN change c ON c.plan = run.plan AND c.row > ?2
    JOIN plan_row p ON p.plan = c.plan AND p.row = c.row
    JOIN step s ON s.run = run.id AND s.change = c.id
    WHERE run.id = ?1 AND ${happened} AND (p.identity = ?4
      OR lower(c.body ->> '$.before.email') = ?4 OR lower(c.body ->> '$.after.email') = ?4)
    ORDER BY c.row LIMIT ?3`)
  const ofRows = db.prepare(`SELECT c.id, c.row, c.body, p.email,
      -- Of several attempts the first may have been the one that got through.
      CASE WHEN s.attempts > 1 THEN run.started_at ELSE r.sending_at END AS sending_at,
      s.was_there AND (s.attempts = 1 OR c.body ->> '$.object' = 'record') AS was_there, s.remote_id FROM run
    JOIN change c ON c.plan = run.plan AND c.row IN (SELECT value FROM json_each(?2))
    JOIN step s ON s.run = run.id AND s.change = c.id
    LEFT JOIN plan_row p ON p.plan = c.plan AND p.row = c.row
    LEFT JOIN request r ON r.id = s.request
    WHERE run.id = ?1 AND ${happened} ORDER BY c.row, c.id`)
  const blanked = db.prepare('SELECT 1 FROM plan WHERE id = ? AND blanked_at IS NOT NULL')
  return {
    page: (run, afterRow, limit, identity = null) =>
      (identity === null ? page.all(run, afterRow, limit) : ofPerson.all(run, afterRow, limit, identity)).map(
        ({ row }) => row as number,
      ),
    ofRows(run, rows) {
      const found = ofRows.all(run, JSON.stringify(rows))
      return new Map(
        [...Map.groupBy(found, ({ row }) => row as number)].map(([row, its]) => [row, doneRow(row, its)]),
      )
    },
    isBlanked: (plan) => blanked.get(plan) !== undefined,
  }
}

function doneRow(row: number, its: readonly Record<string, unknown>[]): DoneRow {
  return {
    row,
    email: (its[0]?.email ?? null) as string | null,
    done: its.map(({ id, body, sending_at, was_there, remote_id }) => ({
      change: { ...(JSON.parse(body as string) as ChangeDraft), id: id as ChangeId, row },
      sentAt: sending_at as number | null,
      wasThere: was_there === 1,
      made: remote_id as RemoteId | null,
    })),
  }
}
