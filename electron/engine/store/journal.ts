import type { DatabaseSync } from 'node:sqlite'
import { AppError, type ErrorCode, type WireError } from '../../../shared/errors.ts'
import type {
  Change,
  ChangeId,
  PlanId,
  RemoteId,
  RunId,
  RunStatus,
  StepStatus,
} from '../../../shared/model.ts'
import type { ConfirmationCounts, ConsentCounts } from '../../../shared/contract/runs.ts'
import { confirmedReason, leftUnconfirmedReason } from './confirmedReason.ts'
import type { RequestNote } from '../connectors/connector.ts'
import type { JobRef, StepOutcome } from '../connectors/applyEvents.ts'

export interface Run {
  readonly id: RunId
  readonly plan: PlanId
  readonly status: RunStatus
  readonly stoppedBecause: string | null
  readonly stoppedCode: ErrorCode | null
  readonly startedAt: number
  readonly endedAt: number | null
  /** It is to be read back, and was not yet to the end. */
  readonly verifyAsked: boolean
}

/**
 * What the journal knows of a change: `waiting` (its request has not left, or was refused before it did anything),
 * `sending` (about to leave, or in doubt after a crash), `job` (the service took it and is at work), `settled`.
 */
export type StepState = 'waiting' | 'sending' | 'job' | 'settled'

export interface Step {
  readonly change: ChangeId
  readonly state: StepState
  readonly status: StepStatus | null
  readonly reason: string | null
  /** Whom it made. */
  readonly remoteId: RemoteId | null
}

/** The journal of runs. `begin` is durable before it returns; that is what makes a crash harmless. */
export interface Journal {
  /** @throws AppError `conflict` while ticks are written to the plan. */
  create(plan: PlanId, now: number): RunId
  finish(id: RunId, now: number): void
  stop(id: RunId, because: WireError, now: number): void
  /** Ends it for good. */
  cancel(id: RunId, because: WireError, now: number): void
  reopen(id: RunId): void
  /** @throws AppError `not-found` */
  get(id: RunId): Run
  /** The run that carried out this plan. */
  ofPlan(plan: PlanId): Run | null
  list(): Run[]
  /** The newest run that can be gone on with. */
  newestUnfinished(): Run | null
  /** These changes are about to be sent in one request. */
  begin(run: RunId, changes: readonly ChangeId[], request: RequestNote, now: number): void
  /** The request of these was answered; they wait for the next one that they need. */
  answered(run: RunId, changes: readonly ChangeId[], httpStatus: number, now: number): void
  settle(run: RunId, outcomes: readonly StepOutcome[], now: number): void
  /** A request about `people` that is no step of its own is about to be sent. Returns its number. */
  noteAside(run: RunId, request: RequestNote, people: number, now: number): number
  answeredAside(request: number, httpStatus: number, now: number): void
  /** Whom or what these changes made, of settled ones. */
  noteMade(run: RunId, made: readonly { readonly change: ChangeId; readonly remoteId: RemoteId }[]): void
  /** The service took these and works on them. */
  follow(run: RunId, changes: readonly ChangeId[], job: JobRef, now: number): void
  /** Jobs whose end is not known yet. */
  jobs(run: RunId): { readonly job: JobRef; readonly changes: readonly ChangeId[] }[]
  /** Nobody will know whether these were done, and they are never sent again: they stay in doubt, for a person to decide. */
  leaveInDoubt(run: RunId, changes: readonly ChangeId[]): void
  /** Neither the request of these nor its job did anything: they wait again. */
  revoke(run: RunId, changes: readonly ChangeId[]): void
  /** Changes that were `sending` when the program or the run ended. */
  inDoubt(run: RunId): ChangeId[]
  /** When the newest request with this change was about to leave. */
  sentAt(run: RunId, change: ChangeId): number
  /** When the last request of those was about to leave. */
  lastSentAt(run: RunId): number | null
  steps(run: RunId, changes: readonly Change[]): Map<ChangeId, Step>
  /** Steps of the changes of these rows. */
  stepsOfRows(run: RunId, fromRow: number, toRow: number): Map<ChangeId, Step>
  countRequests(run: RunId): number
  /** What became of consent, by status and by whether people are asked to confirm. */
  countConsents(run: RunId): ConsentCounts
  /** New people who were asked to confirm: who still waits, who has, and who left instead. */
  countConfirmations(run: RunId): ConfirmationCounts
  /** Rows all of whose changes are settled. */
  countRowsDone(run: RunId): number
  countRowsRejected(run: RunId): number
}

