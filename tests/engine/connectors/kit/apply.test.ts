import { requestsFor } from '../../../support/requestsFor.ts'
import { describe, expect, it } from 'vitest'
import type { ApplyEvent } from '../../../../electron/engine/connectors/applyEvents.ts'
import type { AppError } from '../../../../shared/errors.ts'
import type {
  AudienceRef,
  Change,
  ChangeId,
  ContactChange,
  FieldValue,
  MembershipChange,
  RemoteId,
} from '../../../../shared/model.ts'
import { errorOf, listOf, person, type Script, startScriptedKit } from './scriptedKit.ts'
import { all } from '../../../support/all.ts'

const signal = new AbortController().signal
const tag: AudienceRef = { kind: 'tag', id: '12' }
const form: AudienceRef = { kind: 'form', id: '13' }
const sequence: AudienceRef = { kind: 'sequence', id: '14' }
const fields = [
  { id: 6, key: 'city', label: 'City' },
  { id: 7, key: 'zip', label: 'ZIP' },
]

function contact(id: number, after: Record<string, FieldValue>, remoteId: string | null): ContactChange {
  return {
    id: id as ChangeId,
    row: 1,
    repeat: 'safe',
    object: 'contact',
    op: remoteId === null ? 'create' : 'update',
    key: { remoteId: remoteId as RemoteId | null, email: 'p5@example.com' },
    before: {},
    after: after,
  }
}

function membership(
  id: number,
  op: 'join' | 'leave',
  audience: AudienceRef,
  remoteId: string | null = '5',
): MembershipChange {
  const key = { remoteId: remoteId as RemoteId | null, email: 'p5@example.com' }
  return { id: id as ChangeId, row: 1, repeat: 'safe', object: 'membership', op, key, audience }
}

const written = (rest: Readonly<Record<string, unknown>> = {}) => ({
  status: 201,
  json: { subscriber: person(5, { fields: { city: null, zip: null }, ...rest }) },
})

const withFields =
  (script: Script): Script =>
  (request) =>
    request.path === '/v4/custom_fields' ? listOf('custom_fields', fields) : script(request)

async function apply(script: Script, changes: readonly Change[]) {
  const kit = await startScriptedKit(withFields(script))
  const account = kit.open()
  const events = await all(account.apply(changes, signal))
  const requests = kit.requests.filter(({ path }) => path !== '/v4/custom_fields')
  const outcomes = events.flatMap((event) => (event.type === 'settled' ? event.outcomes : []))
  return { kit, account, events, requests, outcomes }
}

