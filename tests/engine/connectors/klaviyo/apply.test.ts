import { describe, expect, it } from 'vitest'
import type { Account } from '../../../../electron/engine/connectors/connector.ts'
import type { ApplyEvent } from '../../../../electron/engine/connectors/applyEvents.ts'
import { systemClock } from '../../../../electron/engine/clock.ts'
import { klaviyoConnector } from '../../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import type { Change } from '../../../../shared/model.ts'
import { all } from '../../../support/all.ts'
import { noCredentials } from '../../../support/credentials.ts'
import { consent, create, join, leave, update } from './changes.ts'
import {
  failure,
  pageOf,
  person,
  refusal,
  type ScriptedAnswer,
  type SeenRequest,
  startScriptedKlaviyo,
} from './scriptedKlaviyo.ts'

const signal = new AbortController().signal
const imports = '/api/profile-bulk-import-jobs'
const taken: ScriptedAnswer = {
  status: 202,
  json: { data: { id: 'Sm9i', attributes: { status: 'queued' } } },
}
const rowPointer = (n: number, field: string) => `/data/attributes/profiles/data/${n}/attributes/${field}`

interface ImportBody {
  readonly data: {
    readonly attributes: { readonly profiles: { readonly data: readonly Profile[] } }
    readonly relationships?: { readonly lists: { readonly data: readonly { readonly id: string }[] } }
  }
}
interface Profile {
  readonly id?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly meta?: unknown
}

function profilesIn(request: SeenRequest | undefined): readonly Profile[] {
  return (request?.body as ImportBody).data.attributes.profiles.data
}

function listsIn(request: SeenRequest | undefined): readonly string[] {
  return (request?.body as ImportBody).data.relationships?.lists.data.map(({ id }) => id) ?? []
}

function apply(account: Account, changes: readonly Change[]): Promise<ApplyEvent[]> {
  return all(account.apply(changes, signal))
}

function counted(account: Account, changes: readonly Change[]): number {
  const counter = account.requestCounter()
  for (const row of Map.groupBy(changes, ({ row }) => row).values()) counter.add(row)
  expect(counter.byBucket().reduce((sum, { requests }) => sum + requests, 0)).toBe(counter.total())
  return counter.total() - counter.followUps()
}

function settled(events: readonly ApplyEvent[]) {
  return events.flatMap((event) => (event.type === 'settled' ? event.outcomes : []))
}