export function journal(db: DatabaseSync): Journal {
  const statements = prepare(db)
  return {
    create(plan, now) {
      if (statements.ticking.get(plan)) throw stillTicking()
      return Number(statements.create.run(plan, now).lastInsertRowid) as RunId
    },
    finish: (id, now) => void statements.end.run('finished', null, null, now, id),
    stop: (id, { message, code }, now) => void statements.end.run('stopped', message, code, now, id),
    cancel: (id, { message, code }, now) => void statements.end.run('cancelled', message, code, now, id),
    reopen: (id) => void statements.reopen.run(id),
    get(id) {
      const row = statements.get.get(id)
      if (!row) throw new AppError('not-found', `There is no run ${id}. See the list of runs.`)
      return runFromRow(row)
    },
    list: () => statements.list.all().map(runFromRow),
    ofPlan(plan) {
      const row = statements.ofPlan.get(plan)
      return row ? runFromRow(row) : null
    },
    newestUnfinished() {
      const row = statements.unfinished.get()
      return row ? runFromRow(row) : null
    },
    begin(run, changes, note, now) {
      const request = noteRequest(statements, run, note, changes.length, now)
      for (const change of changes) statements.begin.run(run, change, request)
    },
    answered(run, changes, httpStatus, now) {
      for (const change of changes) {
        statements.answered.run(httpStatus, now, run, change)
        statements.revoke.run(run, change)
      }
    },
    settle(run, outcomes, now) {
      for (const { change, status, httpStatus, reason, wasThere = false } of outcomes) {
        statements.settle.run(run, change, status, reason ?? null, now, Number(wasThere))
        statements.answered.run(httpStatus, now, run, change)
      }
    },
    noteAside: (run, note, people, now) => noteRequest(statements, run, note, people, now),
    answeredAside: (request, httpStatus, now) => void statements.answeredAside.run(httpStatus, now, request),
    noteMade(run, made) {
      for (const { change, remoteId } of made) statements.made.run(remoteId, run, change)
    },
    follow(run, changes, job, now) {
      for (const change of changes) {
        statements.follow.run(job.id, run, change)
        if (job.inDoubt !== true) statements.answered.run(202, now, run, change)
      }
    },
    jobs: (run) =>
      [...Map.groupBy(statements.jobs.all(run), (row) => row.job as string)].map(([id, rows]) => ({
        job: { id, ...(rows.every((row) => row.http_status === null) && { inDoubt: true as const }) },
        changes: rows.map((row) => row.change as ChangeId),
      })),
    revoke(run, changes) {
      for (const change of changes) statements.revoke.run(run, change)
    },
    leaveInDoubt(run, changes) {
      for (const change of changes) {
        statements.leaveInDoubt.run(run, change)
        statements.leaveToAPerson.run(change)
      }
    },
    inDoubt: (run) => statements.inDoubt.all(run).map((row) => row.change as ChangeId),
    sentAt: (run, change) => (statements.sentAt.get(run, change) as { at: number }).at,
    lastSentAt: (run) => (statements.lastSentAt.get(run) as { at: number | null }).at,
    steps: (run, changes) => stepsOf(statements, run, changes),
    stepsOfRows: (run, from, to) => stepMap(statements.stepsOfRows.all(run, from, to)),
    countConsents: (run) => ({ ...(statements.consents.get(run) as unknown as ConsentCounts) }),
    countConfirmations: (run) => ({
      ...(statements.confirmations.get(run) as unknown as ConfirmationCounts),
    }),
    countRequests: (run) => (statements.requests.get(run) as { n: number }).n,
    countRowsRejected: (run) => (statements.rowsRejected.get(run) as { n: number }).n,
    countRowsDone: (run) => (statements.rowsDone.get(run) as { n: number }).n,
  }
}

