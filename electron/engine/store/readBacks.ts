import type { DatabaseSync } from 'node:sqlite'
import type { ReadBackCounts, ReadBackKind } from '../../../shared/contract/runs.ts'
import type {
  AudienceRef,
  Change,
  ChangeDraft,
  ChangeId,
  FieldId,
  MembershipChange,
  RunId,
} from '../../../shared/model.ts'
import type { AudienceWritten } from '../run/readBack/membersRead.ts'
import type { Seen } from '../run/readBack/seenAs.ts'

export type CanaryState = 'asked' | 'matched' | 'differed'
export type VerifyState = 'asked' | 'done'

/** What runs read back of what they wrote. Callers bundle writes with `inTransaction`. */
export interface ReadBacks {
  wish(run: RunId): { readonly canary: CanaryState | null; readonly verify: VerifyState | null }
  ask(run: RunId, wish: { readonly canary: boolean; readonly verify: boolean }): void
  setCanary(run: RunId, state: CanaryState): void
  setVerify(run: RunId, state: VerifyState): void
  /**
   * Changes of up to `limit` rows after `afterRow` that were written. `unseen`: only those that were not found as they
   * should be yet.
   */
  written(run: RunId, afterRow: number, limit: number, unseen: boolean): Change[]
  /** The audiences of those changes. */
  memberships(run: RunId, unseen: boolean): AudienceWritten[]
  /** When the last request of a run left. */
  lastSentAt(run: RunId): number | null
  save(run: RunId, seen: ReadonlyMap<ChangeId, Seen>): void
  /** In rows: each counts as the worst of its changes. */
  counts(run: RunId): ReadBackCounts
  /** Rows that were read back with this result, after `afterRow`. */
  rows(run: RunId, kind: ReadBackKind, afterRow: number, limit: number): readonly ReadBackRow[]
}

export interface ReadBackRow {
  readonly row: number
  readonly email: string | null
  readonly changes: readonly {
    readonly change: Change
    readonly seen: ReadBackKind | null
    readonly differs: readonly FieldId[]
  }[]
}

export function readBacks(db: DatabaseSync): ReadBacks {
  const statements = prepare(db)
  return {
    wish: (run) => statements.wish.get(run) as unknown as ReturnType<ReadBacks['wish']>,
    ask: (run, { canary, verify }) =>
      void statements.ask.run(canary ? 'asked' : null, verify ? 'asked' : null, run),
    setCanary: (run, state) => void statements.setCanary.run(state, run),
    setVerify: (run, state) => void statements.setVerify.run(state, run),
    written: (run, afterRow, limit, unseen) =>
      statements.written.all({ run, afterRow, limit, unseen: unseen ? 1 : 0 }).map(changeFrom),
    memberships: (run, unseen) =>
      statements.audiences.all({ run, unseen: unseen ? 1 : 0 }).map(({ audience, changes }) => ({
        audience: JSON.parse(audience as string) as AudienceRef,
        changes: changes as number,
        some: statements.membersOf
          .all({ run, unseen: unseen ? 1 : 0, audience: audience as string })
          .map((row) => changeFrom(row) as MembershipChange),
      })),
    lastSentAt: (run) => (statements.lastSentAt.get(run) as { at: number | null }).at,
    save(run, seen) {
      for (const [change, one] of seen) {
        const differs = one.seen === 'differs' ? JSON.stringify(one.differs) : null
        statements.save.run(one.seen, differs, run, change)
      }
    },
    counts(run) {
      const counts = { confirmed: 0, differs: 0, 'not-visible': 0, unread: 0 }
      for (const { kind, n } of statements.counts.all(run))
        counts[kind as ReadBackKind | 'unread'] = n as number
      return counts
    },
    rows: (run, kind, afterRow, limit) =>
      [...Map.groupBy(statements.rows.all({ run, kind, afterRow, limit }), ({ row }) => row as number)].map(
        ([row, its]) => ({
          row,
          email: (its[0]?.email ?? null) as string | null,
          changes: its.map((one) => ({
            change: changeFrom(one),
            seen: one.seen as ReadBackKind | null,
            differs: JSON.parse((one.differs as string | null) ?? '[]') as FieldId[],
          })),
        }),
      ),
  }
}

const wrote = `s.status IN ('written', 'accepted')`

const membership = `${wrote} AND (:unseen = 0 OR s.seen IS NOT 'confirmed') AND c.body ->> 'object' = 'membership'`

/** More people than these are taken to be like them. */
const sampleSize = 500

/** The worst of a row's changes. */
const worst = `CASE WHEN max(s.seen = 'differs') THEN 'differs' WHEN max(s.seen = 'not-visible') THEN 'not-visible'
  WHEN max(s.seen = 'confirmed') THEN 'confirmed' ELSE 'unread' END`

function prepare(db: DatabaseSync) {
  const steps = `FROM run JOIN change c ON c.plan = run.plan JOIN step s ON s.run = run.id AND s.change = c.id`
  return {
    wish: db.prepare('SELECT canary, verify FROM run WHERE id = ?'),
    ask: db.prepare('UPDATE run SET canary = ?, verify = ? WHERE id = ?'),
    setCanary: db.prepare('UPDATE run SET canary = ? WHERE id = ?'),
    lastSentAt: db.prepare('SELECT max(sending_at) AS at FROM request WHERE run = ?'),
    setVerify: db.prepare('UPDATE run SET verify = ? WHERE id = ?'),
    written: db.prepare(`SELECT c.id, c.row, c.body ${steps} WHERE run.id = :run AND ${wrote}
      AND (:unseen = 0 OR s.seen IS NOT 'confirmed') AND c.row IN
        (SELECT DISTINCT c.row ${steps} WHERE run.id = :run AND c.row > :afterRow AND ${wrote}
           AND (:unseen = 0 OR s.seen IS NOT 'confirmed') ORDER BY c.row LIMIT :limit)
      ORDER BY c.row, c.id`),
    audiences: db.prepare(`SELECT c.body ->> 'audience' AS audience, count(*) AS changes ${steps}
      WHERE run.id = :run AND ${membership} GROUP BY audience`),
    membersOf: db.prepare(`SELECT c.id, c.row, c.body ${steps}
      WHERE run.id = :run AND ${membership} AND c.body ->> 'audience' = :audience LIMIT ${sampleSize}`),
    // What was only accepted is written once it is seen; whoever waits for a confirmation mail is not.
    save: db.prepare(`UPDATE step SET seen = ?1, differs = ?2,
        status = CASE WHEN ?1 = 'confirmed' AND status = 'accepted' AND reason IS NULL THEN 'written' ELSE status END
      WHERE run = ?3 AND change = ?4`),
    counts: db.prepare(`SELECT kind, count(*) AS n FROM
      (SELECT ${worst} AS kind ${steps} WHERE run.id = ? AND ${wrote} GROUP BY c.row) GROUP BY kind`),
    rows: db.prepare(`SELECT c.id, c.row, c.body, p.email, s.seen, s.differs ${steps}
      LEFT JOIN plan_row p ON p.plan = c.plan AND p.row = c.row
      WHERE run.id = :run AND c.row IN (SELECT c.row ${steps} WHERE run.id = :run AND c.row > :afterRow AND ${wrote}
        GROUP BY c.row HAVING ${worst} = :kind ORDER BY c.row LIMIT :limit)
      ORDER BY c.row, c.id`),
  }
}

function changeFrom({ id, row, body }: Record<string, unknown>): Change {
  return { ...(JSON.parse(body as string) as ChangeDraft), id: id as ChangeId, row: row as number }
}
