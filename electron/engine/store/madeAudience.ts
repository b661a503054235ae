import type { DatabaseSync } from 'node:sqlite'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { PlanId, RunId } from '../../../shared/model.ts'
import type { RequestNote } from '../connectors/connector.ts'
import type { PartCount } from '../plan/partTally.ts'

/** What an audience was called in the plan, and what the account calls it. */
export interface MadeAudience {
  readonly plannedId: string
  readonly id: string
}

/** The audience that a run makes. Callers bundle writes with `inTransaction`. */
export interface MadeAudiences {
  ofRun(run: RunId): MadeAudience | null
  save(run: RunId, made: MadeAudience): void
  /** Whether anybody is still to join it. */
  isAwaited(run: RunId, plan: PlanId, plannedId: string): boolean
  /** Gives the changes of at most `limit` rows after `afterRow` its real id; the last row of them, or `null` at the end. */
  fillIn(plan: PlanId, made: MadeAudience, afterRow: number, limit: number): number | null
  /** The same for what the plan says of itself. */
  fillInNames(plan: PlanId, made: MadeAudience): void
  /** Journals a request that makes something and is of no row. Its number, for the answer. */
  begin(run: RunId, request: RequestNote, now: number): number
  answered(request: number, httpStatus: number, now: number): void
}

export function madeAudiences(db: DatabaseSync): MadeAudiences {
  const statements = prepare(db)
  return {
    ofRun(run) {
      const row = statements.ofRun.get(run)
      return row ? { plannedId: row.planned_id as string, id: row.id as string } : null
    },
    save: (run, { plannedId, id }) => void statements.save.run(run, plannedId, id),
    isAwaited: (run, plan, plannedId) => statements.awaited.get({ run, plan, plannedId }) !== undefined,
    fillIn(plan, { plannedId, id }, afterRow, limit) {
      const { last } = statements.page.get({ plan, afterRow, limit }) as { last: number | null }
      if (last !== null) statements.fillIn.run({ plan, plannedId, id, afterRow, last })
      return last
    },
    fillInNames(plan, made) {
      const { summary, parts } = statements.plan.get(plan) as { summary: string; parts: string | null }
      statements.savePlan.run(
        JSON.stringify(renamed(JSON.parse(summary) as PlanSummary, made)),
        parts === null
          ? null
          : JSON.stringify((JSON.parse(parts) as PartCount[]).map((one) => part(one, made))),
        plan,
      )
    },
    begin: (run, { method, path, fields }, now) =>
      Number(statements.begin.run(run, method, path, JSON.stringify(fields), now).lastInsertRowid),
    answered: (request, httpStatus, now) => void statements.answered.run(httpStatus, now, request),
  }
}

function prepare(db: DatabaseSync) {
  const joinsIt = `body ->> '$.object' = 'membership' AND body ->> '$.audience.id' = :plannedId`
  return {
    ofRun: db.prepare('SELECT planned_id, id FROM made_audience WHERE run = ?'),
    save: db.prepare('INSERT INTO made_audience (run, planned_id, id) VALUES (?, ?, ?)'),
    awaited: db.prepare(`SELECT 1 FROM change c LEFT JOIN step s ON s.run = :run AND s.change = c.id
      WHERE c.plan = :plan AND ${joinsIt} AND coalesce(s.state, 'waiting') = 'waiting' LIMIT 1`),
    page: db.prepare(`SELECT max(row) AS last FROM
      (SELECT row FROM change WHERE plan = :plan AND row > :afterRow ORDER BY row LIMIT :limit)`),
    fillIn: db.prepare(`UPDATE planned_change SET body = json_set(body, '$.audience.id', :id)
      WHERE plan = :plan AND row > :afterRow AND row <= :last AND ${joinsIt}`),
    plan: db.prepare('SELECT summary, parts FROM plan WHERE id = ?'),
    savePlan: db.prepare('UPDATE plan SET summary = ?, parts = ? WHERE id = ?'),
    begin: db.prepare(`INSERT INTO request (run, method, path, fields, changes, sending_at)
      VALUES (?, ?, ?, ?, 0, ?)`),
    answered: db.prepare('UPDATE request SET http_status = ?, settled_at = ? WHERE id = ?'),
  }
}

function renamed(summary: PlanSummary, { plannedId, id }: MadeAudience): PlanSummary {
  const audiences = summary.audiences.map((one) => (one.id === plannedId ? { ...one, id } : one))
  return { ...summary, audiences }
}

function part(count: PartCount, { plannedId, id }: MadeAudience): PartCount {
  if (!('audience' in count.part) || count.part.audience.id !== plannedId) return count
  return { ...count, part: { audience: { ...count.part.audience, id } } }
}
