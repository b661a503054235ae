import { requestsFor } from '../support/requestsFor.ts'
import { inspect } from 'node:util'
import { setImmediate as nextTick } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  Account,
  ApplyEvent,
  Connector,
  MirrorPage,
  PullRequest,
  Secret,
  StepOutcome,
} from '../../electron/engine/connectors/connector.ts'
import { openAccount } from '../../electron/engine/connectors/openAccount.ts'
import { AppError } from '../../shared/errors.ts'
import type {
  AudienceRef,
  Change,
  ChangeId,
  ContactChange,
  FieldId,
  FieldValue,
  LeftReason,
  MembershipChange,
  RemoteId,
} from '../../shared/model.ts'
import { all } from '../support/all.ts'
import type { ManualClock } from '../support/manualClock.ts'

/** Somebody as the service has them at this instant, seen from inside, whatever its lists say. */
export interface PersonThere {
  readonly remoteId: RemoteId
  readonly email: string
  readonly left: LeftReason | null
  /** Only fields that have a value, the address included. */
  readonly fields: Readonly<Record<FieldId, FieldValue>>
  readonly audiences: readonly AudienceRef[]
}

export interface RequestThere {
  readonly method: string
  readonly path: string
  readonly status: number | null
}

export type Trouble = 'too-many-requests' | 'drop-before-commit' | 'drop-after-commit' | 'never-answers'

/** A practice account of the service, and a look behind its counter. Its time is the clock's. */
export interface ConnectorHarness {
  readonly connector: Connector
  readonly address: string
  readonly clock: ManualClock
  readonly secret: Secret
  readonly refusedSecret: Secret
  readonly accountName: string
  /** An audience that people can be put into and taken out of, and one that may mail who is put in. */
  readonly audience: AudienceRef
  readonly mailingAudience: AudienceRef
  /** Two text fields of the account, besides the address. */
  readonly fields: readonly [FieldId, FieldId]
  people(): readonly PersonThere[]
  requests(): readonly RequestThere[]
  /** How often this person newly became a member of anything through the API. */
  timesAdded(remoteId: RemoteId): number
  /** More people, so that reading them takes several pages. */
  addPeople(count: number): void
  leaves(remoteId: RemoteId): void
  removeField(field: FieldId): void
  /** Meets the next request, or writes only where it says commit. */
  nextRequestMeets(trouble: Trouble): void
  /** Until the lists show every write. */
  listsCatchUp(): Promise<void>
  close(): Promise<void>
}

/** What a service gives no way to: told by the connector's test, so that it is a statement and not an omission. */
export type Impossible = 'see who left while writing' | 'lose a field'

