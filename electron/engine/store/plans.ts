import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PlanRowView, PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type {
  AudienceRef,
  Change,
  ChangeDraft,
  ChangeId,
  ConnectionId,
  Contact,
  FieldId,
  FieldValue,
  PlanId,
  RowKind,
} from '../../../shared/model.ts'
import { type ContactRow, contactFromRow } from './mirror.ts'

/** A row of the file as the mapping reads it, before it is compared. */
export interface MappedPlanRow {
  readonly row: number
  readonly kind: 'invalid' | null
  readonly reason: string | null
  readonly warning: string | null
  readonly identity: string | null
  readonly email: string | null
  readonly mapped: Readonly<Record<FieldId, FieldValue>>
  readonly leftReason: string | null
  readonly cursor: string | null
}

/** A row that is neither invalid nor a duplicate nor left out, with the person the mirror has for it. */
export interface RowWithContact {
  readonly row: number
  readonly email: string
  readonly mapped: Readonly<Record<FieldId, FieldValue>>
  readonly leftReason: string | null
  readonly contact: Contact | null
  readonly memberships: readonly AudienceRef[]
}

export interface DiffedRow {
  readonly row: number
  readonly kind: RowKind
  readonly reason: string | null
  readonly remoteId: string | null
  readonly changes: readonly ChangeDraft[]
}

/** Plans, their rows and their changes. Callers bundle writes with `inTransaction`. */
export interface PlanStore {
  create(id: PlanId, spec: PlanSpec, now: number): void
  addMapped(plan: PlanId, rows: readonly MappedPlanRow[]): void
  /** Keeps one row of each address and marks the others `duplicate`; what any of them says of leaving counts for all. */
  markDuplicates(plan: PlanId, keep: 'last' | 'first'): void
  /** Marks rows `left-out` that this recipe has dealt with. */
  markLeftOut(plan: PlanId, recipe: string, by: 'identity' | 'cursor'): void
  identities(plan: PlanId): IterableIterator<string>
  countOpen(plan: PlanId): number
  /** Open rows after `afterRow`, in file order. */
  openRows(plan: PlanId, connection: ConnectionId, afterRow: number, limit: number): RowWithContact[]
  saveDiffs(plan: PlanId, diffs: readonly DiffedRow[]): void
  countKinds(plan: PlanId): Record<RowKind, number>
  countWarnings(plan: PlanId): number
  countChanges(plan: PlanId): { creates: number; updates: number; joins: number }
  saveSummary(plan: PlanId, summary: PlanSummary): void
  spec(plan: PlanId): PlanSpec
  summary(plan: PlanId): PlanSummary
  rows(plan: PlanId, kind: RowKind | null, offset: number, limit: number): PlanRowView[]
  countRowsToSend(plan: PlanId): number
  changesByRow(plan: PlanId, afterRow: number, limit: number): Change[][]
}

export function planStore(db: DatabaseSync): PlanStore {
  const statements = prepare(db)
  const get = (plan: PlanId, column: 'spec' | 'summary') => {
    const row = statements.plan.get(plan) as { spec: string; summary: string | null } | undefined
    if (!row) throw new AppError('not-found', `There is no plan "${plan}".`)
    const value = row[column]
    if (value === null) throw new AppError('conflict', 'That plan was never finished. Make it again.')
    return JSON.parse(value) as unknown
  }
  return {
    create: (id, spec, now) =>
      void statements.create.run(id, spec.connection, spec.source, JSON.stringify(spec), now),
    addMapped(plan, rows) {
      for (const row of rows) statements.addMapped.run(plan, ...mappedValues(row))
    },
    markDuplicates(plan, keep) {
      statements.spreadLeft.run({ plan })
      statements.duplicates[keep].run({ plan })
    },
    markLeftOut: (plan, recipe, by) => void statements.leftOut[by].run({ plan, recipe }),
    *identities(plan) {
      for (const row of statements.identities.iterate(plan)) yield row.identity as string
    },
    countOpen: (plan) => (statements.countOpen.get(plan) as { n: number }).n,
    openRows: (plan, connection, afterRow, limit) =>
      statements.openRows
        .all(connection, plan, afterRow, limit)
        .map((row) => openRow(row as unknown as OpenRow)),
    saveDiffs(plan, diffs) {
      for (const diff of diffs) saveDiff(statements, plan, diff)
    },
    countKinds: (plan) => countKinds(statements.kinds.all(plan)),
    countWarnings: (plan) => (statements.warnings.get(plan) as { n: number }).n,
    countChanges: (plan) => countChanges(statements.changeKinds.all(plan)),
    saveSummary: (plan, summary) => void statements.saveSummary.run(JSON.stringify(summary), plan),
    spec: (plan) => get(plan, 'spec') as PlanSpec,
    summary: (plan) => get(plan, 'summary') as PlanSummary,
    rows: (plan, kind, offset, limit) =>
      (kind === null
        ? statements.rows.all(plan, limit, offset)
        : statements.rowsOfKind.all(plan, kind, limit, offset)
      ).map((row) => planRowView(statements, plan, row)),
    countRowsToSend: (plan) => (statements.rowsToSend.get(plan) as { n: number }).n,
    changesByRow: (plan, afterRow, limit) => groupByRow(statements.changesAfter.all(plan, afterRow, limit)),
  }
}

