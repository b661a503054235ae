import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PersonView } from '../../../shared/contract/people.ts'
import type {
  AudienceKind,
  AudienceRef,
  ConnectionId,
  Contact,
  Field,
  FieldId,
} from '../../../shared/model.ts'
import { connectionNumber } from './connections.ts'
import { type ContactRow, contactFromRow } from './contactRow.ts'
import { unfinishedPart } from './mirror.ts'
import { namingFields, type NamingFields, nameOf, searchParts } from './personSearch.ts'
import { type ContactKeyRow, slicedSearch } from './searchInSlices.ts'

export interface PeopleQuery {
  readonly text: string
  readonly connection: ConnectionId | null
  readonly left: boolean | null
  readonly audience: AudienceRef | null
  /** Both included. */
  readonly createdFrom: number | null
  readonly createdTo: number | null
  /** Part of it. */
  readonly firstName: string | null
  readonly remoteId: string | null
}

/** A person of the mirror with all that is known of them. */
export interface Person {
  readonly view: PersonView
  readonly contact: Contact
}

export interface MirrorCounts {
  readonly people: number
  readonly left: number
  /** When everyone was last read or caught up. */
  readonly readAt: number | null
}

export interface PeopleSnapshot {
  /** By address. Who was forgotten in the meantime is left out. */
  pages(size: number): Generator<Person[]>
  drop(): void
}

/** Looks into the mirrors of all accounts, for people. */
export interface PeopleReads {
  counts(connection: ConnectionId): MirrorCounts
  /** By address, and how many there are in all. Lets other calls be answered while it looks. */
  find(
    query: PeopleQuery,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly total: number; readonly people: Person[] }>
  /** Who is found now, to be gone through in one's own time. */
  snapshot(query: PeopleQuery): PeopleSnapshot
  /** @throws AppError `not-found` */
  get(connection: ConnectionId, remoteId: string): Person
  /** What its account calls a field; `null` for one that is gone there. */
  field(connection: ConnectionId, id: FieldId): Field | null
}

/** In a smaller audience its members are looked at, in a larger one everyone in their order until the page is full. */
const smallAudience = 20_000

export function peopleReads(db: DatabaseSync): PeopleReads {
  const members = db.prepare(`SELECT count(*) AS n FROM membership m ${inAudience}`)
  const countMembers = ({ connection, audience }: PeopleQuery) =>
    audience === null ? 0 : countOf(members.get(audienceValues(db, connection, audience)))
  const one = db.prepare('SELECT * FROM contact WHERE connection = ? AND remote_id = ?')
  const inSlices = slicedSearch(db)
  const findMembers = (query: PeopleQuery, page: { offset: number; limit: number }, members: number) => {
    const { from, where, values } = searchSql(db, query, members <= smallAudience)
    const keys = db
      .prepare(
        `SELECT c.connection, c.remote_id FROM ${from} ${where} ORDER BY c.search LIMIT :limit OFFSET :offset`,
      )
      .all({ ...values, ...page }) as unknown as ContactKeyRow[]
    const total = isOnlyAudience(query)
      ? members
      : countOf(db.prepare(`SELECT count(*) AS n FROM ${from} ${where}`).get(values))
    return { keys, total }
  }
  const field = db.prepare('SELECT * FROM field WHERE connection = ? AND id = ?')
  return {
    counts: (connection) => countMirror(db, connectionNumber(db, connection)),
    async find(query, page) {
      const { keys, total } =
        query.audience === null
          ? await inSlices(searchSql(db, query, false), page)
          : findMembers(query, page, countMembers(query))
      const read = personReader(db)
      const rows = keys.map((key) => one.get(key.connection, key.remote_id))
      return { total, people: rows.filter((row) => row !== undefined).map(read) }
    },
    snapshot(query) {
      const { from, where, values } = searchSql(db, query, countMembers(query) <= smallAudience)
      snapshots += 1
      return takeSnapshot(db, `found_${snapshots}`, `${from} ${where}`, values)
    },
    get(connection, remoteId) {
      const row = one.get(connectionNumber(db, connection), remoteId)
      if (!row)
        throw new AppError(
          'not-found',
          'This person is no longer in the copy of the account. Refresh it, or search again.',
        )
      return personReader(db)(row)
    },
    field(connection, id) {
      const row = field.get(connectionNumber(db, connection), id)
      return row ? ({ ...row, custom: row.custom === 1 } as unknown as Field) : null
    },
  }
}

function isOnlyAudience({ text, left, createdFrom, createdTo, firstName, remoteId }: PeopleQuery): boolean {
  const others = [left, createdFrom, createdTo, firstName, remoteId]
  return text.trim() === '' && others.every((one) => one === null)
}

/** Names are never used twice, whoever opened the reads. */
let snapshots = 0

function takeSnapshot(
  db: DatabaseSync,
  table: string,
  found: string,
  values: SearchSql['values'],
): PeopleSnapshot {
  db.exec(
    `CREATE TABLE temp.${table} (n INTEGER PRIMARY KEY, connection INTEGER NOT NULL, remote_id TEXT NOT NULL) STRICT`,
  )
  db.prepare(
    `INSERT INTO temp.${table} (connection, remote_id) SELECT c.connection, c.remote_id FROM ${found} ORDER BY c.search`,
  ).run(values)
  const page = db.prepare(`SELECT f.n, c.* FROM temp.${table} f
    CROSS JOIN contact c ON c.connection = f.connection AND c.remote_id = f.remote_id
    WHERE f.n > ? ORDER BY f.n LIMIT ?`)
  const read = personReader(db)
  function* pages(size: number): Generator<Person[]> {
    for (let last = 0; ;) {
      const rows = page.all(last, size)
      if (rows.length === 0) return
      yield rows.map(read)
      last = rows.at(-1)?.n as number
    }
  }
  return { pages, drop: () => db.exec(`DROP TABLE temp.${table}`) }
}