/** What every connector must do, against its service's practice account over HTTP. */
export function describeConnector(
  name: string,
  makeHarness: () => Promise<ConnectorHarness>,
  impossible: readonly Impossible[] = [],
): void {
  // What a service has no way to do is no case of its own: a skipped test would say that something is missing here.
  const unless = (what: Impossible, name: string, test: () => Promise<void>) => {
    if (!impossible.includes(what)) it(name, test)
  }
  describe(`${name} connector`, () => {
    let there: ConnectorHarness
    let account: Account
    const signal = new AbortController().signal

    beforeEach(async () => {
      there = await makeHarness()
      account = openBare(there)
    })
    afterEach(() => there.close())

    describe('signing in', () => {
      it('says whose account it is', async () => {
        expect(await account.identify(signal)).toMatchObject({ name: there.accountName })
      })

      it('refuses a bad key in words that say what to do', async () => {
        const error = await failure(openBare(there, there.refusedSecret).identify(signal))
        expect(error).toMatchObject({ code: 'unauthorized' })
        expect(error.message.length).toBeGreaterThan(40)
      })

      it('makes no request before it is asked to', () => {
        openBare(there)
        expect(there.requests()).toEqual([])
      })

      it('describes fields and audiences', async () => {
        const schema = await account.describe(signal)
        const ids = schema.fields.map(({ id }) => id)
        for (const id of [...there.connector.requiredFields, ...there.fields]) expect(ids).toContain(id)
        expect(new Set(ids).size).toBe(ids.length)
        expect(schema.audiences).toContainEqual(expect.objectContaining({ ...there.audience, open: true }))
        expect(schema.audiences).toContainEqual(expect.objectContaining(there.mailingAudience))
      })
    })

    describe('reading', () => {
      it('reads everyone, in every state, as the account has them', async () => {
        const pages = await all(account.pull({ what: 'people' }, signal))
        expect(contactsOf(pages)).toEqual(truth(there))
        expect(pages.at(-1)?.next).toBeDefined()
      })

      it('says whom the complete kinds of audience hold', async () => {
        const pages = await all(account.pull({ what: 'people' }, signal))
        for (const kind of new Set(pages.flatMap((page) => page.completeKinds)))
          expect(pairs(membershipsOf(pages).filter(({ audience }) => audience.kind === kind))).toEqual(
            pairs(membershipsThere(there).filter(({ audience }) => audience.kind === kind)),
          )
      })

      it('skips nobody when it goes on from any page', async () => {
        there.addPeople(2_500)
        const pages = await all(account.pull({ what: 'people' }, signal))
        expect(pages.length).toBeGreaterThan(2)
        for (const [index, { cursor }] of pages.entries()) {
          if (cursor === undefined) continue
          const rest = await all(openBare(there).pull({ what: 'people', cursor }, signal))
          expect(contactsOf([...pages.slice(0, index + 1), ...rest])).toEqual(truth(there))
          expect(rest.at(-1)?.next).toBe(pages.at(-1)?.next)
        }
        expect(pages.at(-1)?.cursor).toBeUndefined()
      })

      it('reads exactly those who left', async () => {
        const pages = await all(account.pull({ what: 'left' }, signal))
        expect(contactsOf(pages)).toEqual(truth(there).filter(({ left }) => left !== null))
        expect(contactsOf(pages).length).toBeGreaterThan(2)
      })

      it('looks up just these people, in every state and spelling', async () => {
        const wanted = truth(there).filter(({ email, left }) => left !== null || email.includes('+'))
        expect(wanted.some(({ email }) => email.includes('+'))).toBe(true)
        const emails = wanted.map(({ email }, n) => (n % 2 === 0 ? email : email.toUpperCase()))
        const request: PullRequest = { what: 'these', emails: [...emails, 'nobody@example.com'] }
        expect(contactsOf(await all(account.pull(request, signal)))).toEqual(wanted)
      })

      it('finds nobody where there is nobody, and asks nothing for no addresses', async () => {
        const pages = await all(account.pull({ what: 'these', emails: ['nobody@example.com'] }, signal))
        expect(contactsOf(pages)).toEqual([])
        expect(await all(account.pull({ what: 'these', emails: [] }, signal))).toEqual([])
      })

      it('reads who is in an audience, whatever their state', async () => {
        for (const audience of [there.audience, there.mailingAudience]) {
          const pages = await all(account.pull({ what: 'members', audience }, signal))
          const members = membershipsThere(there).filter((one) => same(one.audience, audience))
          expect(pairs(membershipsOf(pages))).toEqual(pairs(members))
          expect(members.length).toBeGreaterThan(0)
        }
      })

      it('says when an audience is not there', async () => {
        const audience: AudienceRef = { ...there.audience, id: '999999999' }
        expect(await failure(all(account.pull({ what: 'members', audience }, signal)))).toMatchObject({
          code: 'not-found',
        })
      })

      it('reads who was created or changed since it read everyone', async () => {
        await there.clock.advance(3 * 24 * 3_600_000)
        const since = (await all(account.pull({ what: 'people' }, signal))).at(-1)?.next ?? ''
        const [someone] = activePeople(there)
        await send(account, [update(1, someone, { [there.fields[0]]: 'changed' }), ...newcomer(2, there)])
        await there.listsCatchUp()
        const changed = contactsOf(await all(account.pull({ what: 'changed', since }, signal)))
        expect(changed.map(({ email }) => email).sort()).toEqual(
          [someone?.email, 'new.person+2@example.com'].sort(),
        )
      })

      it('knows beforehand what a read takes', async () => {
        there.addPeople(2_500)
        for (const request of [{ what: 'people' }, { what: 'left' }] as const) {
          const cost = await account.cost(request, signal)
          const before = there.requests().length
          await all(account.pull(request, signal))
          const taken = there.requests().length - before
          expect(taken).toBeGreaterThanOrEqual(cost)
          expect(taken).toBeLessThanOrEqual(cost + 1)
        }
      })
    })

    describe('writing', () => {
      it('creates someone with their fields, in their audiences, with the requests it promised', async () => {
        const changes = newcomer(1, there, { [there.fields[0]]: '01234', [there.fields[1]]: 'Ünal “X”' })
        await account.describe(signal)
        const before = there.requests().length
        const outcomes = await send(account, changes)
        expect(outcomes.map(({ status }) => status)).toEqual(changes.map(() => 'written'))
        expect(there.requests().length - before).toBe(requestsFor(account, changes))
        const person = byEmail(there, 'new.person+1@example.com')
        expect(person.fields).toMatchObject({ [there.fields[0]]: '01234', [there.fields[1]]: 'Ünal “X”' })
        expect(person.audiences).toEqual(expect.arrayContaining([there.audience, there.mailingAudience]))
        expect(outcomes[0]?.remoteId).toBe(person.remoteId)
      })

      it('changes only the fields it was given, and clears one on purpose', async () => {
        const [first, second] = there.fields
        const [someone] = activePeople(there)
        await send(account, [update(1, someone, { [first]: 'one', [second]: 'two' })])
        await send(account, [update(2, someone, { [second]: null })])
        const now = byEmail(there, someone?.email ?? '')
        expect(now.fields).toEqual({ ...someone?.fields, [first]: 'one', [second]: undefined })
      })

      it('answers with the person as the account has them now', async () => {
        const [someone] = activePeople(there)
        const events = await all(account.apply([update(1, someone, { [there.fields[0]]: 'now' })], signal))
        const contacts = events.flatMap((event) => (event.type === 'settled' ? event.contacts : []))
        expect(contacts.map(({ fields }) => fields)).toEqual([byEmail(there, someone?.email ?? '').fields])
      })

      it('takes someone out again', async () => {
        const member = membershipsThere(there).find(({ audience }) => same(audience, there.audience))
        const change = membership(1, 'leave', there.audience, member?.remoteId ?? null, null)
        expect(await send(account, [change])).toMatchObject([{ status: 'written' }])
        expect(await send(account, [change])).toMatchObject([{ status: 'written' }])
        expect(pairs(membershipsThere(there))).not.toContain(`${member?.remoteId} ${there.audience.id}`)
      })

      it('does nothing harmful when the same changes come twice', async () => {
        const changes = newcomer(1, there, { [there.fields[0]]: 'x' })
        await send(account, changes)
        const once = there.people()
        const outcomes = await send(openBare(there), changes)
        expect(outcomes.map(({ status }) => status)).toEqual(changes.map(() => 'written'))
        expect(there.people()).toEqual(once)
        const person = byEmail(there, 'new.person+1@example.com')
        expect(there.timesAdded(person.remoteId)).toBe(2)
      })

      it('says what it is about to send before it sends it', async () => {
        const changes = newcomer(1, there, { [there.fields[0]]: 'x' })
        await account.describe(signal)
        let sent = there.requests().length
        const begun: ChangeId[] = []
        for await (const event of account.apply(changes, signal)) {
          if (event.type !== 'sending') continue
          expect(there.requests().length).toBe(sent)
          sent += 1
          begun.push(...event.changes)
        }
        expect(begun).toEqual(changes.map(({ id }) => id))
        expect(there.requests().length).toBe(sent)
      })

      it('has sent nothing when the caller goes away after `sending`', async () => {
        const before = there.people()
        for await (const event of account.apply(newcomer(1, there), signal))
          if (event.type === 'sending') break
        await nextTick()
        expect(there.people()).toEqual(before)
        expect(there.requests().filter(({ method }) => method !== 'GET')).toEqual([])
      })

      it('goes on after a row that is refused, and joins nobody who could not be written', async () => {
        const [bad, badJoin] = newcomer(1, there).map((change) => ({
          ...change,
          row: 1,
          key: { remoteId: null, email: 'not an address' },
        }))
        const good = newcomer(10, there)
        const outcomes = await sendRows(account, [[bad, badJoin] as Change[], good])
        expect(outcomes.map(({ status }) => status)).toEqual([
          'rejected',
          'rejected',
          ...good.map(() => 'written'),
        ])
        for (const { reason } of outcomes.slice(0, 2)) expect(reason?.length).toBeGreaterThan(10)
      })

      unless(
        'see who left while writing',
        'joins nobody who left after the plan was made, and says why',
        async () => {
          const someone = activePeople(there).find(({ audiences }) => audiences.length === 0)
          const remoteId = someone?.remoteId ?? ('' as RemoteId)
          there.leaves(remoteId)
          const changes = [
            update(1, someone, { [there.fields[0]]: 'x' }),
            membership(2, 'join', there.audience, remoteId, null),
            membership(3, 'join', there.mailingAudience, remoteId, null),
          ]
          const outcomes = await send(account, changes)
          expect(outcomes.map(({ status }) => status)).toEqual(['written', 'held-back', 'held-back'])
          expect(outcomes[1]?.reason).toContain('unsubscribed')
          expect(byEmail(there, someone?.email ?? '')).toMatchObject({ audiences: [], left: 'unsubscribed' })
        },
      )

      unless('lose a field', 'reports what the service left out', async () => {
        const [first, second] = there.fields
        const [someone] = activePeople(there)
        await account.describe(signal)
        there.removeField(second)
        const [outcome] = await send(account, [update(1, someone, { [first]: 'kept', [second]: 'lost' })])
        expect(outcome?.ignored?.length).toBe(1)
        expect(outcome?.reason?.length).toBeGreaterThan(10)
        expect(byEmail(there, someone?.email ?? '').fields[first]).toBe('kept')
      })
    })

    describe('in trouble', () => {
      it('may have happened when the connection breaks, and a look says whether it did', async () => {
        for (const trouble of ['drop-before-commit', 'drop-after-commit'] as const) {
          const changes = newcomer(trouble === 'drop-after-commit' ? 10 : 1, there)
          await account.describe(signal)
          there.nextRequestMeets(trouble)
          const error = await failure(send(account, changes.slice(0, 1)))
          expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: true })
          await there.listsCatchUp()
          const done = await account.alreadyDone(changes, signal)
          expect([...done]).toEqual(trouble === 'drop-after-commit' ? [changes[0]?.id] : [])
        }
      })

      it('looks memberships up as well', async () => {
        const changes = newcomer(1, there)
        await send(account, changes)
        await there.listsCatchUp()
        const ids = changes.map(({ id }) => id)
        expect([...(await account.alreadyDone(changes, signal))].sort()).toEqual(ids)
        const [someone] = activePeople(there)
        const missing = membership(9, 'leave', there.audience, someone?.remoteId ?? null, null)
        const isIn = someone?.audiences.some((audience) => same(audience, there.audience)) === true
        expect((await account.alreadyDone([missing], signal)).has(missing.id)).toBe(!isIn)
      })

      it('carries a whole row through broken connections, and adds nobody twice', async () => {
        const retrying = openPaced(there)
        const changes = newcomer(1, there, { [there.fields[0]]: 'x' })
        await inTime(there.clock, retrying.describe(signal))
        there.nextRequestMeets('drop-after-commit')
        const outcomes: StepOutcome[] = []
        await inTime(
          there.clock,
          (async () => {
            for await (const event of retrying.apply(changes, signal)) {
              if (event.type !== 'settled') continue
              outcomes.push(...event.outcomes)
              if (outcomes.length < changes.length) there.nextRequestMeets('drop-after-commit')
            }
          })(),
        )
        expect(outcomes.map(({ change, status }) => [change, status])).toEqual(
          changes.map(({ id }) => [id, 'written']),
        )
        const person = byEmail(there, 'new.person+1@example.com')
        expect(person.audiences).toHaveLength(2)
        expect(there.timesAdded(person.remoteId)).toBe(2)
      })

      it('waits when the service says it is too much, and goes on by itself', async () => {
        const retrying = openPaced(there)
        there.nextRequestMeets('too-many-requests')
        const startedAt = there.clock.monotonic()
        expect(await inTime(there.clock, retrying.identify(signal))).toMatchObject({
          name: there.accountName,
        })
        expect(there.requests().map(({ status }) => status)).toEqual([429, 200])
        expect(there.clock.monotonic()).toBeGreaterThan(startedAt)
      })

      it('is never told that it is too much when nobody else uses the account', async () => {
        const paced = openPaced(there)
        const asking = Array.from({ length: 250 }, () => paced.identify(signal))
        await inTime(there.clock, Promise.all(asking))
        const statuses = there.requests().map(({ status }) => status)
        expect(statuses).toEqual(asking.map(() => 200))
      })

      it('can be cancelled while it waits for an answer', async () => {
        there.nextRequestMeets('never-answers')
        const stop = new AbortController()
        const asking = failure(account.identify(stop.signal))
        await untilTrue(() => there.requests().length === 1)
        stop.abort()
        expect(await asking).toMatchObject({ code: 'cancelled' })
      })

      it('never sends anything once it is cancelled', async () => {
        const stop = new AbortController()
        stop.abort()
        const error = await failure(all(account.apply(newcomer(1, there), stop.signal)))
        expect(error).toMatchObject({ code: 'cancelled' })
        expect(there.requests()).toEqual([])
      })

      it('puts no secret into an error or a note', async () => {
        const found: unknown[] = []
        const stranger = openBare(there, there.refusedSecret)
        found.push(await failure(stranger.identify(signal)))
        for (const trouble of ['too-many-requests', 'drop-before-commit', 'drop-after-commit'] as const) {
          there.nextRequestMeets(trouble)
          found.push(await failure(collect(account.apply(newcomer(1, there), signal), found)))
        }
        const text = inspect(found, { depth: 20, showHidden: true })
        for (const secret of [there.secret, there.refusedSecret])
          for (const value of Object.values(secret.values)) expect(text).not.toContain(value)
      })

      it('puts no value into a note', async () => {
        const events = await all(account.apply(newcomer(1, there, { [there.fields[0]]: 'sesame' }), signal))
        const notes = events.filter((event) => event.type === 'sending')
        expect(notes.length).toBeGreaterThan(0)
        expect(inspect(notes, { depth: 20 })).not.toMatch(/sesame|new\.person/)
      })
    })
  })
}

