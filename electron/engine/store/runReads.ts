import type { DatabaseSync } from 'node:sqlite'
import type { RequestView } from '../../../shared/contract/runs.ts'
import type { ChangeId, FieldId, PlanId, RemoteId, RunId, StepStatus } from '../../../shared/model.ts'
import type { StepState } from './journal.ts'

/** One step with all that the journal knows of it. */
export interface StepDetail {
  readonly change: ChangeId
  readonly state: StepState
  readonly status: StepStatus | null
  readonly reason: string | null
  readonly settledAt: number | null
  readonly request: RequestView | null
}

/** Rows that were settled in one slot of time, and how many of them were rejected. */
export interface SettledSlot {
  readonly slot: number
  readonly rows: number
  readonly rejected: number
}

/** Looks into the journal, for people. */
export interface RunReads {
  /** Newest first. `before`: a request's id. */
  requests(run: RunId, before: number | null, limit: number): RequestView[]
  stepsOfRow(run: RunId, row: number): Map<ChangeId, StepDetail>
  /** When the last step so far was settled. */
  lastSettledAt(run: RunId): number | null
  /** Rows from `fromRow` to `toRow` whose changes are all settled, by slots of `slotMs` since `start`. */
  settledSlots(
    run: RunId,
    rows: { readonly from: number; readonly to: number },
    slots: { readonly start: number; readonly slotMs: number },
  ): SettledSlot[]
  /**
   * Rows of this run between these two that are about somebody: by their folded addresses, and by their id at the
   * service where that is looked for too, which takes ten times as long.
   */
  rowsOfPerson(
    run: { readonly id: RunId; readonly plan: PlanId },
    who: { readonly identities: readonly string[]; readonly remoteId: RemoteId | null },
    fromRow: number,
    toRow: number,
  ): { readonly row: number; readonly settledAt: number | null }[]
  /** Settled steps of rows between these two, by what they did and what became of it. */
  countSteps(
    run: RunId,
    fromRow: number,
    toRow: number,
  ): {
    readonly object: string
    readonly op: string
    readonly status: StepStatus
    readonly count: number
  }[]
  /** Whether a row of this plan has an address that contains this, which is folded. */
  hasPerson(plan: PlanId, part: string): boolean
}

/** A request whose changes were sent once more, or are no steps of their own, knows only how many they were. */
const requestColumns = `r.id, r.method, r.path, r.fields, r.changes, r.sending_at, r.http_status,
  r.settled_at AS answered_at, coalesce(nullif((SELECT count(DISTINCT o.row) FROM step x
    JOIN planned_change o ON o.id = x.change WHERE x.request = r.id), 0), r.changes) AS request_rows`

export function runReads(db: DatabaseSync): RunReads {
  const requests = db.prepare(`SELECT ${requestColumns} FROM request r
    WHERE r.run = :run AND (:before IS NULL OR r.id < :before) ORDER BY r.id DESC LIMIT :limit`)
  const steps = db.prepare(`SELECT s.change, s.state, s.status, s.reason, s.settled_at, ${requestColumns}
    FROM run JOIN change c ON c.plan = run.plan JOIN step s ON s.run = run.id AND s.change = c.id
      LEFT JOIN request r ON r.id = s.request
    WHERE run.id = ? AND c.row = ?`)
  const last = db.prepare('SELECT max(settled_at) AS at FROM step WHERE run = ?')
  // A row is settled when the last of its changes is. Numbers are bound as floating point.
  const slots =
    db.prepare(`SELECT CAST((at - :start) / :slot AS INTEGER) AS slot, count(*) AS rows, sum(rejected) AS rejected
    FROM (SELECT max(s.settled_at) AS at, max(coalesce(s.status = 'rejected', 0)) AS rejected
      FROM run JOIN planned_change c INDEXED BY change_by_row ON c.plan = run.plan AND c.off = 0
        LEFT JOIN step s ON s.run = run.id AND s.change = c.id
      WHERE run.id = :run AND c.row BETWEEN :from AND :to
      GROUP BY c.row HAVING count(*) = count(s.settled_at))
    GROUP BY slot`)
  const person = db.prepare(`SELECT EXISTS (SELECT 1 FROM plan_row
    WHERE plan = :plan AND instr(coalesce(identity, lower(email)), :part) > 0) AS found`)
  const ofPerson = db.prepare(`SELECT p.row, (SELECT max(s.settled_at) FROM change c
      JOIN step s ON s.run = :run AND s.change = c.id WHERE c.plan = p.plan AND c.row = p.row) AS settledAt
    FROM plan_row p WHERE p.plan = :plan AND p.row BETWEEN :from AND :to
      AND (p.identity IN (SELECT value FROM json_each(:identities)) OR (:key IS NOT NULL AND EXISTS
        (SELECT 1 FROM change c WHERE c.plan = p.plan AND c.row = p.row AND instr(c.body, :key) > 0)))`)
  const counts =
    db.prepare(`SELECT c.body ->> 'object' AS object, c.body ->> 'op' AS op, s.status, count(*) AS count
    FROM run JOIN planned_change c INDEXED BY change_by_row ON c.plan = run.plan AND c.off = 0
      JOIN step s ON s.run = run.id AND s.change = c.id
    WHERE run.id = ? AND c.row BETWEEN ? AND ? AND s.status IS NOT NULL GROUP BY 1, 2, 3`)
  return {
    countSteps: (run, from, to) => counts.all(run, from, to) as unknown as ReturnType<RunReads['countSteps']>,
    rowsOfPerson: (run, { identities, remoteId }, from, to) =>
      ofPerson.all({
        ...{ run: run.id, plan: run.plan, identities: JSON.stringify(identities), from, to },
        key: remoteId === null ? null : `"remoteId":${JSON.stringify(remoteId)}`,
      }) as unknown as {
        row: number
        settledAt: number | null
      }[],
    requests: (run, before, limit) => requests.all({ run, before, limit }).map(requestView),
    stepsOfRow: (run, row) =>
      new Map(steps.all(run, row).map((found) => [found.change as ChangeId, stepDetail(found)])),
    lastSettledAt: (run) => (last.get(run) as { at: number | null }).at,
    settledSlots: (run, rows, { start, slotMs }) =>
      slots.all({ run, from: rows.from, to: rows.to, start, slot: slotMs }) as unknown as SettledSlot[],
    hasPerson: (plan, part) => (person.get({ plan, part }) as { found: number }).found === 1,
  }
}

function stepDetail(row: Record<string, unknown>): StepDetail {
  return {
    change: row.change as ChangeId,
    state: row.state as StepState,
    status: row.status as StepStatus | null,
    reason: row.reason as string | null,
    settledAt: row.settled_at as number | null,
    request: row.id === null ? null : requestView(row),
  }
}

function requestView(row: Record<string, unknown>): RequestView {
  return {
    id: row.id as number,
    method: row.method as string,
    path: row.path as string,
    fields: JSON.parse(row.fields as string) as FieldId[],
    rows: row.request_rows as number,
    changes: row.changes as number,
    sentAt: row.sending_at as number,
    httpStatus: row.http_status as number | null,
    answeredAt: row.answered_at as number | null,
  }
}