function prepare(db: DatabaseSync) {
  return {
    create: db.prepare('INSERT INTO plan (id, connection, source, spec, created_at) VALUES (?, ?, ?, ?, ?)'),
    plan: db.prepare('SELECT spec, summary FROM plan WHERE id = ?'),
    saveSummary: db.prepare('UPDATE plan SET summary = ? WHERE id = ?'),
    addMapped: db.prepare(`INSERT INTO plan_row
      (plan, row, kind, reason, warning, identity, email, mapped, left_reason, cursor)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    spreadLeft: db.prepare(`UPDATE plan_row SET left_reason = said.left_reason
      FROM (SELECT identity, max(left_reason) AS left_reason FROM plan_row
            WHERE plan = :plan AND identity IS NOT NULL AND left_reason IS NOT NULL GROUP BY identity) AS said
      WHERE plan_row.plan = :plan AND plan_row.identity = said.identity AND plan_row.left_reason IS NULL`),
    duplicates: { last: db.prepare(duplicates('max')), first: db.prepare(duplicates('min')) },
    leftOut: { identity: db.prepare(leftOutByIdentity), cursor: db.prepare(leftOutByCursor) },
    identities: db.prepare(
      'SELECT DISTINCT identity FROM plan_row WHERE plan = ? AND identity IS NOT NULL AND kind IS NULL',
    ),
    countOpen: db.prepare('SELECT count(*) AS n FROM plan_row WHERE plan = ? AND kind IS NULL'),
    openRows: db.prepare(`SELECT p.row, p.email AS row_email, p.mapped, p.left_reason AS row_left, c.*,
        (SELECT json_group_array(json_object('kind', m.kind, 'id', m.audience)) FROM membership m
         WHERE m.connection = c.connection AND m.remote_id = c.remote_id) AS memberships
      FROM plan_row p LEFT JOIN contact c ON c.connection = ? AND c.email_folded = p.identity
      WHERE p.plan = ? AND p.kind IS NULL AND p.row > ? GROUP BY p.row ORDER BY p.row LIMIT ?`),
    setKind: db.prepare('UPDATE plan_row SET kind = ?, reason = ?, remote_id = ? WHERE plan = ? AND row = ?'),
    addChange: db.prepare('INSERT INTO change (plan, row, body) VALUES (?, ?, ?)'),
    kinds: db.prepare('SELECT kind, count(*) AS n FROM plan_row WHERE plan = ? GROUP BY kind'),
    warnings: db.prepare(
      `SELECT count(*) AS n FROM plan_row
       WHERE plan = ? AND warning IS NOT NULL AND kind NOT IN ('invalid', 'duplicate', 'left-out')`,
    ),
    changeKinds: db.prepare(
      `SELECT body ->> 'op' AS op, count(*) AS n FROM change WHERE plan = ? GROUP BY body ->> 'op'`,
    ),
    // Rows are numbered from 1 without gaps, so an offset into all of them is a row number.
    rows: db.prepare('SELECT * FROM plan_row WHERE plan = ?1 AND row > ?3 ORDER BY row LIMIT ?2'),
    rowsOfKind: db.prepare(
      'SELECT * FROM plan_row WHERE plan = ? AND kind = ? ORDER BY row LIMIT ? OFFSET ?',
    ),
    changesOfRow: db.prepare('SELECT * FROM change WHERE plan = ? AND row = ? ORDER BY id'),
    rowsToSend: db.prepare('SELECT count(DISTINCT row) AS n FROM change WHERE plan = ?'),
    changesAfter: db.prepare(`SELECT * FROM change WHERE plan = ?1 AND row IN
      (SELECT DISTINCT row FROM change WHERE plan = ?1 AND row > ?2 ORDER BY row LIMIT ?3) ORDER BY row, id`),
  }
}

type Statements = ReturnType<typeof prepare>

const duplicates = (keep: 'max' | 'min') => `UPDATE plan_row
  SET kind = 'duplicate', reason = 'the same address is in row ' || kept.row || ', which counts'
  FROM (SELECT identity, ${keep}(row) AS row FROM plan_row
        WHERE plan = :plan AND identity IS NOT NULL GROUP BY identity HAVING count(*) > 1) AS kept
  WHERE plan_row.plan = :plan AND plan_row.identity = kept.identity AND plan_row.row <> kept.row`

const leftOutByIdentity = `UPDATE plan_row SET kind = 'left-out', reason = 'an earlier run dealt with this person'
  WHERE plan = :plan AND kind IS NULL AND identity IN
    (SELECT identity FROM recipe_row WHERE recipe = :recipe AND done = 1)`

// The bookmark is the highest cursor that was dealt with; a row at or below it that failed is never skipped.
// Cursors compare as numbers where both are numbers, else as text (ISO dates sort as text).
const leftOutByCursor = `UPDATE plan_row
  SET kind = 'left-out', reason = 'not newer than what earlier runs dealt with (' || mark.cursor || ')'
  FROM (SELECT cursor FROM recipe_row WHERE recipe = :recipe AND cursor IS NOT NULL
        ORDER BY CASE WHEN cursor GLOB '*[^0-9.]*' THEN NULL ELSE CAST(cursor AS REAL) END DESC, cursor DESC
        LIMIT 1) AS mark
  WHERE plan_row.plan = :plan AND plan_row.kind IS NULL AND plan_row.cursor IS NOT NULL
    AND CASE WHEN plan_row.cursor GLOB '*[^0-9.]*' OR mark.cursor GLOB '*[^0-9.]*'
             THEN plan_row.cursor <= mark.cursor
             ELSE CAST(plan_row.cursor AS REAL) <= CAST(mark.cursor AS REAL) END
    AND plan_row.identity NOT IN (SELECT identity FROM recipe_row WHERE recipe = :recipe AND done = 0)`

function mappedValues(row: MappedPlanRow): SQLInputValue[] {
  return [
    row.row,
    row.kind,
    row.reason,
    row.warning,
    row.identity,
    row.email,
    JSON.stringify(row.mapped),
    row.leftReason,
    row.cursor,
  ]
}

interface OpenRow extends ContactRow {
  readonly row: number
  readonly row_email: string
  readonly mapped: string
  readonly row_left: string | null
  readonly memberships: string
}

function openRow(row: OpenRow): RowWithContact {
  const known = (row.remote_id as string | null) !== null
  return {
    row: row.row,
    email: row.row_email,
    mapped: JSON.parse(row.mapped) as Record<FieldId, FieldValue>,
    leftReason: row.row_left,
    contact: known ? contactFromRow(row) : null,
    memberships: known ? (JSON.parse(row.memberships) as AudienceRef[]) : [],
  }
}

function saveDiff(statements: Statements, plan: PlanId, diff: DiffedRow): void {
  statements.setKind.run(diff.kind, diff.reason, diff.remoteId, plan, diff.row)
  for (const change of diff.changes) statements.addChange.run(plan, diff.row, JSON.stringify(change))
}

function countKinds(rows: readonly Record<string, unknown>[]): Record<RowKind, number> {
  const counts: Record<RowKind, number> = {
    create: 0,
    update: 0,
    unchanged: 0,
    'held-back': 0,
    invalid: 0,
    duplicate: 0,
    'left-out': 0,
  }
  for (const row of rows) if (row.kind !== null) counts[row.kind as RowKind] = row.n as number
  return counts
}

function countChanges(rows: readonly Record<string, unknown>[]) {
  const of = (op: string) => (rows.find((row) => row.op === op)?.n as number | undefined) ?? 0
  return { creates: of('create'), updates: of('update'), joins: of('join') }
}

function planRowView(statements: Statements, plan: PlanId, row: Record<string, unknown>): PlanRowView {
  return {
    row: row.row as number,
    kind: row.kind as RowKind,
    email: row.email as string | null,
    reason: row.reason as string | null,
    warning: row.warning as string | null,
    changes: statements.changesOfRow.all(plan, row.row as number).map(changeFromRow),
  }
}

function changeFromRow(row: Record<string, unknown>): Change {
  const draft = JSON.parse(row.body as string) as ChangeDraft
  return { ...draft, id: row.id as ChangeId, row: row.row as number }
}

function groupByRow(rows: readonly Record<string, unknown>[]): Change[][] {
  const groups: Change[][] = []
  for (const row of rows) {
    const change = changeFromRow(row)
    const last = groups.at(-1)
    if (last?.[0]?.row === change.row) last.push(change)
    else groups.push([change])
  }
  return groups
}