function openBare({ connector, address, clock, secret }: ConnectorHarness, other = secret): Account {
  return connector.open(credentialsOf(other), { address, clock, fetch: globalThis.fetch })
}

function openPaced({ connector, address, clock, secret }: ConnectorHarness): Account {
  return openAccount(connector, credentialsOf(secret), { address, clock, random: () => 0.5 }).account
}

function credentialsOf(secret: Secret) {
  return { read: () => Promise.resolve(secret), rotate: () => Promise.resolve() }
}

async function send(account: Account, changes: readonly Change[]): Promise<StepOutcome[]> {
  return sendRows(account, [changes])
}

/** As a run does: no more rows at once than the account takes. */
async function sendRows(account: Account, rows: readonly (readonly Change[])[]): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = []
  const { rowsPerBatch } = account.limits
  for (let from = 0; from < rows.length; from += rowsPerBatch) {
    const changes = rows.slice(from, from + rowsPerBatch).flat()
    for await (const event of account.apply(changes, new AbortController().signal))
      if (event.type === 'settled') outcomes.push(...event.outcomes)
  }
  return outcomes
}

async function collect(events: AsyncIterable<ApplyEvent>, into: unknown[]): Promise<void> {
  for await (const event of events) into.push(event)
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}

/** Lets time pass until it is done. */
async function inTime<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  const state = { isDone: false }
  const end = () => {
    state.isDone = true
  }
  promise.then(end, end)
  while (!state.isDone) {
    if (clock.sleeping() > 0) await clock.advance(250)
    else await nextTick()
  }
  return promise
}