function stillTicking(): AppError {
  return new AppError(
    'conflict',
    'Something is just being switched off or on in that plan. Look at the plan once more, then send it.',
  )
}

function prepare(db: DatabaseSync) {
  return {
    ticking: db.prepare('SELECT 1 FROM plan WHERE id = ? AND ticking = 1'),
    create: db.prepare(`INSERT INTO run (plan, status, started_at) VALUES (?, 'running', ?)`),
    end: db.prepare(
      'UPDATE run SET status = ?, stopped_because = ?, stopped_code = ?, ended_at = ? WHERE id = ?',
    ),
    reopen: db.prepare(
      `UPDATE run SET status = 'running', stopped_because = NULL, stopped_code = NULL, ended_at = NULL WHERE id = ?`,
    ),
    get: db.prepare('SELECT * FROM run WHERE id = ?'),
    ofPlan: db.prepare('SELECT * FROM run WHERE plan = ?'),
    list: db.prepare('SELECT * FROM run ORDER BY id DESC'),
    unfinished: db.prepare(`SELECT * FROM run WHERE status IN ('running', 'stopped') ORDER BY id DESC`),
    request: db.prepare(`INSERT INTO request (run, method, path, fields, changes, sending_at)
      VALUES (?, ?, ?, ?, ?, ?)`),
    begin: db.prepare(`INSERT INTO step (run, change, state, attempts, request) VALUES (?, ?, 'sending', 1, ?)
      ON CONFLICT (run, change) DO UPDATE SET state = 'sending', attempts = attempts + 1,
        request = excluded.request, job = NULL`),
    settle: db.prepare(`INSERT INTO step (run, change, state, attempts, status, reason, settled_at, was_there)
      VALUES (?, ?, 'settled', 0, ?, ?, ?, ?)
      ON CONFLICT (run, change) DO UPDATE SET state = 'settled', status = excluded.status,
        reason = excluded.reason, settled_at = excluded.settled_at, was_there = excluded.was_there`),
    made: db.prepare('UPDATE step SET remote_id = ? WHERE run = ? AND change = ?'),
    answered: db.prepare(`UPDATE request SET http_status = ?, settled_at = ?
      WHERE id = (SELECT request FROM step WHERE run = ? AND change = ?) AND settled_at IS NULL`),
    answeredAside: db.prepare('UPDATE request SET http_status = ?, settled_at = ? WHERE id = ?'),
    follow: db.prepare(`UPDATE step SET state = 'job', job = ? WHERE run = ? AND change = ?`),
    jobs: db.prepare(`SELECT s.change, s.job, r.http_status FROM step s LEFT JOIN request r ON r.id = s.request
      WHERE s.run = ? AND s.state = 'job' ORDER BY s.change`),
    leaveInDoubt: db.prepare(`UPDATE step SET state = 'sending', job = NULL WHERE run = ? AND change = ?`),
    leaveToAPerson: db.prepare(
      `UPDATE planned_change SET body = json_set(body, '$.repeat', 'ask') WHERE id = ?`,
    ),
    revoke: db.prepare(
      `UPDATE step SET state = 'waiting', job = NULL WHERE run = ? AND change = ? AND state IN ('sending', 'job')`,
    ),
    inDoubt: db.prepare(`SELECT change FROM step WHERE run = ? AND state = 'sending' ORDER BY change`),
    sentAt: db.prepare(`SELECT r.sending_at AS at FROM step s JOIN request r ON r.id = s.request
      WHERE s.run = ? AND s.change = ?`),
    lastSentAt:
      db.prepare(`SELECT max(request.sending_at) AS at FROM step JOIN request ON request.id = step.request
      WHERE step.run = ? AND step.state = 'sending'`),
    step: db.prepare(
      'SELECT change, state, status, reason, remote_id AS remoteId FROM step WHERE run = ? AND change = ?',
    ),
    stepsOfRows: db.prepare(`SELECT s.change, s.state, s.status, s.reason, s.remote_id AS remoteId FROM run
      JOIN change c ON c.plan = run.plan JOIN step s ON s.run = run.id AND s.change = c.id
      WHERE run.id = ? AND c.row BETWEEN ? AND ?`),
    consents: db.prepare(`SELECT count(*) FILTER (WHERE s.status = 'written') AS subscribed,
        count(*) FILTER (WHERE s.status = 'accepted' AND c.body ->> 'confirms') AS asked,
        count(*) FILTER (WHERE coalesce(s.status, s.state) IN ('accepted', 'job') AND NOT c.body ->> 'confirms') AS notVisible
      FROM step s JOIN change c ON c.id = s.change WHERE s.run = ? AND c.body ->> 'object' = 'consent'`),
    confirmations: db.prepare(`SELECT 
        count(*) FILTER (WHERE s.status = 'accepted' AND s.reason IS NOT '${leftUnconfirmedReason}') AS waiting,
        count(*) FILTER (WHERE s.status = 'accepted' AND s.reason = '${leftUnconfirmedReason}') AS "left",
        count(*) FILTER (WHERE s.status = 'written' AND s.reason = '${confirmedReason}') AS confirmed
      FROM step s JOIN change c ON c.id = s.change
      WHERE s.run = ? AND c.body ->> 'object' = 'contact' AND c.body ->> 'confirms' = 1`),
    requests: db.prepare('SELECT count(*) AS n FROM request WHERE run = ?'),
    rowsRejected:
      db.prepare(`SELECT count(DISTINCT change.row) AS n FROM step JOIN change ON change.id = step.change
      WHERE step.run = ? AND step.status = 'rejected'`),
    rowsDone: db.prepare(`SELECT count(*) AS n FROM (
      SELECT change.row FROM run JOIN change ON change.plan = run.plan
        LEFT JOIN step ON step.run = run.id AND step.change = change.id
      WHERE run.id = ? GROUP BY change.row HAVING count(*) = sum(coalesce(step.state, '') = 'settled'))`),
  }
}

