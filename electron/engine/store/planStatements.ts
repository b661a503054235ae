import type { DatabaseSync } from 'node:sqlite'
import { sentKinds } from '../../../shared/model.ts'

/** Rows of which something goes, in SQL. */
export const sent = `(${sentKinds.map((kind) => `'${kind}'`).join(', ')})`

/** What a plan store asks its database, each prepared once. */
export function prepareStatements(db: DatabaseSync) {
  return {
    create: db.prepare(
      'INSERT INTO plan (connection, source, spec, created_at, revision) VALUES (?, ?, ?, ?, ?)',
    ),
    revision: db.prepare('SELECT revision FROM plan WHERE id = ?'),
    plan: db.prepare('SELECT spec, summary FROM plan WHERE id = ?'),
    saveSummary: db.prepare('UPDATE plan SET summary = ? WHERE id = ?'),
    discard: db.prepare('DELETE FROM plan WHERE id = ?'),
    discardPieces: ['planned_change', 'held_row', 'plan_row'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE plan = ? AND row BETWEEN ? AND ?`),
    ),
    identitiesToSend: db.prepare(`SELECT p.row, p.identity FROM plan_row p
      WHERE p.plan = :plan AND p.row > :after AND p.identity IS NOT NULL AND p.kind NOT IN ('held-back', 'leave')
        AND EXISTS (SELECT 1 FROM change c LEFT JOIN step s ON s.run = :run AND s.change = c.id
          WHERE c.plan = p.plan AND c.row = p.row AND c.body ->> 'agreed' IS NULL
            AND coalesce(s.state, 'waiting') = 'waiting' AND c.body ->> 'op' NOT IN ('leave', 'unsubscribe'))
      ORDER BY p.row LIMIT :limit`),
    kinds: db.prepare('SELECT kind, count(*) AS n FROM plan_row WHERE plan = ? GROUP BY kind'),
    warnings: db.prepare(
      `SELECT count(*) AS n FROM plan_row
       WHERE plan = ? AND warning IS NOT NULL AND kind IN ${sent}`,
    ),
    firstWarning: db.prepare(
      `SELECT row, warning FROM plan_row
       WHERE plan = ? AND row BETWEEN ? AND ? AND warning IS NOT NULL AND kind IN ${sent} ORDER BY row LIMIT 1`,
    ),
    changeKinds: db.prepare(
      `SELECT body ->> 'op' AS op, count(*) AS n FROM change WHERE plan = ? GROUP BY body ->> 'op'`,
    ),
    guardWords: db.prepare(
      `SELECT DISTINCT reason FROM plan_row WHERE plan = ? AND kind = 'delete' AND reason IS NOT NULL LIMIT ?`,
    ),
    rows: db.prepare('SELECT * FROM plan_row WHERE plan = ?1 AND row > ?3 ORDER BY row LIMIT ?2'),
    rowsOfKind: db.prepare(
      'SELECT * FROM plan_row WHERE plan = ? AND kind = ? ORDER BY row LIMIT ? OFFSET ?',
    ),
    changesOfRow: db.prepare('SELECT * FROM change WHERE plan = ? AND row = ? ORDER BY id'),
    rowsToSend: db.prepare('SELECT count(DISTINCT row) AS n FROM change WHERE plan = ?'),
    changesAfter: db.prepare(`SELECT * FROM change WHERE plan = ?1 AND row IN
      (SELECT DISTINCT row FROM change WHERE plan = ?1 AND row > ?2 ORDER BY row LIMIT ?3) ORDER BY row, id`),
    change: db.prepare('SELECT * FROM change WHERE id = ?'),
    together: db.prepare(
      `SELECT id, body ->> 'together' AS name FROM change
       WHERE plan = ? AND body ->> 'together' IS NOT NULL ORDER BY row, id`,
    ),
    peopleToSend:
      db.prepare(`SELECT DISTINCT p.identity, p.remote_id FROM plan_row p JOIN change c ON c.plan = p.plan AND c.row = p.row
      LEFT JOIN step s ON s.run = :run AND s.change = c.id
      WHERE p.plan = :plan AND p.identity IS NOT NULL AND p.kind <> 'leave' AND coalesce(s.state, 'waiting') = 'waiting'`),
    // A row that was held back from the start has only changes that the user chose to send all the same.
    // Who left may be taken out of more.
    ofWhoLeft: db.prepare(waitingFor('k.left_reason', leftAltogether)),
    ofWhoLeftPart: db.prepare(waitingFor('k.email_consent, k.sms_consent, k.left_audiences', leftInPart)),
    whoLeftAmong: db.prepare(
      changesAmong(
        'k.left_reason, k.email_consent, k.sms_consent, k.left_audiences',
        `((${leftAltogether}) OR (${leftInPart}))`,
      ),
    ),
    identitiesAmong: db.prepare(`SELECT c.id, p.identity FROM json_each(:ids) j
      CROSS JOIN change c ON c.id = j.value JOIN plan_row p ON p.plan = c.plan AND p.row = c.row
      WHERE p.identity IS NOT NULL AND p.kind NOT IN ('held-back', 'leave') AND c.body ->> 'agreed' IS NULL
        AND c.body ->> 'op' NOT IN ('leave', 'unsubscribe')`),
    lastRow: db.prepare('SELECT coalesce(max(row), 0) AS row FROM plan_row WHERE plan = ?'),
    updatesOfSeen: db.prepare(`SELECT c.*, k.fields FROM change c
      JOIN contact k ON k.connection = :connection AND k.remote_id = c.body ->> '$.key.remoteId'
        AND (k.seen_in >= :refresh OR k.written_at >= :writtenSince)
      LEFT JOIN step s ON s.run = :run AND s.change = c.id
      WHERE c.plan = :plan AND c.row BETWEEN :from AND :to AND c.body ->> 'object' = 'contact'
        AND c.body ->> 'op' = 'update' AND coalesce(s.state, 'waiting') = 'waiting'`),
    consentToSend: db.prepare(`SELECT c.* FROM change c LEFT JOIN step s ON s.run = :run AND s.change = c.id
      WHERE c.plan = :plan AND c.body ->> 'object' = 'consent' AND coalesce(s.state, 'waiting') = 'waiting'`),
  }
}

const leftAltogether = `p.kind <> 'held-back' AND k.left_reason IS NOT NULL
  AND c.body ->> 'op' NOT IN ('leave', 'unsubscribe') AND c.body ->> 'agreed' IS NOT 'account'`
const leftInPart = `(k.left_audiences IS NOT NULL OR 'unsubscribed' IN (k.email_consent, k.sms_consent))
  AND c.body ->> 'object' IN ('membership', 'consent') AND c.body ->> 'agreed' IS NOT 'account'`

/** The ways from a row to its person in the mirror; each names its index. */
const whoIsMeant = [
  'k INDEXED BY contact_by_email ON k.connection = plan.connection AND k.email_folded = p.identity',
  'k ON k.connection = plan.connection AND k.remote_id = p.remote_id AND p.remote_id IS NOT NULL',
  `k INDEXED BY contact_by_phone ON k.connection = plan.connection AND k.phone = substr(p.identity, 5)
     AND p.identity LIKE 'tel:%'`,
  `k INDEXED BY contact_by_external_id ON k.connection = plan.connection AND k.external_id = substr(p.identity, 5)
     AND p.identity LIKE 'ext:%'`,
]

/** Changes that wait to be sent for people of whom this is true, each once. */
function waitingFor(columns: string, isTrue: string): string {
  return whoIsMeant
    .map(
      (contact) => `SELECT c.*, ${columns} FROM plan JOIN plan_row p ON p.plan = plan.id
        JOIN contact ${contact}
        JOIN change c ON c.plan = p.plan AND c.row = p.row
        LEFT JOIN step s ON s.run = :run AND s.change = c.id
        WHERE plan.id = :plan AND ${isTrue} AND coalesce(s.state, 'waiting') = 'waiting'`,
    )
    .join(' UNION ')
}

/** The same of these changes alone, whatever the journal says of them. */
function changesAmong(columns: string, isTrue: string): string {
  return whoIsMeant
    .map(
      (contact) => `SELECT c.*, ${columns} FROM json_each(:ids) j CROSS JOIN change c ON c.id = j.value
        JOIN plan ON plan.id = c.plan
        JOIN plan_row p ON p.plan = c.plan AND p.row = c.row
        JOIN contact ${contact} WHERE ${isTrue}`,
    )
    .join(' UNION ')
}

export type Statements = ReturnType<typeof prepareStatements>
