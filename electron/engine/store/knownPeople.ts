import type { DatabaseSync } from 'node:sqlite'
import type { AudienceRef, LeftReason, RemoteId } from '../../../shared/model.ts'
import type { KnownContact } from '../plan/diffRow.ts'
import { holdsValues } from './holdsValues.ts'

/** Somebody whom the mirror has. */
export interface KnownPerson {
  readonly contact: KnownContact
  /** Whether they certainly have all of these values: cheaper than a look at each. */
  holds(values: KnownContact['fields']): boolean
  /** Which of the plan's audiences the person is in. */
  readonly memberships: readonly AudienceRef[]
}

/** Looks up people by their folded address, each once: an answer for each, in the same order; `null` for nobody. */
export type FindPeople = (identities: readonly string[]) => (KnownPerson | null)[]

export function peopleFinder(
  db: DatabaseSync,
  connection: number,
  audiences: readonly AudienceRef[],
): FindPeople {
  const statement = db.prepare(findSql(audiences))
  statement.setReturnArrays(true)
  const names = Object.fromEntries(
    audiences.flatMap(({ kind, id }, n) => [
      [`kind${n}`, kind],
      [`audience${n}`, id],
    ]),
  )
  return (identities) => {
    const found = new Array<KnownPerson | null>(identities.length).fill(null)
    const rows = statement.all({ connection, identities: JSON.stringify(identities), ...names })
    for (const row of rows as unknown as FoundRow[]) {
      const [at, , left] = row
      // Two contacts with one address: whoever left decides.
      if (found[at] && left === null) continue
      found[at] = personOf(row, audiences)
    }
    return found
  }
}

/** As the statement below selects it. Arrays cost half of what objects do, a million times over. */
type FoundRow = readonly [
  at: number,
  remoteId: RemoteId,
  left: LeftReason | null,
  fields: string,
  ...memberships: (number | null)[],
]

function personOf(
  [, remoteId, left, fields, ...memberOf]: FoundRow,
  audiences: readonly AudienceRef[],
): KnownPerson {
  return {
    contact: knownContact(remoteId, left, fields),
    holds: (values) => holdsValues(fields, values),
    memberships: audiences.filter((_, n) => memberOf[n] !== null),
  }
}

/** Of most people nothing differs, and their fields are never taken apart. */
function knownContact(remoteId: RemoteId, left: LeftReason | null, json: string): KnownContact {
  let fields: KnownContact['fields'] | null = null
  return {
    remoteId,
    left,
    get fields() {
      fields ??= JSON.parse(json) as KnownContact['fields']
      return fields
    },
  }
}

/**
 * Each wanted audience is one more column at the end: not null where they are in it. CROSS JOIN keeps the order: the
 * addresses outside, the index inside.
 */
function findSql(audiences: readonly AudienceRef[]): string {
  const columns = audiences.map((_, n) => `, m${n}.seen_in`)
  const joins = audiences.map(
    (_, n) => `LEFT JOIN membership m${n} ON m${n}.connection = :connection AND m${n}.remote_id = c.remote_id
      AND m${n}.kind = :kind${n} AND m${n}.audience = :audience${n}`,
  )
  return `SELECT j.key, c.remote_id, c.left_reason, c.fields${columns.join('')}
    FROM json_each(:identities) j
    CROSS JOIN contact c INDEXED BY contact_by_email ON c.connection = :connection AND c.email_folded = j.value
    ${joins.join('\n')}`
}
