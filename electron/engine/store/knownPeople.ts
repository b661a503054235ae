import type { DatabaseSync } from 'node:sqlite'
import type { AudienceRef, LeftReason, RemoteId } from '../../../shared/model.ts'
import type { KnownContact } from '../plan/diffRow.ts'

/** Somebody whom the mirror has. */
export interface KnownPerson {
  readonly contact: KnownContact
  /** The contact's fields as the mirror keeps them. */
  readonly json: string
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
      const at = row[0]
      // Two contacts with one address: whoever left decides.
      if (found[at] && row[2] === null) continue
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

function personOf(row: FoundRow, audiences: readonly AudienceRef[]): KnownPerson {
  const [, remoteId, left, json] = row
  const memberships = audiences.filter((_, n) => row[firstMembership + n] !== null)
  return { contact: new MirroredContact(remoteId, left, json), json, memberships }
}

const firstMembership = 4

/** Of most people nothing differs, and their fields are never taken apart. A class, because a getter made for each costs as much. */
class MirroredContact implements KnownContact {
  readonly remoteId: RemoteId
  readonly left: LeftReason | null
  readonly #json: string
  #fields: KnownContact['fields'] | null = null

  constructor(remoteId: RemoteId, left: LeftReason | null, json: string) {
    this.remoteId = remoteId
    this.left = left
    this.#json = json
  }

  get fields(): KnownContact['fields'] {
    this.#fields ??= JSON.parse(this.#json) as KnownContact['fields']
    return this.#fields
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
