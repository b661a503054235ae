import { hash, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { ConnectionId, LeftReason } from '../../../shared/model.ts'

/** Where it is known from that somebody left. */
export interface LeftOrigin {
  /** `you`: said by hand. */
  readonly id: ConnectionId | 'file' | 'you'
  /** `Kit · Bakery`, `customers.csv` */
  readonly name: string
  /** Practice accounts hold nobody back from real ones, nor the other way round. */
  readonly practice: boolean
}

/** Somebody on the list, as far as it can be told: not who they are. */
export interface LeftEntry {
  readonly origin: LeftOrigin['id']
  readonly name: string
  readonly reason: LeftReason
  readonly at: number
}

/**
 * Who left, from every account that was read and from files, whatever the service. It holds a hash of each folded
 * address (or number, where there is no address), never the address: so it outlives that a person is forgotten.
 */
export interface LeftList {
  note(origin: LeftOrigin, people: readonly LeftPerson[], now: number): void
  /** They are back there: what was known from there no longer counts. */
  lift(origin: Pick<LeftOrigin, 'id' | 'practice'>, identities: readonly string[]): void
  /** What is known of each, in the same order; empty for most. `null` names nobody. */
  find(practice: boolean, identities: readonly (string | null)[]): readonly (readonly LeftEntry[])[]
  /** Whether anybody is on it, so that most plans need not look. */
  has(practice: boolean): boolean
  hasFrom(origin: Pick<LeftOrigin, 'id' | 'practice'>): boolean
  /** Whether anything came since then. */
  changedSince(practice: boolean, at: number): boolean
  /** Another number each time that somebody comes onto it, for whoever asks very often. */
  revision(): number
  counts(): readonly LeftCount[]
  /** Takes somebody off it, wherever it was known from. @returns how many entries there were */
  remove(identity: string): number
}

export interface LeftPerson {
  /** See `identityOf`. */
  readonly identity: string
  readonly reason: LeftReason
}

export interface LeftCount {
  readonly name: string
  readonly practice: boolean
  readonly people: number
  readonly newestAt: number
}

export function leftList(db: DatabaseSync): LeftList {
  const statements = prepare(db)
  const hashed = () => hasher(keyOf(statements))
  let revision = 0
  return {
    revision: () => revision,
    note({ id, name, practice }, people, now) {
      if (people.length === 0) return
      revision += 1
      const hashOf = hashed()
      for (const { identity, reason } of people)
        statements.note.run(hashOf(identity), Number(practice), id, name, reason, now)
    },
    lift({ id, practice }, identities) {
      if (identities.length === 0) return
      const hashOf = hashed()
      for (const identity of identities) statements.lift.run(hashOf(identity), Number(practice), id)
    },
    find(practice, identities) {
      const hashOf = hashed()
      const hashes = identities.map((identity) => (identity === null ? null : hashOf(identity)))
      const found: LeftEntry[][] = identities.map(() => [])
      for (const row of statements.find.all(JSON.stringify(hashes), Number(practice)))
        found[row.n as number]?.push({
          origin: row.origin as LeftEntry['origin'],
          name: row.name as string,
          reason: row.reason as LeftReason,
          at: row.at as number,
        })
      return found
    },
    has: (practice) => statements.has.get(Number(practice)) !== undefined,
    hasFrom: ({ id, practice }) => statements.hasFrom.get(id, Number(practice)) !== undefined,
    changedSince: (practice, at) => statements.changedSince.get(Number(practice), at) !== undefined,
    counts: () =>
      statements.counts.all().map((row) => ({
        name: row.name as string,
        practice: row.practice === 1,
        people: row.people as number,
        newestAt: row.newest as number,
      })),
    remove: (identity) => Number(statements.remove.run(hashed()(identity)).changes),
  }
}

/** Half a SHA-256 in 22 letters: nobody shares one by chance. */
function hasher(key: string): (identity: string) => string {
  return (identity) => hash('sha256', `${key} ${identity}`, 'base64url').slice(0, 22)
}

function keyOf(statements: ReturnType<typeof prepare>): string {
  const known = statements.key.get()
  if (known) return known.key as string
  statements.makeKey.run(randomBytes(32).toString('base64url'))
  return keyOf(statements)
}

function prepare(db: DatabaseSync) {
  return {
    key: db.prepare('SELECT key FROM left_key'),
    makeKey: db.prepare('INSERT OR IGNORE INTO left_key (one, key) VALUES (1, ?)'),
    note: db.prepare(`INSERT INTO left_person (hash, practice, origin, name, reason, at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (hash, practice, origin) DO UPDATE SET name = excluded.name, reason = excluded.reason`),
    lift: db.prepare('DELETE FROM left_person WHERE hash = ? AND practice = ? AND origin = ?'),
    find: db.prepare(`SELECT j.key AS n, l.origin, l.name, l.reason, l.at FROM json_each(?1) j
      CROSS JOIN left_person l ON l.hash = j.value AND l.practice = ?2 ORDER BY j.key, l.at`),
    has: db.prepare('SELECT 1 FROM left_person WHERE practice = ? LIMIT 1'),
    hasFrom: db.prepare('SELECT 1 FROM left_person WHERE origin = ? AND practice = ? LIMIT 1'),
    changedSince: db.prepare('SELECT 1 FROM left_person WHERE practice = ? AND at >= ? LIMIT 1'),
    counts:
      db.prepare(`SELECT min(name) AS name, practice, count(*) AS people, max(at) AS newest FROM left_person
      GROUP BY origin, practice, CASE origin WHEN 'file' THEN name END ORDER BY practice, name`),
    remove: db.prepare('DELETE FROM left_person WHERE hash = ?'),
  }
}
