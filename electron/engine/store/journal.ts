import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { Change, ChangeId, PlanId, RunId, RunStatus, StepStatus } from '../../../shared/model.ts'
import type { RequestNote, StepOutcome } from '../connectors/connector.ts'

export interface Run {
  readonly id: RunId
  readonly plan: PlanId
  readonly status: RunStatus
  readonly stoppedBecause: string | null
  readonly startedAt: number
  readonly endedAt: number | null
}

/**
 * What the journal knows of a change: `waiting` (its request has not left, or was refused before it did anything),
 * `sending` (about to leave, or in doubt after a crash), `settled`.
 */
export type StepState = 'waiting' | 'sending' | 'settled'

export interface Step {
  readonly change: ChangeId
  readonly state: StepState
  readonly status: StepStatus | null
  readonly reason: string | null
}

/** The journal of runs. `begin` is durable before it returns; that is what makes a crash harmless. */
export interface Journal {
  create(id: RunId, plan: PlanId, now: number): void
  end(id: RunId, status: Exclude<RunStatus, 'running'>, because: string | null, now: number): void
  reopen(id: RunId): void
  get(id: string): Run
  list(): Run[]
  /** The newest run that is not finished. */
  newestUnfinished(): Run | null
  /** These changes are about to be sent in one request. */
  begin(run: RunId, changes: readonly ChangeId[], request: RequestNote, now: number): void
  settle(run: RunId, outcomes: readonly StepOutcome[], now: number): void
  /** The request of these never did anything: they wait again. */
  revoke(run: RunId, changes: readonly ChangeId[]): void
  /** Changes that were `sending` when the program or the run ended. */
  inDoubt(run: RunId): ChangeId[]
  steps(run: RunId, changes: readonly Change[]): Map<ChangeId, Step>
  countRequests(run: RunId): number
  /** Rows all of whose changes are settled. */
  countRowsDone(run: RunId): number
}

export function journal(db: DatabaseSync): Journal {
  const statements = prepare(db)
  return {
    create: (id, plan, now) => void statements.create.run(id, plan, now),
    end: (id, status, because, now) => void statements.end.run(status, because, now, id),
    reopen: (id) => void statements.reopen.run(id),
    get(id) {
      const row = statements.get.get(id)
      if (!row) throw new AppError('not-found', `There is no run "${id}". See the list of runs.`)
      return runFromRow(row)
    },
    list: () => statements.list.all().map(runFromRow),
    newestUnfinished() {
      const row = statements.unfinished.get()
      return row ? runFromRow(row) : null
    },
    begin(run, changes, { method, path, fields }, now) {
      const { lastInsertRowid: request } = statements.request.run(
        run,
        method,
        path,
        JSON.stringify(fields),
        changes.length,
        now,
      )
      for (const change of changes) statements.begin.run(run, change, request)
    },
    settle(run, outcomes, now) {
      for (const { change, status, httpStatus, reason } of outcomes) {
        statements.settle.run(run, change, status, reason ?? null, now)
        statements.answered.run(httpStatus, now, run, change)
      }
    },
    revoke(run, changes) {
      for (const change of changes) statements.revoke.run(run, change)
    },
    inDoubt: (run) => statements.inDoubt.all(run).map((row) => row.change as ChangeId),
    steps: (run, changes) => stepsOf(statements, run, changes),
    countRequests: (run) => (statements.requests.get(run) as { n: number }).n,
    countRowsDone: (run) => (statements.rowsDone.get(run) as { n: number }).n,
  }
}

function prepare(db: DatabaseSync) {
  return {
    create: db.prepare(`INSERT INTO run (id, plan, status, started_at) VALUES (?, ?, 'running', ?)`),
    end: db.prepare('UPDATE run SET status = ?, stopped_because = ?, ended_at = ? WHERE id = ?'),
    reopen: db.prepare(
      `UPDATE run SET status = 'running', stopped_because = NULL, ended_at = NULL WHERE id = ?`,
    ),
    get: db.prepare('SELECT * FROM run WHERE id = ?'),
    list: db.prepare('SELECT * FROM run ORDER BY started_at DESC, id DESC'),
    unfinished: db.prepare(`SELECT * FROM run WHERE status <> 'finished' ORDER BY started_at DESC, id DESC`),
    request: db.prepare(`INSERT INTO request (run, method, path, fields, changes, sending_at)
      VALUES (?, ?, ?, ?, ?, ?)`),
    begin: db.prepare(`INSERT INTO step (run, change, state, attempts, request) VALUES (?, ?, 'sending', 1, ?)
      ON CONFLICT (run, change) DO UPDATE SET state = 'sending', attempts = attempts + 1,
        request = excluded.request`),
    settle: db.prepare(`INSERT INTO step (run, change, state, attempts, status, reason, settled_at)
      VALUES (?, ?, 'settled', 0, ?, ?, ?)
      ON CONFLICT (run, change) DO UPDATE SET state = 'settled', status = excluded.status,
        reason = excluded.reason, settled_at = excluded.settled_at`),
    answered: db.prepare(`UPDATE request SET http_status = ?, settled_at = ?
      WHERE id = (SELECT request FROM step WHERE run = ? AND change = ?) AND settled_at IS NULL`),
    revoke: db.prepare(
      `UPDATE step SET state = 'waiting' WHERE run = ? AND change = ? AND state = 'sending'`,
    ),
    inDoubt: db.prepare(`SELECT change FROM step WHERE run = ? AND state = 'sending' ORDER BY change`),
    step: db.prepare('SELECT change, state, status, reason FROM step WHERE run = ? AND change = ?'),
    requests: db.prepare('SELECT count(*) AS n FROM request WHERE run = ?'),
    rowsDone: db.prepare(`SELECT count(*) AS n FROM (
      SELECT change.row FROM run JOIN change ON change.plan = run.plan
        LEFT JOIN step ON step.run = run.id AND step.change = change.id
      WHERE run.id = ? GROUP BY change.row HAVING count(*) = sum(coalesce(step.state, '') = 'settled'))`),
  }
}

type Statements = ReturnType<typeof prepare>

function stepsOf(statements: Statements, run: RunId, changes: readonly Change[]): Map<ChangeId, Step> {
  const steps = new Map<ChangeId, Step>()
  for (const { id } of changes) {
    const row = statements.step.get(run, id)
    if (row) steps.set(id, row as unknown as Step)
  }
  return steps
}

function runFromRow(row: Record<string, unknown>): Run {
  return {
    id: row.id as RunId,
    plan: row.plan as PlanId,
    status: row.status as RunStatus,
    stoppedBecause: row.stopped_because as string | null,
    startedAt: row.started_at as number,
    endedAt: row.ended_at as number | null,
  }
}
