import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Account, MirrorPage, PullRequest } from '../../../electron/engine/connectors/connector.ts'
import type { PeopleToRead } from '../../../electron/engine/mirror/peopleToRead.ts'
import { refreshMirror } from '../../../electron/engine/mirror/refreshMirror.ts'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { type MirrorStore, mirrorStore } from '../../../electron/engine/store/mirror.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Channel, ConnectionId, Contact, RemoteId } from '../../../shared/model.ts'
import { createManualClock, type ManualClock } from '../../support/manualClock.ts'
import { saveConnection } from '../../support/savedAccount.ts'

const id = 'c' as ConnectionId
const hour = 60 * 60_000
const signal = new AbortController().signal

let db: ReturnType<typeof openDatabase>
let mirror: MirrorStore
let clock: ManualClock
let people: Map<string, Contact>
let cheapest: PullRequest['what']
let onPage: (page: number) => void
let asked: PullRequest[]
let refusesCursors: boolean

beforeEach(() => {
  db = openDatabase(':memory:')
  saveConnection(db, id)
  mirror = mirrorStore(db, id)
  clock = createManualClock()
  people = new Map(Array.from({ length: 30 }, (_, i) => [`p${i}`, person(i)]))
  cheapest = 'people'
  onPage = () => undefined
  asked = []
  refusesCursors = false
})
afterEach(() => db.close())

function person(i: number, more: Partial<Contact> = {}): Contact {
  return {
    remoteId: `r${i}` as RemoteId,
    email: `p${i}@example.org`,
    phone: null,
    externalId: null,
    state: 'active',
    left: null,
    consent: {},
    leftAudiences: [],
    fields: {},
    createdAt: 1,
    ...more,
  }
}

/** Lists in pages of ten; whatever the test calls cheapest costs one request. */
const account = {
  cost: (request: PullRequest) => Promise.resolve(request.what === cheapest ? 2 : 50),
  async *pull(request: PullRequest): AsyncGenerator<MirrorPage> {
    const found = [...people.values()].filter((one) => wanted(one, request))
    asked.push(request)
    if (refusesCursors && request.cursor !== undefined) throw new AppError('rejected', 'Invalid cursor.')
    for (let at = Number(request.cursor ?? 0); at === 0 || at < found.length; at += 10) {
      onPage(at / 10)
      await Promise.resolve()
      const last = at + 10 >= found.length
      const contacts = found.slice(at, at + 10)
      yield {
        contacts,
        memberships: [],
        completeKinds: ['tag'],
        ...(last ? { next: 's' } : { cursor: String(at + 10) }),
      }
    }
  },
} as unknown as Account

function wanted({ left, email }: Contact, request: PullRequest): boolean {
  if (request.what === 'left') return left !== null
  if (request.what === 'these') return request.emails.includes(email ?? '')
  return request.what === 'people'
}

const refresh = (channels: readonly Channel[] = []) =>
  refreshMirror(
    { account, mirror, clock },
    { people: peopleList([...people.values()].map((one) => one.email ?? '')), audiences: [], channels },
    signal,
  )

function peopleList(emails: readonly string[]): PeopleToRead {
  return { count: emails.length, first: (limit) => Promise.resolve({ emails: emails.slice(0, limit) }) }
}