const inAudience =
  'WHERE (:connection IS NULL OR m.connection = :connection) AND m.kind = :kind AND m.audience = :audience'

function audienceValues(db: DatabaseSync, connection: ConnectionId | null, { kind, id }: AudienceRef) {
  return { connection: connection === null ? null : connectionNumber(db, connection), kind, audience: id }
}

interface SearchSql {
  readonly from: string
  readonly where: string
  readonly values: Record<string, SQLInputValue>
}

function searchSql(db: DatabaseSync, query: PeopleQuery, fewMembers: boolean): SearchSql {
  const { text, connection, left, audience } = query
  const values: Record<string, SQLInputValue> = {}
  const conditions: string[] = []
  const parts = searchParts(text)
  parts.forEach((part, n) => (values[`part${n}`] = part))
  if (parts.length > 0) conditions.push(`(${parts.map((_, n) => `instr(c.search, :part${n})`).join(' OR ')})`)
  if (left !== null) conditions.push(`c.left_reason IS ${left ? 'NOT NULL' : 'NULL'}`)
  if (connection !== null) {
    values['connection'] = connectionNumber(db, connection)
    conditions.push('c.connection = :connection')
  }
  conditions.push(...detailConditions(query, values))
  let from = 'contact c INDEXED BY contact_by_search'
  if (audience !== null) {
    Object.assign(values, { kind: audience.kind, audience: audience.id })
    const is = 'm.kind = :kind AND m.audience = :audience'
    const theirs = 'm.connection = c.connection AND m.remote_id = c.remote_id'
    if (fewMembers) {
      from = `membership m CROSS JOIN contact c ON c.connection = m.connection AND c.remote_id = m.remote_id`
      conditions.push(is, ...(connection === null ? [] : ['m.connection = :connection']))
      // As a value, so that SQLite does not turn the search around.
    } else conditions.push(`(SELECT 1 FROM membership m WHERE ${theirs} AND ${is}) IS NOT NULL`)
  }
  return { from, where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values }
}

/** Letters beyond ASCII are compared as they are written. */
function detailConditions(
  { createdFrom, createdTo, firstName, remoteId }: PeopleQuery,
  values: SearchSql['values'],
): string[] {
  const given = { createdFrom, createdTo, firstName, remoteId }
  const sql = {
    createdFrom: 'c.created_at >= :createdFrom',
    createdTo: 'c.created_at <= :createdTo',
    firstName: `instr(lower(c.fields ->> '$.first_name'), lower(:firstName)) > 0`,
    remoteId: 'c.remote_id = :remoteId',
  }
  return (Object.keys(given) as (keyof typeof given)[]).flatMap((name) => {
    if (given[name] === null) return []
    values[name] = given[name]
    return [sql[name]]
  })
}

function countMirror(db: DatabaseSync, connection: number): MirrorCounts {
  const count = (index: string, where = '') =>
    countOf(
      db
        .prepare(`SELECT count(*) AS n FROM contact INDEXED BY ${index} WHERE connection = ? ${where}`)
        .get(connection),
    )
  const read = db
    .prepare(
      `SELECT max(at) AS at, max(part = 'everyone') AS whole FROM freshness
      WHERE connection = ? AND part <> '${unfinishedPart}'`,
    )
    .get(connection)
  return {
    people: count('contact_by_email'),
    left: count('contact_who_left', 'AND left_reason IS NOT NULL'),
    readAt: read?.whole === 1 ? (read.at as number) : null,
  }
}

function personReader(db: DatabaseSync): (row: Record<string, unknown>) => Person {
  const fields = db.prepare('SELECT * FROM field WHERE connection = ?')
  const namings = new Map<number, NamingFields>()
  const namingOf = (connection: number) => {
    const naming = namings.get(connection) ?? namingFields(fields.all(connection) as unknown as Field[])
    namings.set(connection, naming)
    return naming
  }
  const ids = db.prepare('SELECT id FROM connection WHERE n = ?')
  const memberships = db.prepare(`SELECT m.kind, coalesce(a.name, m.audience) AS name FROM membership m
    LEFT JOIN audience a ON a.connection = m.connection AND a.kind = m.kind AND a.id = m.audience
    WHERE m.connection = ? AND m.remote_id = ? ORDER BY m.kind, name`)
  return (row) => {
    const contact = contactFromRow(row as unknown as ContactRow)
    const connection = row.connection as number
    const { remoteId, email, phone, state, left, createdAt } = contact
    const view: PersonView = {
      connection: ids.get(connection)?.id as ConnectionId,
      remoteId,
      email,
      phone,
      name: nameOf(contact.fields, namingOf(connection)),
      state,
      left,
      audiences: memberships
        .all(connection, remoteId)
        .map(({ kind, name }) => ({ kind: kind as AudienceKind, name: name as string })),
      createdAt,
    }
    return { view, contact }
  }
}

function countOf(row: unknown): number {
  return (row as { n: number }).n
}