describe('writing people to Klaviyo', () => {
  it('sends typed values, each where it belongs, and clears on purpose', async () => {
    const there = await startScriptedKlaviyo(() => taken)
    const after = {
      first_name: 'Ann',
      last_name: null,
      'location.city': 'Rhodes',
      'location.zip': '01234',
      'property:points': 12,
      'property:vip': true,
      'property:old key': null,
      'property:__proto__': 'x',
    }
    await apply(there.open(), [create(1, after), update(2, '01P2', { email: 'next@example.com' })])
    const [ann, other] = profilesIn(there.requests[0])
    expect(ann).toEqual({
      type: 'profile',
      attributes: {
        email: 'new1@example.com',
        first_name: 'Ann',
        last_name: null,
        location: { city: 'Rhodes', zip: '01234' },
        properties: JSON.parse('{"points":12,"vip":true,"__proto__":"x"}') as unknown,
      },
      meta: { patch_properties: { unset: ['old key'] } },
    })
    // By id alone: the address may have changed there since.
    expect(other).toEqual({ type: 'profile', id: '01P2', attributes: { email: 'next@example.com' } })
  })

  it('puts the people of each distinct set of lists into one import', async () => {
    const there = await startScriptedKlaviyo(() => taken)
    const account = there.open()
    const changes = [
      ...[create(1), join(1, 'AAAAAA'), join(1, 'BBBBBB')],
      ...[create(2), join(2, 'BBBBBB'), join(2, 'AAAAAA')],
      ...[create(3), join(3, 'AAAAAA')],
      create(4),
      join(5, 'AAAAAA'),
    ]
    const events = await apply(account, changes)
    const imported = there.requests.map((request) => [listsIn(request), profilesIn(request).length])
    expect(imported).toEqual([
      [['AAAAAA', 'BBBBBB'], 2],
      [['AAAAAA'], 2],
      [[], 1],
    ])
    const promised = events.flatMap((event) => (event.type === 'job' ? event.changes : []))
    expect([...promised].sort()).toEqual(changes.map(({ id }) => id).sort())
    expect(counted(account, changes)).toBe(3)
  })

  it('leaves out a phone number that Klaviyo would drop, and refuses a row that has nothing else', async () => {
    const there = await startScriptedKlaviyo(() => taken)
    const events = await apply(there.open(), [
      create(1, { phone_number: '+1234', first_name: 'Ann' }),
      create(2, { phone_number: '+14155550100' }),
      update(3, '01P3', { phone_number: '(415) 555-0100' }),
      update(4, '01P4', { phone_number: null }),
    ])
    expect(profilesIn(there.requests[0]).map(({ attributes }) => attributes)).toEqual([
      { email: 'new1@example.com', first_name: 'Ann' },
      { email: 'new2@example.com', phone_number: '+14155550100' },
      { phone_number: null },
    ])
    expect(settled(events)).toMatchObject([{ change: 30, status: 'rejected' }])
    expect(settled(events)[0]?.reason).toContain('(415) 555-0100')
  })

  it('settles the rows that Klaviyo names and sends the rest again at once', async () => {
    const there = await startScriptedKlaviyo((request) => {
      const bad = profilesIn(request).findIndex(({ attributes }) =>
        String(attributes['email']).startsWith('bad'),
      )
      return bad < 0
        ? taken
        : refusal(400, [{ detail: 'Invalid email address', pointer: rowPointer(bad, 'email') }])
    })
    const row2 = [create(2, {}, 'bad2@example'), join(2, 'AAAAAA')]
    const rest = [create(1), join(1, 'AAAAAA'), create(4), join(4, 'AAAAAA')]
    const changes = [
      ...rest.slice(0, 2),
      ...row2,
      create(3, {}, 'bad3@example'),
      join(3, 'AAAAAA'),
      ...rest.slice(2),
    ]
    const events = await apply(there.open(), changes)
    expect(events.map(({ type }) => type)).toEqual([
      ...['sending', 'settled', 'sending', 'settled', 'sending', 'job'],
    ])
    expect(settled(events)).toMatchObject(
      Array.from({ length: 4 }, () => ({ status: 'rejected', httpStatus: 400 })),
    )
    expect(settled(events)[0]?.reason).toContain('Invalid email address')
    expect(settled(events)[1]?.reason).toContain('Not sent')
    expect(events.at(-1)).toMatchObject({ changes: rest.map(({ id }) => id) })
  })

  it('stops when Klaviyo refuses something that is not a row’s', async () => {
    const there = await startScriptedKlaviyo(() =>
      refusal(400, [
        { detail: 'Invalid email address', pointer: rowPointer(0, 'email') },
        { detail: 'List ID AAAAAA does not exist.', pointer: '/data' },
      ]),
    )
    const error = await failure(apply(there.open(), [create(1), join(1, 'AAAAAA')]))
    expect(error).toMatchObject({ code: 'rejected', mayHaveHappened: false })
    expect(error.message).toContain('list AAAAAA')
    expect(there.requests).toHaveLength(1)
  })

  it('does not trust a row number beyond what was sent', async () => {
    const there = await startScriptedKlaviyo(() =>
      refusal(400, [{ detail: 'x', pointer: rowPointer(7, 'email') }]),
    )
    expect(await failure(apply(there.open(), [create(1)]))).toMatchObject({ code: 'rejected' })
  })

  it('refuses a row that is too large before it can spoil the others', async () => {
    const there = await startScriptedKlaviyo(() => taken)
    const events = await apply(there.open(), [create(1, { 'property:bio': 'x'.repeat(100_000) }), create(2)])
    expect(settled(events)).toMatchObject([{ change: 10, status: 'rejected', httpStatus: 0 }])
    expect(profilesIn(there.requests[0])).toHaveLength(1)
  })

  it('keeps every request under five million bytes of UTF-8, with the requests it promised', async () => {
    const there = await startScriptedKlaviyo(() => taken)
    const account = there.open()
    // 30,000 characters are 90,000 bytes: 55 fit into a request.
    const changes = Array.from({ length: 120 }, (_, n) =>
      create(n + 1, { 'property:bio': '語'.repeat(30_000) }),
    )
    await apply(account, changes)
    expect(there.requests.map((request) => profilesIn(request).length)).toEqual([55, 55, 10])
    for (const { bytes } of there.requests) expect(bytes).toBeLessThanOrEqual(5_000_000)
    expect(counted(account, changes)).toBe(3)
  })

  it('counts a new request after each ten thousand rows', () => {
    const counter = openCounter()
    for (let n = 1; n <= 10_001; n += 1) counter.add([create(n)])
    expect(counter.total() - counter.followUps()).toBe(2)
    expect(counter.byBucket()[0]).toMatchObject({
      bucket: { name: 'POST /api/profile-bulk-import-jobs' },
      requests: 2,
    })
  })

  it('counts the looks at each job and the reads of its people, by id or by each spelling of an address', () => {
    const counter = openCounter()
    for (let n = 1; n <= 150; n += 1) counter.add([create(n)])
    // 1, 1.5 and 2.25 seconds after the first: an import of some hundred takes two seconds.
    expect(counter.followUps()).toBe(3 + 2)
    for (let n = 151; n <= 250; n += 1) counter.add([update(n, `01P${n}`, {})])
    expect(counter.followUps()).toBe(3 + 2 + 1)
    counter.add([create(251, {}, 'In.Capitals@Example.com')])
    expect(counter.total()).toBe(1 + 3 + 2 + 1)
  })

  it('counts a look before a subscription with it, and the read after it only where it will show', () => {
    const counter = openCounter()
    counter.add([consent(1, { confirms: false })])
    expect([counter.total(), counter.followUps()]).toEqual([3, 1])
    const asked = openCounter()
    asked.add([consent(1, { confirms: true })])
    expect([asked.total(), asked.followUps()]).toEqual([2, 0])
    asked.addNewAudience()
    expect([asked.total(), asked.followUps()]).toEqual([3, 0])
  })

  it('counts full imports: people for other lists and large people begin no import too many', () => {
    const counter = openCounter()
    for (let n = 1; n <= 20_000; n += 1) counter.add([create(n), join(n, n % 4 === 0 ? 'AAAAAA' : 'BBBBBB')])
    expect(counter.total() - counter.followUps()).toBe(3)
    const large = openCounter()
    for (let n = 1; n <= 20_000; n += 1) large.add([create(n, { 'property:bio': 'x'.repeat(600) })])
    expect(large.total() - large.followUps()).toBe(3)
  })

  it('refuses someone without an address and an id', async () => {
    const there = await startScriptedKlaviyo(() => taken)
    const events = await apply(there.open(), [{ ...create(1), key: { remoteId: null, email: null } }])
    expect(settled(events)).toMatchObject([{ status: 'rejected' }])
    expect(there.requests).toEqual([])
  })
})

