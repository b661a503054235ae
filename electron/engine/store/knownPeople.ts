import type { DatabaseSync } from 'node:sqlite'
import type { AudienceRef, LeftReason, RemoteId } from '../../../shared/model.ts'
import type { Identifier } from '../connectors/connector.ts'
import type { KnownContact } from '../plan/diffRow.ts'
import { databaseThread, threadDataFor } from './databaseThread.ts'
import {
  allMemberships,
  columnsOf,
  type FinderWork,
  type FoundRow,
  foundReader,
  type FoundTexts,
  isMany,
  type NamesToFind,
  type PeopleNeeds,
  rowsFrom,
} from './foundRows.ts'
import { consentFromRow } from './contactRow.ts'

/** Somebody whom the mirror has. */
export interface KnownPerson {
  readonly contact: KnownContact
  /** The contact's fields as the mirror keeps them. */
  readonly json: string
  /** The service's word for them, and since when it has them; only where the plan needs that. */
  readonly state: string | null
  readonly createdAt: number | null
  /** Which of the plan's audiences the person is in. */
  readonly memberships: readonly AudienceRef[]
}

/**
 * Looks up people by folded addresses, phone numbers or external ids: an answer for each, in the same order; `null` for
 * nobody, and where `null` was asked for.
 */
export type FindPeople = (
  kind: Identifier['kind'],
  names: readonly (string | null)[],
) => (KnownPerson | null)[]

export function peopleFinder(db: DatabaseSync, connection: number, needs: PeopleNeeds): FindPeople {
  const read = foundReader(db, connection, needs)
  const personOf = personReader(needs)
  return (by, names) => {
    const found = new Array<KnownPerson | null>(names.length).fill(null)
    for (const row of read(by, JSON.stringify(names))) addFound(found, row, personOf)
    return found
  }
}

/** The same, where the answer may come later. */
export interface FinderBeside {
  readonly find: (
    kind: Identifier['kind'],
    names: readonly (string | null)[],
  ) => Promise<(KnownPerson | null)[]>
  /** Once this resolves, nobody is looked for any more. */
  close(): Promise<void>
}

/** Looks people up on a thread of its own. */
export function peopleFinderBeside(db: DatabaseSync, connection: number, needs: PeopleNeeds): FinderBeside {
  const data = threadDataFor(db, { connection, needs })
  if (data === null) return finderHere(peopleFinder(db, connection, needs))
  const script = new URL('./foundRowsWorker.ts', import.meta.url)
  const thread = databaseThread<FinderWork, NamesToFind, FoundTexts>(script, data)
  const personOf = personReader(needs)
  return {
    async find(kind, names) {
      const texts = await thread.ask({ kind, names: JSON.stringify(names) })
      const found = new Array<KnownPerson | null>(names.length).fill(null)
      for (const row of rowsFrom(texts)) addFound(found, row, personOf)
      return found
    },
    close: () => thread.close(),
  }
}

export function finderHere(find: FindPeople): FinderBeside {
  return { find: (kind, names) => Promise.resolve(find(kind, names)), close: () => Promise.resolve() }
}

/** Two contacts with one address: whoever left decides. */
function addFound(
  found: (KnownPerson | null)[],
  row: FoundRow,
  personOf: (row: FoundRow) => KnownPerson,
): void {
  const [at, , left] = row
  if (found[at] && left === null) return
  found[at] = personOf(row)
}

/** Which of the wanted audiences a found row is in. */
function membershipReader(
  columns: readonly string[],
  audiences: readonly AudienceRef[],
): (row: FoundRow) => readonly AudienceRef[] {
  if (audiences.length === 0) return () => noAudiences
  if (isMany(audiences)) {
    const wanted = new Map(audiences.map((one) => [`${one.kind} ${one.id}`, one]))
    const at = columns.indexOf(allMemberships)
    return (row) => ((row[at] as string | null) ?? '').split('\n').flatMap((name) => wanted.get(name) ?? [])
  }
  const first = columns.length - audiences.length
  return (row) => audiences.filter((_, n) => row[first + n] !== null)
}

function personReader(needs: PeopleNeeds): (row: FoundRow) => KnownPerson {
  const columns = columnsOf(needs)
  const text = (column: string) => {
    const at = columns.indexOf(column)
    return at === -1 ? () => null : (row: FoundRow) => row[at] as string | null
  }
  const [emailOf, emailConsentOf] = [text('c.email'), text('c.email_consent')]
  const [smsConsentOf, leftAudiencesOf] = [text('c.sms_consent'), text('c.left_audiences')]
  const asksConsent = columns.some((column) => consentColumns.includes(column))
  const stateOf = text('c.state')
  const createdAt = columns.indexOf('c.created_at')
  const membershipsOf = membershipReader(columns, needs.audiences)
  return (row) => {
    const known = asksConsent
      ? consentFromRow({
          email_consent: emailConsentOf(row),
          sms_consent: smsConsentOf(row),
          left_audiences: leftAudiencesOf(row),
        })
      : nothingAsked
    const json = row[3]
    return {
      contact: new MirroredContact(row[1], emailOf(row), row[2], known, json),
      json,
      state: stateOf(row),
      createdAt: createdAt === -1 ? null : (row[createdAt] as number | null),
      memberships: membershipsOf(row),
    }
  }
}

const noAudiences: readonly AudienceRef[] = []
const consentColumns = ['c.email_consent', 'c.sms_consent', 'c.left_audiences']
const nothingAsked: ReturnType<typeof consentFromRow> = { consent: {}, leftAudiences: [] }

/** Of most people nothing differs, and their fields are never taken apart. A class, because a getter made for each costs as much. */
class MirroredContact implements KnownContact {
  readonly remoteId: RemoteId
  readonly email: string | null
  readonly left: LeftReason | null
  readonly consent: KnownContact['consent']
  readonly leftAudiences: KnownContact['leftAudiences']
  readonly #json: string
  #fields: KnownContact['fields'] | null = null

  constructor(
    remoteId: RemoteId,
    email: string | null,
    left: LeftReason | null,
    { consent, leftAudiences }: Pick<KnownContact, 'consent' | 'leftAudiences'>,
    json: string,
  ) {
    this.remoteId = remoteId
    this.email = email
    this.left = left
    this.consent = consent
    this.leftAudiences = leftAudiences
    this.#json = json
  }

  get fields(): KnownContact['fields'] {
    this.#fields ??= JSON.parse(this.#json) as KnownContact['fields']
    return this.#fields
  }
}