async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTick()
}

function truth(there: ConnectorHarness) {
  return there
    .people()
    .map(({ remoteId, email, left, fields }) => ({ remoteId, email, left, fields }))
    .sort((a, b) => a.email.localeCompare(b.email))
}

/** Each person once; the later page wins. */
function contactsOf(pages: readonly MirrorPage[]): ReturnType<typeof truth> {
  const byId = new Map(pages.flatMap((page) => page.contacts).map((contact) => [contact.remoteId, contact]))
  return [...byId.values()]
    .map(({ remoteId, email, left, fields }) => ({ remoteId, email: email ?? '', left, fields }))
    .sort((a, b) => a.email.localeCompare(b.email))
}

interface Pair {
  readonly remoteId: RemoteId
  readonly audience: AudienceRef
}

function membershipsOf(pages: readonly MirrorPage[]): readonly Pair[] {
  return pages.flatMap((page) => page.memberships)
}

function membershipsThere(there: ConnectorHarness): readonly Pair[] {
  return there
    .people()
    .flatMap(({ remoteId, audiences }) => audiences.map((audience) => ({ remoteId, audience })))
}

function pairs(memberships: readonly Pair[]): readonly string[] {
  return [...new Set(memberships.map(({ remoteId, audience }) => `${remoteId} ${audience.id}`))].sort()
}

