import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import type { MirrorPage } from '../../electron/engine/connectors/connector.ts'
import { connectionStore } from '../../electron/engine/store/connections.ts'
import { openDatabase } from '../../electron/engine/store/database.ts'
import { inTransaction } from '../../electron/engine/store/transaction.ts'
import { mirrorStore } from '../../electron/engine/store/mirror.ts'
import type { ConnectionId, Contact, RemoteId } from '../../shared/model.ts'
import type { Figure, Reading } from './figure.ts'
import { besideWords, sideBySide } from './sideBySide.ts'

/** How fast the mirror takes what a service lists. */
export const mirrorWrites: Figure = {
  name: 'mirror',
  about:
    'people written into the mirror page by page, beside bare inserts of the same rows into the same table',
  async measure({ folder, size, say }): Promise<Reading[]> {
    const people = size === 'full' ? 1_000_000 : 3000
    say(`${people.toLocaleString('en')} people into the mirror`)
    const path = (name: string) => join(folder, `${name}.sqlite`)
    const taken = await sideBySide(
      () => intoMirror(path('mirror'), people),
      () => insertBare(path('bare'), people),
      size === 'quick' ? 1 : 2,
      () => {
        for (const name of ['mirror', 'bare'])
          for (const ending of ['', '-wal', '-shm']) rmSync(path(name) + ending, { force: true })
      },
    )
    return [
      {
        what: `${people.toLocaleString('en')} people written into the mirror`,
        value: taken.ratio,
        unit: 'times',
        beside: besideWords(taken, 'bare inserts with node:sqlite, with the same indexes and pages'),
        goal: { is: 'at most', value: 2 },
      },
    ]
  },
}

const pagePeople = 1000
const id = 'bench' as ConnectionId

function* pages(people: number): Generator<readonly Contact[]> {
  for (let first = 0; first < people; first += pagePeople)
    yield Array.from({ length: Math.min(pagePeople, people - first) }, (_, i) => contact(first + i))
}

function contact(n: number): Contact {
  const fields = { email: `person.${n}@example.org`, first_name: `Person ${n}`, 'custom:7': 'Oslo' }
  return {
    remoteId: String(4_000_000_000 + n) as RemoteId,
    email: fields.email,
    phone: null,
    externalId: null,
    state: n % 50 === 0 ? 'cancelled' : 'active',
    left: n % 50 === 0 ? 'unsubscribed' : null,
    consent: {},
    leftAudiences: [],
    fields: fields,
    createdAt: 1_600_000_000_000 + n,
  }
}

function open(path: string) {
  const db = openDatabase(path)
  connectionStore(db).save({
    id,
    service: 'kit',
    name: 'Bench',
    colour: 'teal',
    practiceAddress: null,
    practiceSince: null,
    credentialForm: 'api-key',
    account: { id: '1', name: 'Bench', email: null, plan: null, contactLimit: null },
    createdAt: 0,
  })
  return db
}

function intoMirror(path: string, people: number): void {
  const db = open(path)
  const mirror = mirrorStore(db, id)
  const refresh = mirror.beginRefresh()
  for (const contacts of pages(people)) {
    const page: MirrorPage = { contacts, memberships: [], completeKinds: [] }
    mirror.savePage(page, refresh, 0)
  }
  if (mirror.countContacts() !== people) throw new Error('not everybody was written')
  db.close()
}

const columns = [
  'connection',
  'remote_id',
  'email',
  'email_folded',
  'state',
  'left_reason',
  'fields',
  'search',
  'created_at',
  'seen_in',
] as const

function insertBare(path: string, people: number): void {
  const db = open(path)
  const insert = db.prepare(
    `INSERT INTO contact (${columns.join(', ')}) VALUES (1${', ?'.repeat(columns.length - 1)})`,
  )
  for (const page of pages(people))
    inTransaction(db, () => {
      for (const { remoteId, email, state, left, fields, createdAt } of page) {
        const search = `${email ?? ''} ${String(fields['first_name' as never])}`
        const values: SQLInputValue[] = [
          remoteId,
          email,
          email,
          state,
          left,
          JSON.stringify(fields),
          search,
          createdAt,
          1,
        ]
        insert.run(...values)
      }
    })
  db.close()
}
