import type { DatabaseSync } from 'node:sqlite'
import type { PlanId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { PersonText } from '../forget/personText.ts'
import { inTransaction } from './transaction.ts'

/** A row of a plan that is about someone. */
export interface TracedRow {
  readonly plan: PlanId
  readonly row: number
}

/** Rows looked at between two breaths. */
const rowsAtOnce = 10_000

export function countInMirrors(db: DatabaseSync, { identity }: PersonText): number {
  const row = db.prepare('SELECT count(*) AS n FROM contact WHERE email_folded = ?').get(identity)
  return (row as { n: number }).n
}

/** The rows of all plans that are known by this address, or whose address it is. */
export async function tracedRows(db: DatabaseSync, person: PersonText): Promise<TracedRow[]> {
  const plans = db.prepare('SELECT plan, max(row) AS rows FROM plan_row GROUP BY plan').all()
  // A row without a usable address quotes what was in its place.
  const candidates = db.prepare(`SELECT row, identity, coalesce(email, reason) AS text FROM plan_row
    WHERE plan = :plan AND row BETWEEN :from AND :to
      AND (identity = :identity OR instr(lower(coalesce(email, reason)), :probe) > 0)`)
  const { identity, probe } = person
  const found: TracedRow[] = []
  for (const { plan, rows } of plans as { plan: PlanId; rows: number }[])
    for (let from = 1; from <= rows; from += rowsAtOnce) {
      const range = { plan, from, to: from + rowsAtOnce - 1 }
      for (const one of candidates.all({ ...range, identity, probe }))
        if (one.identity === identity || person.isIn(one.text as string))
          found.push({ plan, row: one.row as number })
      await breathe()
    }
  return found
}

/** Takes someone out of the mirror and out of what recipes remember. */
export function forgetInMirrors(db: DatabaseSync, { identity }: PersonText): void {
  inTransaction(db, () => {
    for (const table of ['membership', 'left_membership'])
      db.prepare(
        `DELETE FROM ${table} WHERE (connection, remote_id) IN
           (SELECT connection, remote_id FROM contact WHERE email_folded = ?)`,
      ).run(identity)
    db.prepare('DELETE FROM contact WHERE email_folded = ?').run(identity)
    db.prepare('DELETE FROM recipe_row WHERE identity = ?').run(identity)
  })
}

/** Empties these rows and their changes. What became of them stays. */
export function blankRows(db: DatabaseSync, rows: readonly TracedRow[]): void {
  const blankRow = db.prepare(
    'UPDATE plan_row SET written_email = NULL, identity = NULL, cursor = NULL WHERE plan = ? AND row = ?',
  )
  const blankChanges = db.prepare(
    `UPDATE planned_change SET body = ${emptiedBody} WHERE plan = ? AND row = ?`,
  )
  const forgetTyped = db.prepare(
    'DELETE FROM correction WHERE run IN (SELECT id FROM run WHERE plan = ?) AND row = ?',
  )
  const forgetTicks = db.prepare('DELETE FROM unticked_row WHERE plan = ? AND row = ?')
  const forgetOff = db.prepare('DELETE FROM planned_change WHERE plan = ? AND row = ? AND off = 1')
  const forgetNote = db.prepare(`UPDATE plan_row SET reason = 'Goes on your word that they agreed.'
    WHERE plan = ?1 AND row = ?2 AND EXISTS (SELECT 1 FROM held_row WHERE plan = ?1 AND row = ?2 AND note IS NOT NULL)`)
  const forgetHeld = db.prepare('DELETE FROM held_row WHERE plan = ? AND row = ?')
  inTransaction(db, () => {
    for (const { plan, row } of rows) {
      blankRow.run(plan, row)
      blankChanges.run(plan, row)
      forgetTicks.run(plan, row)
      forgetOff.run(plan, row)
      forgetNote.run(plan, row)
      forgetHeld.run(plan, row)
      forgetTyped.run(plan, row)
    }
  })
}

/** A change without whom it is about and without values. */
export const emptiedBody = `CASE body ->> 'object'
  WHEN 'contact' THEN json_set(body, '$.key', json('{"remoteId":null,"email":null}'), '$.before', json('{}'),
    '$.after', json('{}'))
  WHEN 'record' THEN json_set(body, '$.key', json('{"remoteId":null,"email":null,"name":""}'), '$.before', json('{}'),
    '$.after', json('{}'), '$.together', NULL)
  ELSE json_set(body, '$.key', json('{"remoteId":null,"email":null}')) END`

/** Texts in which an address may be quoted: reasons, warnings, values that other people have. */
const texts = [
  { table: 'plan_row', column: 'reason', key: ['plan', 'row'] },
  { table: 'plan_row', column: 'warning', key: ['plan', 'row'] },
  { table: 'plan_row', column: 'written_email', key: ['plan', 'row'] },
  { table: 'planned_change', column: 'body', key: ['id'] },
  { table: 'held_row', column: 'planned', key: ['plan', 'row'] },
  { table: 'held_row', column: 'if_agreed', key: ['plan', 'row'] },
  { table: 'held_row', column: 'note', key: ['plan', 'row'] },
  { table: 'unticked_row', column: 'reason', key: ['plan', 'row'] },
  { table: 'unticked_row', column: 'changes', key: ['plan', 'row'] },
  { table: 'correction', column: 'cells', key: ['run', 'row'] },
  { table: 'step', column: 'reason', key: ['run', 'change'] },
  { table: 'run', column: 'stopped_because', key: ['id'] },
  { table: 'plan', column: 'summary', key: ['id'] },
  { table: 'plan', column: 'spec', key: ['id'] },
  { table: 'recipe', column: 'document', key: ['id'] },
  { table: 'shape_mapping', column: 'document', key: ['connection', 'shape'] },
  { table: 'saved_query', column: 'name', key: ['id'] },
  { table: 'saved_query', column: 'sql', key: ['id'] },
  { table: 'query_draft', column: 'sql', key: ['id'] },
  { table: 'contact', column: 'fields', key: ['connection', 'remote_id'] },
  { table: 'contact', column: 'search', key: ['connection', 'remote_id'] },
] as const

/** Takes the address out of every text that quotes it. */
export async function scrubTexts(db: DatabaseSync, person: PersonText): Promise<void> {
  for (const { table, column, key } of texts) {
    const keys = key.join(', ')
    const found = db
      .prepare(`SELECT ${keys}, ${column} AS text FROM ${table} WHERE instr(lower(${column}), ?) > 0`)
      .all(person.probe)
      .filter(({ text }) => person.isIn(text as string))
    const update = db.prepare(
      `UPDATE ${table} SET ${column} = ? WHERE ${key.map((name) => `${name} = ?`).join(' AND ')}`,
    )
    inTransaction(db, () => {
      for (const row of found)
        update.run(person.without(row.text as string), ...key.map((name) => row[name] as string | number))
    })
    await breathe()
  }
}

/** Plans that nobody carried out and that have a row of this person. */
export function discardUnsent(db: DatabaseSync, rows: readonly TracedRow[]): void {
  const discard = db.prepare('DELETE FROM plan WHERE id = ? AND id NOT IN (SELECT plan FROM run)')
  inTransaction(db, () => {
    for (const plan of new Set(rows.map((row) => row.plan))) discard.run(plan)
  })
}

/** The number of a run that can be gone on with and that does not know yet what became of this person. */
export function runInDoubt(db: DatabaseSync, rows: readonly TracedRow[]): number | null {
  const find = db.prepare(`SELECT run.id FROM run JOIN change c ON c.plan = run.plan
    JOIN step s ON s.run = run.id AND s.change = c.id
    WHERE run.plan = ? AND c.row = ? AND run.status IN ('running', 'stopped') AND s.state IN ('sending', 'job')`)
  for (const { plan, row } of rows) {
    const found = find.get(plan, row)
    if (found) return found.id as number
  }
  return null
}

/** What runs that can be gone on with would still send for these rows is not sent. */
export function settleForgotten(db: DatabaseSync, rows: readonly TracedRow[], now: number): void {
  const settle = db.prepare(`INSERT INTO step (run, change, state, attempts, status, reason, settled_at)
    SELECT run.id, c.id, 'settled', 0, 'held-back', :reason, :now FROM run JOIN change c ON c.plan = run.plan
      LEFT JOIN step s ON s.run = run.id AND s.change = c.id
    WHERE run.plan = :plan AND c.row = :row AND run.status IN ('running', 'stopped')
      AND coalesce(s.state, 'waiting') = 'waiting'
    ON CONFLICT (run, change) DO UPDATE SET state = 'settled', status = 'held-back', reason = excluded.reason,
      settled_at = excluded.settled_at`)
  const reason = 'This person was forgotten on this computer, so nothing more was sent.'
  inTransaction(db, () => {
    for (const { plan, row } of rows) settle.run({ plan, row, now, reason })
  })
}