describe('writing people to Kit', () => {
  it('creates someone with one upsert and puts them where they belong by the id it answered', async () => {
    const changes = [
      contact(1, { first_name: 'Zoë', 'custom:6': 'Köln', 'custom:7': '01234' }, null),
      membership(2, 'join', tag, null),
      membership(3, 'join', form, null),
      membership(4, 'join', sequence, null),
    ]
    const { requests, outcomes, account } = await apply(() => written(), changes)
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v4/subscribers',
      'POST /v4/tags/12/subscribers/5',
      'POST /v4/forms/13/subscribers/5',
      'POST /v4/sequences/14/subscribers/5',
    ])
    expect(requests[0]?.body).toEqual({
      email_address: 'p5@example.com',
      first_name: 'Zoë',
      fields: { city: 'Köln', zip: '01234' },
    })
    expect(outcomes.map(({ change, status }) => [change, status])).toEqual(
      [1, 2, 3, 4].map((id) => [id, 'written']),
    )
    expect(requestsFor(account, changes)).toBe(requests.length)
  })

  it('writes someone who is there by id, without touching their address', async () => {
    const { requests } = await apply(() => written(), [contact(1, { first_name: 'Zoë' }, '5')])
    expect(requests).toMatchObject([
      { method: 'PUT', path: '/v4/subscribers/5', body: { first_name: 'Zoë' } },
    ])
    expect(requests[0]?.body).not.toHaveProperty('email_address')
  })

  it('clears with empty text, and writes numbers and yes or no as text', async () => {
    const after = { first_name: null, 'custom:6': null, 'custom:7': 12.5 }
    const { requests } = await apply(() => written(), [contact(1, after, '5')])
    expect(requests[0]?.body).toEqual({ first_name: '', fields: { city: '', zip: '12.5' } })
  })

  it('tells what the person looks like now, but not from an answer that lacks fields', async () => {
    const answers = [
      written({ fields: { city: 'Köln', zip: null } }),
      written({ fields: {} }),
      { ...written(), status: 202 },
    ]
    const contacts = []
    for (const answer of answers) {
      const { events, outcomes } = await apply(() => answer, [contact(1, { 'custom:6': 'Köln' }, '5')])
      contacts.push(events.flatMap((event) => (event.type === 'settled' ? event.contacts : [])))
      expect(outcomes[0]?.status).toBe(answer.status === 202 ? 'accepted' : 'written')
    }
    expect(contacts).toMatchObject([[{ remoteId: '5', fields: { 'custom:6': 'Köln' } }], [], []])
  })

  it('names no value in its notes', async () => {
    const { events } = await apply(
      () => written(),
      [contact(1, { first_name: 'Zoë', 'custom:6': 'Köln' }, null)],
    )
    const [sending] = events
    expect(sending).toEqual({
      type: 'sending',
      changes: [1],
      request: { method: 'POST', path: '/v4/subscribers', fields: ['email', 'first_name', 'custom:6'] },
    })
  })

  it('has sent nothing until the caller comes back from `sending`', async () => {
    const kit = await startScriptedKit(withFields(() => written()))
    const events = kit
      .open()
      .apply([membership(1, 'join', tag)], signal)
      [Symbol.asyncIterator]()
    expect((await events.next()).value).toMatchObject({ type: 'sending' })
    await events.return?.()
    expect(kit.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it.each([
    ['cancelled', /unsubscribed/],
    ['bounced', /bounced/],
    ['complained', /spam/],
  ])('joins nobody whom the write itself shows as %s', async (state, words) => {
    const changes = [
      contact(1, { first_name: 'Zoë' }, '5'),
      membership(2, 'join', tag),
      membership(3, 'join', form),
      membership(4, 'leave', tag),
    ]
    const { requests, outcomes, events } = await apply(() => written({ state }), changes)
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'DELETE'])
    expect(outcomes.map(({ change, status }) => [change, status])).toEqual([
      [1, 'written'],
      [2, 'held-back'],
      [3, 'held-back'],
      [4, 'written'],
    ])
    expect(outcomes[1]?.reason).toMatch(words)
    // Together with the answer that decided it: a crash in between must not forget the guard.
    expect(settledTogether(events)).toEqual([[1, 2, 3], [4]])
  })

  it('looks at someone who is only put somewhere: the lists that say who left are behind', async () => {
    const changes = [membership(1, 'join', tag), membership(2, 'join', form)]
    const { requests, outcomes, account } = await apply(() => written({ state: 'cancelled' }), changes)
    expect(requests.map(({ method, path }) => [method, path])).toEqual([['GET', '/v4/subscribers/5']])
    expect(outcomes.map(({ status }) => status)).toEqual(['held-back', 'held-back'])
    expect(requestsFor(account, changes)).toBe(3)
  })

  it('stops joining once an answer shows that they left meanwhile', async () => {
    const changes = [membership(1, 'join', tag), membership(2, 'join', form)]
    const { requests, outcomes } = await apply(
      ({ method }) => written({ state: method === 'GET' ? 'active' : 'cancelled' }),
      changes,
    )
    expect(requests).toHaveLength(2)
    expect(outcomes.map(({ status }) => status)).toEqual(['written', 'held-back'])
  })

  it('goes on with the other rows when Kit refuses one person', async () => {
    const other = { ...contact(3, {}, null), row: 2, key: { remoteId: null, email: 'ok@example.com' } }
    const changes = [contact(1, { first_name: 'x' }, null), membership(2, 'join', tag, null), other]
    const refusal = { status: 422, json: { errors: ['Email address is invalid'] } }
    const { outcomes, requests } = await apply(
      ({ body }) =>
        (body as { email_address: string }).email_address === 'ok@example.com' ? written() : refusal,
      changes,
    )
    expect(requests).toHaveLength(2)
    expect(outcomes).toMatchObject([
      { change: 1, status: 'rejected', httpStatus: 422, reason: 'Kit said: “Email address is invalid”.' },
      { change: 2, status: 'rejected', httpStatus: 422 },
      { change: 3, status: 'written' },
    ])
  })

  it('says that someone is gone', async () => {
    const { outcomes } = await apply(
      () => ({ status: 404, json: { errors: ['Not Found'] } }),
      [contact(1, { first_name: 'x' }, '5')],
    )
    expect(outcomes).toMatchObject([{ status: 'rejected', reason: /no longer in the Kit account/ }])
  })

  it('reports what Kit left out', async () => {
    const answer = { json: { ...written().json, warnings: ['`city` is not a custom field'] } }
    const { outcomes } = await apply(() => answer, [contact(1, { 'custom:6': 'Köln' }, '5')])
    expect(outcomes).toMatchObject([{ status: 'written', ignored: ['`city` is not a custom field'] }])
  })

  it('tells who was there by then also where Kit left something out', async () => {
    const json = { ...written().json, warnings: ['`city` is not a custom field'] }
    const { outcomes } = await apply(
      () => ({ status: 200, json }),
      [contact(1, { 'custom:6': 'Köln' }, null)],
    )
    expect(outcomes).toMatchObject([{ wasThere: true, reason: /left out part of it/ }])
  })

  it('sends nothing for a field that is gone: Kit would drop its values in silence', async () => {
    const kit = await startScriptedKit(withFields(() => written()))
    const error = await errorOf(all(kit.open().apply([contact(1, { 'custom:99': 'x' }, '5')], signal)))
    expect(error).toMatchObject({ code: 'not-found', mayHaveHappened: false })
    expect(kit.requests.map(({ path }) => path)).toEqual(['/v4/custom_fields'])
  })

  it('stops when the audience is gone, and not when only the person is', async () => {
    const gone = { status: 404, json: { errors: ['Not Found'] } }
    const join = [membership(1, 'join', tag)]
    const isThere = ({ path }: { readonly path: string }) => path === '/v4/subscribers/5'
    const kit = await startScriptedKit((request) => (isThere(request) ? written() : gone))
    const error = await errorOf(all(kit.open().apply(join, signal)))
    expect(error).toMatchObject({ code: 'not-found' })
    expect((error as AppError).message).toContain('tag number 12')
    const rejected = [{ status: 'rejected', reason: /no longer in the Kit account/ }]
    const soonGone = await apply((request) => {
      if (isThere(request)) return written()
      return request.method === 'GET' ? listOf('subscribers', []) : gone
    }, join)
    expect(soonGone.outcomes).toMatchObject(rejected)
    const goneBefore = await apply(() => gone, join)
    expect(goneBefore.outcomes).toMatchObject(rejected)
    expect(goneBefore.requests).toHaveLength(1)
  })

  it('stops when the sequence is switched off, also when the words come in a list within a list', async () => {
    const answer = { status: 422, json: { errors: [['Sequence is inactive']] } }
    const kit = await startScriptedKit(({ method }) => (method === 'GET' ? written() : answer))
    const error = await errorOf(all(kit.open().apply([membership(1, 'join', sequence)], signal)))
    expect(error).toMatchObject({ code: 'rejected' })
    expect((error as AppError).message).toContain('sequence number 14')
  })

  it('is content when someone was out already', async () => {
    const { outcomes } = await apply(
      ({ method }) =>
        method === 'GET' ? listOf('subscribers', []) : { status: 404, json: { errors: ['Not Found'] } },
      [membership(1, 'leave', tag)],
    )
    expect(outcomes).toMatchObject([{ status: 'written', reason: /Was not in the tag/ }])
  })

  it('sends nothing for what Kit has no request for', async () => {
    const changes = [membership(1, 'leave', form), membership(2, 'leave', sequence)]
    const { outcomes, requests, account } = await apply(() => written(), changes)
    expect(requests).toEqual([])
    expect(requestsFor(account, changes)).toBe(0)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('puts someone whose id is not known where they belong by address', async () => {
    const changes = [membership(1, 'join', form, null), membership(2, 'leave', tag, null)]
    const { requests } = await apply(
      ({ method }) => (method === 'DELETE' ? { status: 204 } : written()),
      [...changes.slice(1), ...changes.slice(0, 1)],
    )
    expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['DELETE', '/v4/tags/12/subscribers', { email_address: 'p5@example.com' }],
      ['POST', '/v4/forms/13/subscribers', { email_address: 'p5@example.com' }],
    ])
  })
})