type Statements = ReturnType<typeof prepare>

function noteRequest(
  statements: Statements,
  run: RunId,
  { method, path, fields }: RequestNote,
  changes: number,
  now: number,
): number {
  const { lastInsertRowid } = statements.request.run(run, method, path, JSON.stringify(fields), changes, now)
  return Number(lastInsertRowid)
}

function stepsOf(statements: Statements, run: RunId, changes: readonly Change[]): Map<ChangeId, Step> {
  const steps = new Map<ChangeId, Step>()
  for (const { id } of changes) {
    const row = statements.step.get(run, id)
    if (row) steps.set(id, row as unknown as Step)
  }
  return steps
}

function stepMap(rows: readonly Record<string, unknown>[]): Map<ChangeId, Step> {
  return new Map(rows.map((row) => [row.change as ChangeId, row as unknown as Step]))
}

function runFromRow(row: Record<string, unknown>): Run {
  return {
    id: row.id as RunId,
    plan: row.plan as PlanId,
    status: row.status as RunStatus,
    stoppedBecause: row.stopped_because as string | null,
    stoppedCode: row.stopped_code as ErrorCode | null,
    startedAt: row.started_at as number,
    endedAt: row.ended_at as number | null,
    verifyAsked: row.verify === 'asked',
  }
}