describe('refreshMirror', () => {
  it('has everyone after a whole read, and forgets who is gone', async () => {
    await refresh()
    expect(mirror.countContacts()).toBe(30)
    people.delete('p7')
    await clock.advance(hour)
    expect((await refresh()).how).toBe('everyone')
    expect(mirror.countContacts()).toBe(29)
    expect(mirror.contactByEmail('p7@example.org')).toBeNull()
  })

  it('loses nobody when the clock is set back in the middle of a read', async () => {
    await refresh()
    await clock.advance(hour)
    onPage = (page) => {
      if (page === 1) clock.setNow(clock.now() - 2 * hour)
    }
    await refresh()
    expect(mirror.countContacts()).toBe(30)
    onPage = () => undefined
    people.delete('p7')
    await refresh()
    expect(mirror.countContacts()).toBe(29)
  })

  it('forgets an address that was asked for and did not come back', async () => {
    await refresh()
    cheapest = 'these'
    const emails = ['p3@example.org', 'p7@example.org', 'p8@example.org']
    people.delete('p7')
    await clock.advance(hour)
    await refreshMirror(
      { account, mirror, clock },
      { people: peopleList(emails), audiences: [], channels: [] },
      signal,
    )
    expect(mirror.contactByEmail('p7@example.org')).toBeNull()
    expect(mirror.contactByEmail('p3@example.org')).not.toBeNull()
  })

  it('reads what changed only within a day of a whole read, since deleted people leave no trace in it', async () => {
    await refresh()
    cheapest = 'left'
    await clock.advance(hour)
    const cost = (request: PullRequest) =>
      Promise.resolve(request.what === 'people' || request.what === 'these' ? 50 : 1)
    const deps = { account: { ...account, cost } as unknown as Account, mirror, clock }
    const request = { people: peopleList(['p1@example.org', 'p2@example.org']), audiences: [], channels: [] }
    expect((await refreshMirror(deps, request, signal)).how).toBe('what changed')
    await clock.advance(24 * hour)
    expect((await refreshMirror(deps, request, signal)).how).toBe('everyone')
  })

  it('takes many people to be like the first of them when it weighs what they would cost', async () => {
    const emails = Array.from({ length: 12_000 }, (_, n) => `p${n}@example.org`)
    const asked: number[] = []
    const cost = (request: PullRequest) => {
      if (request.what === 'these') asked.push(request.emails.length)
      return Promise.resolve(request.what === 'these' ? Math.ceil(request.emails.length / 100) : 120)
    }
    const deps = { account: { ...account, cost } as unknown as Account, mirror, clock }
    const request = { audiences: [], channels: [] }
    const { how } = await refreshMirror(deps, { ...request, people: peopleList(emails.slice(1)) }, signal)
    expect(how).toBe('everyone')
    const fewer = { ...request, people: peopleList(emails.slice(0, 11_900)) }
    expect((await refreshMirror(deps, fewer, signal)).how).toBe('the people in the file')
    expect(asked).toEqual([5000, 5000])
  })

  it('learns from every refresh who left, even right after our own write', async () => {
    await refresh()
    mirror.saveWritten([person(4)], [], clock.now())
    people.set('p4', person(4, { state: 'cancelled', left: 'unsubscribed' }))
    await clock.advance(1000)
    await refresh()
    expect(mirror.contactByEmail('p4@example.org')?.left).toBe('unsubscribed')
  })

  it('for five minutes after our own write believes the write and not a list that lags', async () => {
    await refresh()
    mirror.saveWritten([person(4, { state: 'written' })], [], clock.now())
    await clock.advance(4 * 60_000)
    await refresh()
    expect(mirror.contactByEmail('p4@example.org')?.state).toBe('written')
    await clock.advance(2 * 60_000)
    await refresh()
    expect(mirror.contactByEmail('p4@example.org')?.state).toBe('active')
  })

  it('keeps whom it saw, and whom we wrote meanwhile, however long the read takes after that', async () => {
    await refresh()
    await clock.advance(hour)
    mirror.saveWritten([person(4)], [], clock.now())
    onPage = (page) => {
      if (page === 1) mirror.saveWritten([person(99)], [], clock.now())
      if (page === 2) clock.setNow(clock.now() + 6 * 60_000)
    }
    await refresh()
    expect(mirror.contactByEmail('p4@example.org')).not.toBeNull()
    expect(mirror.contactByEmail('p99@example.org')).not.toBeNull()
    onPage = () => undefined
    await refresh()
    expect(mirror.contactByEmail('p4@example.org')).not.toBeNull()
    expect(mirror.contactByEmail('p99@example.org')).toBeNull()
  })

  describe('after a kill in the middle of reading everyone', () => {
    beforeEach(async () => {
      onPage = (page) => {
        if (page === 2) throw new Error('killed')
      }
      await expect(refresh()).rejects.toThrow('killed')
      onPage = () => undefined
      asked = []
    })

    it('goes on from the last page that was kept, then reads what happened meanwhile', async () => {
      expect(mirror.countContacts()).toBe(20)
      await clock.advance(hour)
      expect((await refresh()).how).toBe('everyone')
      expect(asked.map(({ what, cursor }) => [what, cursor])).toEqual([
        ['people', '20'],
        ['changed', undefined],
        ['left', undefined],
      ])
      expect(mirror.countContacts()).toBe(30)
      expect(mirror.unfinishedRead()).toBeNull()
    })

    it('begins anew after a day', async () => {
      await clock.advance(25 * hour)
      await refresh()
      expect(asked.map(({ what, cursor }) => [what, cursor])).toEqual([['people', undefined]])
    })

    it('begins anew where who left is only told by reading the person', async () => {
      await refresh(['sms'])
      expect(asked[0]?.cursor).toBeUndefined()
    })

    it('begins anew where the service takes the cursor no more', async () => {
      refusesCursors = true
      await refresh()
      expect(asked.map(({ cursor }) => cursor)).toEqual(['20', undefined])
      expect(mirror.countContacts()).toBe(30)
    })
  })
})
