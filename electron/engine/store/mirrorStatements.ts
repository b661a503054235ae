import type { DatabaseSync } from 'node:sqlite'
import { confirmedReason, leftUnconfirmedReason } from './confirmedReason.ts'
import { contactColumns } from './contactRow.ts'

const insertContact = `INSERT INTO contact (${contactColumns.join(', ')})
  VALUES (${contactColumns.map(() => '?').join(', ')}) ON CONFLICT (connection, remote_id) DO UPDATE SET`

/** All but whose it is, and when we wrote it. */
const listedColumns = contactColumns
  .slice(2, -1)
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')

/** We wrote it so lately that a list may not show it yet. A time in the future is a clock that was set back. */
const justWritten = 'coalesce(written_at BETWEEN :from AND :to, 0)'

/** What a mirror asks its database, each prepared once. */
export function prepareMirror(db: DatabaseSync) {
  return {
    beginRefresh: db.prepare(
      'UPDATE connection SET refreshes = refreshes + 1 WHERE n = ? RETURNING refreshes',
    ),
    lastRefresh: db.prepare('SELECT refreshes FROM connection WHERE n = ?'),
    // That someone left is believed at once, from wherever it comes.
    listContact: db.prepare(`${insertContact} ${listedColumns}
      WHERE NOT coalesce(contact.written_at BETWEEN ? AND ?, 0)
         OR (excluded.left_reason IS NOT NULL AND contact.left_reason IS NULL)
         OR (excluded.sms_consent = 'unsubscribed' AND contact.sms_consent IS NOT 'unsubscribed')
         OR (excluded.left_audiences IS NOT NULL AND contact.left_audiences IS NOT excluded.left_audiences)`),
    seenContact: db.prepare('UPDATE contact SET seen_in = ? WHERE connection = ? AND remote_id = ?'),
    writtenContact: db.prepare(`${insertContact} ${listedColumns}, written_at = excluded.written_at`),
    member:
      db.prepare(`INSERT INTO membership (connection, remote_id, kind, audience, since, seen_in, written_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (connection, remote_id, kind, audience) DO UPDATE SET
        since = coalesce(excluded.since, membership.since), seen_in = excluded.seen_in,
        written_at = coalesce(excluded.written_at, membership.written_at)`),
    // A list may still show somebody whom we took out of it a moment ago.
    listedMember:
      db.prepare(`INSERT INTO membership (connection, remote_id, kind, audience, since, seen_in, written_at)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, NULL WHERE NOT EXISTS
        (SELECT 1 FROM left_membership WHERE connection = ?1 AND remote_id = ?2
           AND kind = ?3 AND audience = ?4 AND at BETWEEN ?7 AND ?8)
      ON CONFLICT (connection, remote_id, kind, audience) DO UPDATE SET
        since = coalesce(excluded.since, membership.since), seen_in = excluded.seen_in`),
    noteLeft: db.prepare('INSERT OR REPLACE INTO left_membership VALUES (?, ?, ?, ?, ?)'),
    joinedAgain: db.prepare(
      'DELETE FROM left_membership WHERE connection = ? AND remote_id = ? AND kind = ? AND audience = ?',
    ),
    // A time in the future is a clock that was set back.
    forgetLeft: db.prepare('DELETE FROM left_membership WHERE connection = ? AND at NOT BETWEEN ? AND ?'),
    deleteMember: db.prepare(
      'DELETE FROM membership WHERE connection = ? AND remote_id = ? AND kind = ? AND audience = ?',
    ),
    endMembers: db.prepare(`DELETE FROM membership WHERE connection = ? AND remote_id = ?
      AND kind = ? AND seen_in < ? AND NOT coalesce(written_at BETWEEN ? AND ?, 0)`),
    forgetPeople: db.prepare(`DELETE FROM contact
      WHERE connection = :connection AND seen_in < :refresh AND NOT ${justWritten}`),
    // Memberships of people who are gone would be counted among an audience.
    forgetStrangers: db.prepare(`DELETE FROM membership WHERE connection = ?1 AND NOT EXISTS
      (SELECT 1 FROM contact WHERE contact.connection = ?1 AND contact.remote_id = membership.remote_id)`),
    forgetAddress: db.prepare(`DELETE FROM contact INDEXED BY contact_by_email WHERE connection = :connection
      AND email_folded = :email AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetPhone: db.prepare(`DELETE FROM contact INDEXED BY contact_by_phone WHERE connection = :connection
      AND phone = :value AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetExternalId: db.prepare(`DELETE FROM contact INDEXED BY contact_by_external_id
      WHERE connection = :connection AND external_id = :value AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetId: db.prepare(`DELETE FROM contact WHERE connection = :connection AND remote_id = :id
      AND seen_in < :refresh AND NOT ${justWritten}`),
    forgetMembers: db.prepare(`DELETE FROM membership WHERE connection = :connection
      AND kind = :kind AND audience = :audience AND seen_in < :refresh AND NOT ${justWritten}`),
    // Few plans ask anybody, and only their steps are looked at.
    noteConfirmed: db.prepare(`UPDATE step SET status = 'written', reason = '${confirmedReason}'
      WHERE ${isAsked("k.state = 'active'")}`),
    // What was sent stays accepted: they were created, and asked.
    noteLeftUnconfirmed: db.prepare(`UPDATE step SET reason = '${leftUnconfirmedReason}'
      WHERE ${isAsked('k.left_reason IS NOT NULL')}`),
    freshness: db.prepare('SELECT at, since FROM freshness WHERE connection = ? AND part = ?'),
    forgetFreshness: db.prepare('DELETE FROM freshness WHERE connection = ? AND part = ?'),
    setFreshness: db.prepare(`INSERT INTO freshness (connection, part, at, since) VALUES (?, ?, ?, ?)
      ON CONFLICT (connection, part) DO UPDATE SET at = excluded.at, since = excluded.since`),
    byEmail: db.prepare(
      'SELECT * FROM contact INDEXED BY contact_by_email WHERE connection = ? AND email_folded = ?',
    ),
    byId: db.prepare('SELECT * FROM contact WHERE connection = ? AND remote_id = ?'),
    isMember: db.prepare(
      'SELECT 1 FROM membership WHERE connection = ? AND remote_id = ? AND kind = ? AND audience = ?',
    ),
    count: db.prepare('SELECT count(*) AS n FROM contact WHERE connection = ?'),
    countStaying: db.prepare(
      'SELECT count(*) AS n FROM contact WHERE connection = ? AND left_reason IS NULL',
    ),
  }
}

/** Steps of one connection's people who were asked to confirm, and of whom the mirror knows this now. */
function isAsked(isTrue: string): string {
  return `(run, change) IN (SELECT run.id, c.id FROM plan JOIN run ON run.plan = plan.id
    JOIN step s ON s.run = run.id AND s.status = 'accepted'
    JOIN change c ON c.id = s.change AND c.body ->> 'confirms' = 1
    JOIN plan_row p ON p.plan = plan.id AND p.row = c.row
    JOIN contact k INDEXED BY contact_by_email
      ON k.connection = plan.connection AND k.email_folded = p.identity AND ${isTrue}
    WHERE plan.connection = ? AND plan.spec ->> 'confirmation' = 1)`
}

export type MirrorStatements = ReturnType<typeof prepareMirror>
