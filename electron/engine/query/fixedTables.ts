import type { QueryTableColumn } from '../../../shared/contract/queries.ts'
import type { QueriedTable } from './queryTables.ts'

interface Made extends QueryTableColumn {
  readonly sql: string
}

/** A moment of the database, in ms, as people and SQLite's date functions read it. */
const iso = (ms: string) => `strftime('%Y-%m-%dT%H:%M:%SZ', ${ms} / 1000, 'unixepoch')`

const text = (name: string, sql: string, about = ''): Made => ({ name, type: 'text', sql, about })
const number = (name: string, sql: string, about = ''): Made => ({ name, type: 'number', sql, about })
const date = (name: string, ms: string, about = ''): Made => ({ name, type: 'date', sql: iso(ms), about })

/** What is known of a person at every account; `p` is the contact. */
export const personColumns: readonly Made[] = [
  text('id', 'p.remote_id', 'their id at the service'),
  text('email', 'p.email COLLATE NOCASE', 'compared in small and capital letters alike'),
  text('phone', 'p.phone'),
  text('external_id', 'p.external_id', 'their id in your own systems'),
  text('state', 'p.state', 'the service’s word: active, cancelled, …'),
  text(
    'left_because',
    'p.left_reason',
    'unsubscribed, bounced, complained or suppressed; empty for who is there',
  ),
  text('email_consent', 'p.email_consent', 'subscribed, unsubscribed or never; Klaviyo only'),
  text('sms_consent', 'p.sms_consent', 'the same for text messages'),
  date('created_at', 'p.created_at', 'when the account got to know them'),
]

const connectionOf = (n: string) => `JOIN main.connection c ON c.n = ${n}`

/** The table behind `main.change`, since a query may read no view of ours but its own. */
const planned = 'main.planned_change ch'
const isOfRow = 'ch.plan = p.plan AND ch.row = p.row AND ch.off = 0'

/** What became of a row: `rowOutcome`, which whoever opens the database for queries defines as a function of SQL. */
const outcome = `row_outcome(p.kind, (SELECT json_group_array(json_object('state', s.state, 'status', s.status))
  FROM ${planned} LEFT JOIN main.step s ON s.run = r.id AND s.change = ch.id WHERE ${isOfRow}))`

const stepReason = `(SELECT s.reason FROM ${planned} JOIN main.step s ON s.run = r.id AND s.change = ch.id
  WHERE ${isOfRow} AND s.reason IS NOT NULL LIMIT 1)`

/** Those that are as whole as the people of the accounts are. */
const tellingOfPeople: ReadonlySet<string> = new Set(['people', 'memberships', 'audiences'])

