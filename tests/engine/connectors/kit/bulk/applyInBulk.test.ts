import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Account } from '../../../../../electron/engine/connectors/connector.ts'
import type { StepOutcome } from '../../../../../electron/engine/connectors/applyEvents.ts'
import { kitConnector } from '../../../../../electron/engine/connectors/kit/kitConnector.ts'
import { openAccount } from '../../../../../electron/engine/connectors/openAccount.ts'
import { arrangeSubscriber, audienceIdByName } from '../../../../../electron/practice/kit/arrange.ts'
import { leave } from '../../../../../electron/practice/kit/subscriberWrites.ts'
import { type RunningPractice, startPractice } from '../../../../../electron/practice/startPractice.ts'
import { AppError } from '../../../../../shared/errors.ts'
import type {
  AudienceKind,
  AudienceRef,
  Change,
  ChangeId,
  ContactKey,
  FieldId,
  FieldValue,
  RemoteId,
} from '../../../../../shared/model.ts'
import { sendRows } from '../../../../suites/connector/sending.ts'
import { inTime } from '../../../../suites/connector/waiting.ts'
import { fixedCredentials } from '../../../../support/credentials.ts'
import { createManualClock, type ManualClock } from '../../../../support/manualClock.ts'
import { signedIn } from '../../../../support/signedIn.ts'

const { signal } = new AbortController()

/** A row as a plan would have it. */
interface Row {
  readonly key: ContactKey
  readonly after?: Readonly<Record<string, FieldValue>>
  readonly joins?: readonly AudienceRef[]
  readonly leaves?: readonly AudienceRef[]
}