function same(one: AudienceRef, other: AudienceRef): boolean {
  return one.kind === other.kind && one.id === other.id
}

function activePeople(there: ConnectorHarness): readonly PersonThere[] {
  return there.people().filter(({ left }) => left === null)
}

function byEmail(there: ConnectorHarness, email: string): PersonThere {
  const person = there.people().find((one) => one.email === email)
  if (!person) throw new Error(`${email} is not in the account`)
  return person
}

/** Somebody new, and their two audiences, as three changes of one row. */
function newcomer(
  firstId: number,
  { audience, mailingAudience }: ConnectorHarness,
  after: Readonly<Record<FieldId, FieldValue>> = {},
): Change[] {
  const email = `new.person+${firstId}@example.com`
  const create: ContactChange = {
    id: firstId as ChangeId,
    row: firstId,
    repeat: 'safe',
    object: 'contact',
    op: 'create',
    key: { remoteId: null, email },
    before: {},
    after,
  }
  return [
    create,
    membership(firstId + 1, 'join', audience, null, email, firstId),
    membership(firstId + 2, 'join', mailingAudience, null, email, firstId),
  ]
}

function update(
  id: number,
  person: PersonThere | undefined,
  after: Readonly<Record<FieldId, FieldValue>>,
): ContactChange {
  const key = { remoteId: person?.remoteId ?? null, email: person?.email ?? null }
  return {
    id: id as ChangeId,
    row: 1,
    repeat: 'safe',
    object: 'contact',
    op: 'update',
    key,
    before: {},
    after,
  }
}

function membership(
  id: number,
  op: 'join' | 'leave',
  audience: AudienceRef,
  remoteId: RemoteId | null,
  email: string | null,
  row = 1,
): MembershipChange {
  const key = { remoteId, email }
  return { id: id as ChangeId, row, repeat: 'safe', object: 'membership', op, key, audience }
}