/** The tables that are there whatever is connected or imported. */
export const fixedTables: readonly QueriedTable[] = [
  table(
    'people',
    'Everyone in all accounts, as this computer last read them: one row for each person and account.',
    [
      text('account', 'c.name', 'your name for it'),
      ...personColumns,
      text('first_name', `p.fields ->> '$.first_name'`),
      text('last_name', `p.fields ->> '$.last_name'`, 'where the service has one'),
      text('fields', 'p.fields', 'all fields as JSON, by their id at the service'),
    ],
    `main.contact p ${connectionOf('p.connection')}`,
  ),
  table(
    'memberships',
    'Who is in which tag, form, sequence or list.',
    [
      text('account', 'c.name'),
      text('person_id', 'm.remote_id', 'the id in people'),
      text(
        'email',
        '(SELECT p.email FROM main.contact p WHERE p.connection = m.connection AND p.remote_id = m.remote_id) COLLATE NOCASE',
      ),
      text('kind', 'm.kind', 'tag, form, sequence or list'),
      text('audience', 'coalesce(a.name, m.audience)', 'its name'),
      text('audience_id', 'm.audience'),
      date('since', 'm.since', 'where the service says so'),
    ],
    `main.membership m ${connectionOf('m.connection')} LEFT JOIN main.audience a
      ON a.connection = m.connection AND a.kind = m.kind AND a.id = m.audience`,
  ),
  table(
    'audiences',
    'The tags, forms, sequences and lists of all accounts.',
    [
      text('account', 'c.name'),
      text('kind', 'a.kind', 'tag, form, sequence or list'),
      text('id', 'a.id'),
      text('name', 'a.name'),
      number('is_open', 'a.open', '0 where nobody can be put into it now'),
      text('opt_in', 'a.opt_in', 'single or double, where it has such a setting'),
      number(
        'people',
        `(SELECT count(*) FROM main.membership m
          WHERE m.connection = a.connection AND m.kind = a.kind AND m.audience = a.id)`,
        'how many are in it, as far as this computer knows',
      ),
    ],
    `main.audience a ${connectionOf('a.connection')}`,
  ),
  table(
    'fields',
    'The fields that people have at each account.',
    [
      text('account', 'c.name'),
      text('id', 'f.id'),
      text('key', 'f.key', 'what the service’s API calls it now'),
      text('label', 'f.label'),
      text('type', 'f.type'),
      number('is_custom', 'f.custom', '1 for fields that you made'),
    ],
    `main.field f ${connectionOf('f.connection')}`,
  ),
  table(
    'accounts',
    'The connected accounts.',
    [
      text('account', 'c.name', 'your name for it'),
      text('service', 'c.service', 'kit or klaviyo'),
      text('name', `c.account ->> '$.name'`, 'its own name'),
      date('connected_at', 'c.created_at'),
    ],
    'main.connection c',
  ),
  table(
    'runs',
    'What was sent, when and to where.',
    [
      number('run', 'r.id'),
      text('account', 'c.name'),
      text('file', `s.info ->> '$.name'`),
      number('rows', `s.info ->> '$.rows'`, 'of the file'),
      text('mode', `pl.spec ->> '$.mode'`, 'changed, append or full-refresh'),
      text('status', 'r.status', 'running, stopped, finished or cancelled'),
      date('started_at', 'r.started_at'),
      date('ended_at', 'r.ended_at'),
    ],
    `main.run r JOIN main.plan pl ON pl.id = r.plan ${connectionOf('pl.connection')}
      LEFT JOIN main.source s ON s.id = pl.source`,
  ),
  table(
    'run_rows',
    'Every row of every run with what became of it.',
    [
      number('run', 'r.id'),
      number('row', 'p.row', 'number of the row in the file'),
      text('email', 'p.email COLLATE NOCASE'),
      text('planned', 'p.kind', 'create, update, unchanged, held-back, invalid, duplicate, …'),
      text('outcome', outcome, 'written, accepted, rejected, held-back, in-doubt, …'),
      text('reason', `coalesce(p.reason, ${stepReason}, p.warning)`, 'why, where there is something to say'),
    ],
    'main.run r JOIN main.plan_row p ON p.plan = r.plan',
  ),
  table(
    'run_requests',
    'Every request that runs sent, without any value.',
    [
      number('run', 'q.run'),
      text('method', 'q.method'),
      text('path', 'q.path'),
      number('changes', 'q.changes', 'how many changes went in it'),
      number('http_status', 'q.http_status', 'empty where no answer came'),
      date('sent_at', 'q.sending_at'),
      date('answered_at', 'q.settled_at'),
    ],
    'main.request q',
  ),
]

function table(name: string, about: string, columns: readonly Made[], from: string): QueriedTable {
  const selected = columns.map(({ name: column, sql }) => `${sql} AS "${column}"`).join(', ')
  return {
    name,
    about,
    of: 'everything',
    reads: null,
    columns: columns.map(({ name: column, type, about: words }) => ({ name: column, type, about: words })),
    view: { name, sql: `SELECT ${selected} FROM ${from}` },
    peopleOf: tellingOfPeople.has(name) ? 'everyone' : null,
    from: null,
  }
}