describe('writing to Kit in bulk', () => {
  let clock: ManualClock
  let practice: RunningPractice
  let account: Account
  let nextId: number

  beforeEach(async () => {
    clock = createManualClock()
    practice = await startPractice({ clock, lagMs: 0 })
    nextId = 1
    account = openPacedAccount()
  })
  afterEach(() => practice.close())

  function openPacedAccount(): Account {
    const credentials = fixedCredentials(signedIn(practice.kit, clock.now()))
    const { address } = practice
    const opened = openAccount(kitConnector, credentials, {
      address,
      clock,
      form: 'oauth',
      random: () => 0.5,
    }).account
    return opened
  }

  const audience = (kind: Exclude<AudienceKind, 'list'>, name: string): AudienceRef => ({
    kind,
    id: String(audienceIdByName(practice.kit.state, kind, name)),
  })
  const field = (label: string): FieldId => {
    const found = [...practice.kit.state.customFields.values()].find((one) => one.label === label)
    return `custom:${found?.id}` as FieldId
  }
  const known = (email: string): ContactKey => {
    const { id } = arrangeSubscriber(practice.kit.state, { emailAddress: email })
    return { remoteId: String(id) as RemoteId, email }
  }
  const fresh = (email: string): ContactKey => ({ remoteId: null, email })

  function changesOf({ key, after, joins = [], leaves = [] }: Row, row: number): Change[] {
    const base = { row, repeat: 'safe', key } as const
    const id = () => nextId++ as ChangeId
    const op = key.remoteId === null ? 'create' : 'update'
    return [
      ...(after ? [{ ...base, id: id(), object: 'contact', op, before: {}, after } as Change] : []),
      ...joins.map((one): Change => ({ ...base, id: id(), object: 'membership', op: 'join', audience: one })),
      ...leaves.map((one): Change => ({
        ...base,
        id: id(),
        object: 'membership',
        op: 'leave',
        audience: one,
      })),
    ]
  }
  const planned = (rows: readonly Row[]) => rows.map((row, n) => changesOf(row, n + 1))
  const send = (rows: readonly (readonly Change[])[]): Promise<StepOutcome[]> =>
    inTime(clock, sendRows(account, rows))
  const writes = () =>
    practice.kit.requests.entries
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`)
  const there = (email: string) => {
    const person = [...practice.kit.state.subscribers.all()].find((one) => one.emailAddress === email)
    if (!person) throw new Error(`${email} is not in the account`)
    return person
  }
  const membersOf = ({ kind, id }: AudienceRef) =>
    [...practice.kit.state.subscribers.all()].filter((person) =>
      practice.kit.state.memberships[kind as 'tag']
        .ofPerson(person.id)
        .some((one) => String(one.audienceId) === id),
    )

  it('takes 600 requests for 10,000 rows with three fields and two tags', () => {
    const counter = account.requestCounter()
    const after = { 'custom:1': 'a', 'custom:2': 'b', 'custom:3': 'c' }
    const joins = ['1', '2'].map((id): AudienceRef => ({ kind: 'tag', id }))
    for (let n = 0; n < 10_000; n += 1)
      counter.add(changesOf({ key: fresh(`p${n}@example.com`), after, joins }, n))
    expect(counter.total()).toBe(100 + 300 + 200)
  })

  it('writes a hundred people with fields, tags and a form in one request for each hundred of a kind', async () => {
    const [city, company] = [field('City'), field('Company')]
    const joins = [
      audience('tag', 'Newsletter'),
      audience('tag', 'Never used'),
      audience('form', 'Weekly letter'),
    ]
    const rows = planned(
      Array.from({ length: 150 }, (_, n) => ({
        key: fresh(`bulk${n}@example.com`),
        after: { first_name: `Person ${n}`, [city]: `City ${n}`, [company]: `Company ${n}` },
        joins,
      })),
    )
    const outcomes = await send(rows)
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['written']))
    expect(outcomes).toHaveLength(150 * 4)
    const [subscribers, values, tags, forms] = [
      'POST /v4/bulk/subscribers',
      'POST /v4/bulk/custom_fields/subscribers',
      'POST /v4/bulk/tags/subscribers',
      'POST /v4/bulk/forms/subscribers',
    ]
    expect(writes()).toEqual([
      ...[subscribers, values, values, tags, tags, forms],
      ...[subscribers, values, tags, forms],
    ])
    // Answers come shuffled: everybody has what is theirs.
    for (const n of [0, 7, 99, 100, 149]) {
      const person = there(`bulk${n}@example.com`)
      expect(person.firstName).toBe(`Person ${n}`)
      expect([...person.values.values()].sort()).toEqual([`City ${n}`, `Company ${n}`])
    }
    for (const one of joins)
      expect(membersOf(one).filter(({ emailAddress }) => emailAddress.startsWith('bulk'))).toHaveLength(150)
  })

  it('sends what it counted, whatever the rows', async () => {
    const audiences = [audience('tag', 'Newsletter'), audience('tag', 'Never used')]
    const form = audience('form', 'Weekly letter')
    const sequence = audience('sequence', 'Baking course')
    const fields = ['first_name', field('City'), field('Company'), field('Role')]
    const shapes = fc.record({
      isKnown: fc.boolean(),
      contact: fc.boolean(),
      fields: fc.subarray(fields),
      joins: fc.subarray([...audiences, form, sequence]),
      leaves: fc.subarray(audiences),
    })
    let serial = 0
    await fc.assert(
      fc.asyncProperty(fc.array(shapes, { minLength: 1, maxLength: 140 }), async (all) => {
        const rows = planned(
          all.map(({ isKnown, contact, fields: some, joins, leaves }): Row => {
            const email = `any${serial++}@example.com`
            const after = Object.fromEntries(some.map((name) => [name, 'x']))
            const isUpdate = isKnown && contact && some.length > 0
            if (!isKnown) return { key: fresh(email), after, joins }
            return { key: known(email), ...(isUpdate && { after }), joins, leaves }
          }),
        ).filter((row) => row.length > 0)
        const counter = account.requestCounter()
        for (const row of rows) counter.add(row)
        const before = writes().length
        const outcomes = await send(rows)
        expect(new Set(outcomes.map(({ status }) => status))).toEqual(
          new Set(rows.length > 0 ? ['written'] : []),
        )
        expect(outcomes.map(({ change }) => change)).toEqual(rows.flat().map(({ id }) => id))
        expect(writes().length - before).toBe(counter.total())
      }),
      { numRuns: 12 },
    )
  })

  it('brings each refusal to its own row, with the reason', async () => {
    const tag = audience('tag', 'Newsletter')
    const gone: ContactKey = { remoteId: '4000000001' as RemoteId, email: 'gone@example.com' }
    const rows = planned([
      { key: fresh('fine@example.com'), after: { [field('City')]: 'Oslo' }, joins: [tag] },
      { key: fresh('not an address'), after: { [field('City')]: 'Oslo' }, joins: [tag] },
      { key: gone, joins: [tag] },
      { key: gone, after: { [field('City')]: 'Oslo' } },
      { key: fresh('fine too@example.com'.replace(' ', '.')), after: {}, joins: [tag] },
    ])
    const outcomes = await send(rows)
    const told = (row: number) =>
      rows[row]
        ?.map(({ id }) => outcomes.find(({ change }) => change === id))
        .map((one) => [one?.status, one?.reason ?? ''])
    expect(told(0)).toEqual([
      ['written', ''],
      ['written', ''],
    ])
    expect(told(1)).toEqual([
      ['rejected', expect.stringContaining('Email address is invalid')],
      ['rejected', expect.stringContaining('Email address is invalid')],
    ])
    expect(told(2)).toEqual([['rejected', expect.stringContaining('Kit made a new person')]])
    expect(told(3)).toEqual([['rejected', expect.stringContaining('no longer in the Kit account')]])
    expect(told(4)).toEqual([
      ['written', ''],
      ['written', ''],
    ])
  })

  it('writes nothing to somebody else who has the address by now', async () => {
    const moved = known('moved@example.com')
    const row = planned([
      {
        key: { ...moved, email: 'taken@example.com' },
        after: { first_name: 'Zoë', [field('City')]: 'Oslo' },
        joins: [audience('tag', 'Newsletter')],
      },
    ])
    arrangeSubscriber(practice.kit.state, {
      emailAddress: 'taken@example.com',
      createdAt: clock.now() - 86_400_000,
    })
    const outcomes = await send(row)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(outcomes[0]?.reason).toMatch(/somebody else/)
    expect([...there('taken@example.com').values]).toEqual([])
    expect([...there('moved@example.com').values]).toEqual([])
  })

  it('leaves the state and the fields of people who were there alone, and says that they were', async () => {
    arrangeSubscriber(practice.kit.state, {
      emailAddress: 'there@example.com',
      state: 'inactive',
      createdAt: clock.now() - 86_400_000,
      fields: { Company: 'Bakery' },
    })
    const rows = planned([{ key: fresh('there@example.com'), after: { first_name: 'Zoë' } }])
    const [outcome] = await send(rows)
    expect(outcome).toMatchObject({
      status: 'written',
      reason: 'Was in the Kit account by then, and was updated.',
    })
    expect(there('there@example.com')).toMatchObject({ state: 'inactive', firstName: 'Zoë' })
    expect([...there('there@example.com').values.values()]).toEqual(['Bakery'])
  })

  it('changes an address on its own, and the rest in bulk', async () => {
    const key = known('old@example.com')
    const rows = planned([
      {
        key,
        after: { email: 'new@example.com', [field('City')]: 'Oslo' },
        joins: [audience('tag', 'Newsletter')],
      },
    ])
    expect(new Set((await send(rows)).map(({ status }) => status))).toEqual(new Set(['written']))
    expect(writes()).toEqual([`PUT /v4/subscribers/${key.remoteId}`, 'POST /v4/bulk/tags/subscribers'])
    expect([...there('new@example.com').values.values()]).toEqual(['Oslo'])
  })

  it('stops with the tag’s name when the tag is gone; what was done is told', async () => {
    const [gone, kept] = [audience('tag', 'Never used'), audience('tag', 'Newsletter')]
    await inTime(clock, account.describe(signal))
    practice.kit.state.tags.delete(Number(gone.id))
    const rows = planned([
      { key: known('a@example.com'), joins: [kept] },
      { key: known('b@example.com'), joins: [gone] },
    ])
    const events: StepOutcome[] = []
    const work = (async () => {
      for await (const event of account.apply(rows.flat(), signal))
        if (event.type === 'settled') events.push(...event.outcomes)
    })()
    const error: unknown = await inTime(clock, work).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'not-found', mayHaveHappened: false })
    expect((error as AppError).message).toContain('tag “Never used”')
    expect(events).toMatchObject([{ change: rows[0]?.[0]?.id, status: 'written' }])
  })

  it('joins nobody who left while the lists did not show it, also where nothing else is written', async () => {
    const key = known('just.left@example.com')
    const person = there('just.left@example.com')
    leave(practice.kit.state, person)
    const rows = planned([{ key, joins: [audience('tag', 'Newsletter'), audience('form', 'Weekly letter')] }])
    const outcomes = await send(rows)
    expect(outcomes.map(({ status }) => status)).toEqual(['held-back', 'held-back'])
    expect(writes()).toEqual(['POST /v4/bulk/subscribers'])
    expect(there('just.left@example.com')).toMatchObject({ state: 'cancelled' })
  })

  it('waits when Kit’s queue is full, and goes on', async () => {
    practice.kit.faults.add({ kind: 'queue-full', times: 3 })
    const rows = planned([{ key: fresh('patient@example.com'), after: { [field('City')]: 'Oslo' } }])
    const startedAt = clock.monotonic()
    expect(await send(rows)).toMatchObject([{ status: 'written' }])
    expect(clock.monotonic() - startedAt).toBeGreaterThan(1000)
    expect(practice.kit.requests.entries.map(({ status }) => status)).toEqual(
      expect.arrayContaining([413, 413, 413, 200]),
    )
  })

  it('writes nobody a second time while the request that follows is tried again', async () => {
    practice.kit.faults.add({ kind: 'queue-full', skip: 1, times: 2 })
    const rows = planned([{ key: fresh('once@example.com'), after: { [field('City')]: 'Oslo' } }])
    expect(await send(rows)).toMatchObject([{ status: 'written' }])
    const values = 'POST /v4/bulk/custom_fields/subscribers'
    expect(writes()).toEqual(['POST /v4/bulk/subscribers', values, values, values])
  })

  it('stops in words when the account is full, and sends nothing more', async () => {
    practice.kit.faults.add({ kind: 'subscriber-limit' })
    const rows = planned([
      { key: fresh('one.too.many@example.com'), after: {}, joins: [audience('tag', 'Newsletter')] },
      { key: known('b@example.com'), joins: [audience('tag', 'Newsletter')] },
    ])
    const error: unknown = await send(rows).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'forbidden', mayHaveHappened: false })
    expect((error as AppError).message).toMatch(/account is full/)
    expect(writes()).toEqual(['POST /v4/bulk/subscribers'])
  })

  it('gives up in time on a second half that always fails', async () => {
    practice.kit.faults.add({ kind: 'server-error', skip: 2 })
    const rows = planned([{ key: fresh('half@example.com'), after: { [field('City')]: 'Oslo' } }])
    // The fields are read, the person is written, and then nothing works any more.
    const error: unknown = await send(rows).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'unavailable' })
  })
})