describe('reading back what may have been done', () => {
  it('compares fields by the id of the person', async () => {
    const held = person(5, { first_name: 'Zoë', fields: { city: 'Köln', zip: '' } })
    const kit = await startScriptedKit(withFields(() => ({ json: { subscriber: held } })))
    const changes = [
      contact(1, { first_name: 'Zoë', 'custom:6': 'Köln', 'custom:7': null }, '5'),
      contact(2, { first_name: 'Zoë', 'custom:6': 'Bonn' }, '5'),
    ]
    expect(await kit.open().alreadyDone(changes, signal)).toEqual(new Set([1]))
    expect(kit.requests.filter(({ path }) => path === '/v4/subscribers/5')).toHaveLength(1)
  })

  it('finds tags by person and forms and sequences by their lists', async () => {
    const script: Script = ({ path }) => {
      if (path === '/v4/subscribers/5/tags') return listOf('tags', [{ id: 12, name: 'VIP' }])
      if (path === '/v4/forms/13/subscribers') return listOf('subscribers', [person(5)])
      if (path === '/v4/sequences/14/subscribers') return listOf('subscribers', [])
      return { json: { subscriber: person(5) } }
    }
    const kit = await startScriptedKit(withFields(script))
    const changes = [
      membership(1, 'join', tag),
      membership(2, 'leave', tag),
      membership(3, 'join', form),
      membership(4, 'join', sequence),
    ]
    expect(await kit.open().alreadyDone(changes, signal)).toEqual(new Set([1, 3]))
  })

  it('finds nothing done for someone who is not there', async () => {
    const script: Script = ({ path }) =>
      path === '/v4/subscribers'
        ? listOf('subscribers', [])
        : { status: 404, json: { errors: ['Not Found'] } }
    const kit = await startScriptedKit(withFields(script))
    const changes = [contact(1, {}, null), contact(2, {}, '5'), membership(3, 'join', tag)]
    expect(await kit.open().alreadyDone(changes, signal)).toEqual(new Set())
  })
})

function settledTogether(events: readonly ApplyEvent[]): readonly (readonly number[])[] {
  return events.flatMap((event) =>
    event.type === 'settled' ? [event.outcomes.map(({ change }) => change)] : [],
  )
}