describe('changing who is on a list', () => {
  it('joins known people by id, a thousand at a time', async () => {
    const there = await startScriptedKlaviyo(() => ({ status: 204 }))
    const account = there.open()
    const changes = Array.from({ length: 1_001 }, (_, n) => join(n + 1, 'AAAAAA', `01P${n + 1}`))
    const events = await apply(account, changes)
    expect(there.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 2 }, () => 'POST /api/lists/AAAAAA/relationships/profiles'),
    )
    expect((there.requests[1]?.body as { data: unknown }).data).toEqual([{ type: 'profile', id: '01P1001' }])
    expect(settled(events)).toHaveLength(1_001)
    expect(settled(events).at(-1)).toMatchObject({ status: 'written', httpStatus: 204, remoteId: '01P1001' })
    expect(counted(account, changes)).toBe(2)
  })

  it('finds who is gone when Klaviyo refuses them all for one', async () => {
    const there = await startScriptedKlaviyo(({ method, path, body, query }) => {
      if (method === 'GET' && path === '/api/lists/AAAAAA') return { json: { data: {} } }
      if (method === 'GET')
        return pageOf([1, 3].filter((n) => query.get('filter')?.includes(`"01P${n}"`)).map((n) => person(n)))
      return JSON.stringify(body).includes('01P2')
        ? refusal(404, [{ detail: 'No profile' }])
        : { status: 204 }
    })
    const changes = [1, 2, 3].map((n) => join(n, 'AAAAAA', `01P${n}`))
    const events = await apply(there.open(), changes)
    expect(settled(events).map(({ change, status }) => [change, status])).toEqual([
      [changes[1]?.id, 'rejected'],
      [changes[0]?.id, 'written'],
      [changes[2]?.id, 'written'],
    ])
    const gone = await apply(there.open(), [leave(2, 'AAAAAA', '01P2')])
    expect(settled(gone)).toMatchObject([{ status: 'written' }])
  })

  it('says so when it is the list that is gone, and when nobody knows why', async () => {
    const script =
      (list: number) =>
      ({ method, path }: SeenRequest) => {
        if (method === 'GET')
          return path === '/api/profiles' ? pageOf([person(1)]) : { status: list, json: {} }
        return refusal(404, [{ detail: 'no' }])
      }
    for (const [list, code] of [
      [404, 'not-found'],
      [200, 'rejected'],
    ] as const) {
      const there = await startScriptedKlaviyo(script(list))
      expect(await failure(apply(there.open(), [join(1, 'AAAAAA', '01P1')]))).toMatchObject({ code })
    }
  })

  it('looks up whom it takes off by address, and is done with whoever isn’t there', async () => {
    const there = await startScriptedKlaviyo(({ method }) =>
      method === 'GET' ? pageOf([person(1, { email: 'new1@example.com' })]) : { status: 204 },
    )
    const account = there.open()
    const changes = [leave(1, 'AAAAAA'), leave(2, 'AAAAAA')]
    expect(settled(await apply(account, changes)).map(({ status }) => status)).toEqual(['written', 'written'])
    expect(there.requests.map(({ method }) => method)).toEqual(['GET', 'DELETE'])
    expect(counted(account, changes)).toBe(2)
  })

  it('takes nobody off before their own row’s import has ended', async () => {
    const there = await startScriptedKlaviyo(({ method }) => (method === 'POST' ? taken : { status: 204 }))
    const account = there.open()
    const off = leave(1, 'BBBBBB', '01P1')
    const changes = [update(1, '01P1', { first_name: 'Ann' }), join(1, 'AAAAAA', '01P1'), off]
    const events = await apply(account, changes)
    expect(events.map(({ type }) => type)).toEqual(['sending', 'job'])
    expect(settled(await apply(account, [off]))).toMatchObject([{ change: off.id, status: 'written' }])
    expect(there.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST ${imports}`,
      'DELETE /api/lists/BBBBBB/relationships/profiles',
    ])
    expect(counted(account, changes)).toBe(2)
  })
})

function openCounter() {
  const deps = { address: 'http://127.0.0.1:9', clock: systemClock, fetch: globalThis.fetch }
  return klaviyoConnector.open(noCredentials, deps).requestCounter()
}
