import { describe, expect, it } from 'vitest'
import type { MirrorPage, PullRequest } from '../../../../electron/engine/connectors/connector.ts'
import { chunkAddresses } from '../../../../electron/engine/connectors/kit/addresses.ts'
import { queryText } from '../../../../electron/engine/connectors/exchange.ts'
import type { AppError } from '../../../../shared/errors.ts'
import { errorOf, listOf, person, type Script, startScriptedKit } from './scriptedKit.ts'
import { all } from '../../../support/all.ts'

const signal = new AbortController().signal

const withFields =
  (script: Script, fields: readonly unknown[] = []): Script =>
  (request) =>
    request.path === '/v4/custom_fields' ? listOf('custom_fields', fields) : script(request)

async function pull(script: Script, request: PullRequest, fields: readonly unknown[] = []) {
  const kit = await startScriptedKit(withFields(script, fields))
  return { kit, pages: await all(kit.open().pull(request, signal)) }
}

describe('reading people from Kit', () => {
  it('asks for every state, a thousand at a time, with their tags', async () => {
    const { kit, pages } = await pull(
      () => listOf('subscribers', [person(1, { state: 'cancelled', tags: [{ id: 7, name: 'VIP' }] })]),
      { what: 'people' },
    )
    const query = Object.fromEntries(kit.requests[1]?.query ?? [])
    expect(query).toMatchObject({ status: 'all', per_page: '1000', include: 'tags', sort_field: 'id' })
    expect(pages).toHaveLength(1)
    expect(pages[0]).toMatchObject({
      contacts: [{ remoteId: '1', state: 'cancelled', left: 'unsubscribed' }],
      memberships: [{ remoteId: '1', audience: { kind: 'tag', id: '7' }, since: null }],
      completeKinds: ['tag'],
    })
    expect(pages[0]?.cursor).toBeUndefined()
  })

  it('does not call the tags complete where Kit left them out', async () => {
    const { pages } = await pull(() => listOf('subscribers', [person(1, { tags: [] }), person(2)]), {
      what: 'people',
    })
    expect(pages[0]?.completeKinds).toEqual([])
  })

  it('keeps only fields that are set, by id, and ids beyond 2^31 as text', async () => {
    const fields = [
      { id: 6, key: 'city', label: 'City' },
      { id: 7, key: 'zip', label: 'ZIP' },
      { id: 8, key: 'note', label: 'Note' },
    ]
    const held = { city: 'Köln', zip: '01234', note: null }
    const { pages } = await pull(
      () => listOf('subscribers', [person(4287675149, { first_name: '', fields: held })]),
      { what: 'people' },
      fields,
    )
    expect(pages[0]?.contacts[0]).toMatchObject({
      remoteId: '4287675149',
      fields: { email: 'p4287675149@example.com', 'custom:6': 'Köln', 'custom:7': '01234' },
      createdAt: Date.parse('2026-01-02T03:04:05Z'),
    })
    expect(Object.keys(pages[0]?.contacts[0]?.fields ?? {})).toHaveLength(3)
  })

  it.each([
    ['active', null],
    ['inactive', null],
    ['cancelled', 'unsubscribed'],
    ['bounced', 'bounced'],
    ['complained', 'complained'],
    ['something Kit thinks of later', 'suppressed'],
  ])('takes %s for %s', async (state, left) => {
    const { pages } = await pull(() => listOf('subscribers', [person(1, { state })]), { what: 'people' })
    expect(pages[0]?.contacts[0]).toMatchObject({ state, left })
  })

  it('goes on from a cursor, and keeps the time at which the whole read began', async () => {
    const script = withFields(({ query }) => {
      if (query.get('after') === 'WzFd=') return listOf('subscribers', [person(2)])
      return query.get('sort_order') === 'asc'
        ? listOf('subscribers', [person(1)], 'WzFd=')
        : listOf('subscribers', [person(3)], 'WzNd=')
    })
    const kit = await startScriptedKit(script)
    const [first] = await all(kit.open().pull({ what: 'people' }, signal))
    expect(first?.cursor).toBeDefined()
    await kit.clock.advance(10 * 24 * 3_600_000)
    const rest = await all(kit.open().pull({ what: 'people', cursor: first?.cursor ?? '' }, signal))
    const ids = rest.map((page) => page.contacts[0]?.remoteId)
    expect(ids).toContain('2')
    expect(ids).not.toContain('1')
    expect(rest.at(-1)?.next).toBe('2026-11-19T09:00:00Z')
    expect(kit.requests.some(({ rawUrl }) => rawUrl.includes('after=WzFd%3D'))).toBe(true)
  })

  it('counts time by the earlier of the two clocks', async () => {
    const date = 'Wed, 18 Nov 2026 12:00:00 GMT'
    const { pages } = await pull(() => ({ ...listOf('subscribers', []), headers: { date } }), {
      what: 'people',
    })
    expect(pages[0]?.next).toBe('2026-11-17T12:00:00Z')
  })

  it('asks for changed people and for new ones', async () => {
    const since = '2026-11-19T09:00:00Z'
    const { kit, pages } = await pull(() => listOf('subscribers', []), { what: 'changed', since })
    const asked = kit.requests
      .slice(1)
      .map(({ query }) => [query.get('updated_after'), query.get('created_after')])
    expect(asked).toEqual([
      [since, null],
      [null, since],
    ])
    expect(pages.map(({ cursor, next }) => [cursor !== undefined, next !== undefined])).toEqual([
      [true, false],
      [false, true],
    ])
  })

  it('reads the lists of who left side by side, and goes on with what is left of them', async () => {
    const script: Script = ({ query }) => {
      const state = query.get('status')
      if (query.get('after') !== null) return listOf('subscribers', [person(2, { state })])
      return listOf('subscribers', [person(1, { state })], state === 'cancelled' ? 'WzFd=' : null)
    }
    const { kit, pages } = await pull(script, { what: 'left' })
    const read = (some: readonly MirrorPage[]) =>
      some.map(({ contacts: [one] }) => `${one?.state} ${one?.remoteId}`)
    expect(read(pages).sort()).toEqual(['bounced 1', 'cancelled 1', 'cancelled 2', 'complained 1'])
    for (const [n, { cursor }] of pages.slice(0, -1).entries()) {
      const rest = await all(kit.open().pull({ what: 'left', cursor: cursor ?? '' }, signal))
      expect([...read(pages.slice(0, n + 1)), ...read(rest)].sort()).toEqual(read(pages).sort())
    }
    expect(pages.at(-1)?.cursor).toBeUndefined()
    const cursor = JSON.stringify([{ part: 3, after: null }])
    const error = await errorOf(all(kit.open().pull({ what: 'left', cursor }, signal)))
    expect(error).toMatchObject({ code: 'invalid-input' })
  })

  it('does not ask again for the pages that came with the count of who left, unless they are old', async () => {
    const script: Script = ({ query }) => listOf('subscribers', [person(1, { state: query.get('status') })])
    const kit = await startScriptedKit(withFields(script))
    const account = kit.open()
    const asked = () => kit.requests.filter(({ path }) => path === '/v4/subscribers').length
    expect(await account.cost({ what: 'left' }, signal)).toBe(3)
    const pages = await all(account.pull({ what: 'left' }, signal))
    expect(pages.map(({ contacts: [one] }) => one?.state)).toEqual(['cancelled', 'bounced', 'complained'])
    expect(asked()).toBe(3)
    await all(account.pull({ what: 'left' }, signal))
    expect(asked()).toBe(6)
    await account.cost({ what: 'left' }, signal)
    await kit.clock.advance(2001)
    await all(account.pull({ what: 'left' }, signal))
    expect(asked()).toBe(12)
  })

  it('stops rather than take half a list for the whole', async () => {
    for (const cursor of [null, 'same'] as const) {
      const pagination = { has_next_page: true, end_cursor: cursor }
      const kit = await startScriptedKit(withFields(() => ({ json: { subscribers: [], pagination } })))
      const error = await errorOf(all(kit.open().pull({ what: 'people' }, signal)))
      expect(error).toMatchObject({ code: 'unavailable' })
      expect(kit.requests.length).toBeLessThan(5)
    }
  })

  it('notices a field that was renamed while it reads', async () => {
    let key = 'city'
    const script: Script = ({ path, query }) => {
      if (path === '/v4/custom_fields') return listOf('custom_fields', [{ id: 6, key, label: 'City' }])
      if (query.get('after') !== null) key = 'town'
      return listOf(
        'subscribers',
        [person(1, { fields: { [key]: 'Köln' } })],
        query.get('after') ? null : 'x',
      )
    }
    const kit = await startScriptedKit(script)
    const pages = await all(kit.open().pull({ what: 'people' }, signal))
    expect(pages.map((page) => page.contacts[0]?.fields)).toEqual(
      [1, 2].map(() => ({ email: 'p1@example.com', 'custom:6': 'Köln' })),
    )
  })

  it('refuses a cursor that it did not write', async () => {
    const kit = await startScriptedKit(withFields(() => listOf('subscribers', [])))
    const error = await errorOf(all(kit.open().pull({ what: 'people', cursor: '{"list":-1}' }, signal)))
    expect(error).toMatchObject({ code: 'invalid-input' })
  })

  it('says which tag is gone', async () => {
    const script: Script = ({ path }) => {
      if (path === '/v4/tags') return listOf('tags', [{ id: 12, name: 'VIP' }])
      if (path === '/v4/forms') return listOf('forms', [])
      if (path === '/v4/sequences') return { status: 403, json: { errors: ['not in your plan'] } }
      return { status: 404, json: { errors: ['Not Found'] } }
    }
    const kit = await startScriptedKit(withFields(script))
    const account = kit.open()
    const schema = await account.describe(signal)
    expect(schema.audiences).toEqual([{ kind: 'tag', id: '12', name: 'VIP', open: true, optIn: null }])
    const request = { what: 'members', audience: { kind: 'tag', id: '12' } } as const
    const error = await errorOf(all(account.pull(request, signal)))
    expect(error).toMatchObject({ code: 'not-found' })
    expect((error as AppError).message).toContain('tag “VIP”')
  })

  it.each(['../account', '1/../2', '', '-1', '1?x=y', '１２'])(
    'does not follow an id like %j',
    async (id) => {
      const kit = await startScriptedKit(withFields(() => listOf('subscribers', [])))
      const request = { what: 'members', audience: { kind: 'tag', id } } as const
      const error = await errorOf(all(kit.open().pull(request, signal)))
      expect(error).toMatchObject({ code: 'not-found' })
      expect(kit.requests).toEqual([])
    },
  )

  it('counts what a read would cost, with one question for each list', async () => {
    const kit = await startScriptedKit(({ query }) => {
      const counts: Record<string, number> = { all: 2_500, cancelled: 0, bounced: 1_000, complained: 1_001 }
      const total_count = counts[query.get('status') ?? ''] ?? 0
      return { json: { subscribers: [], pagination: { has_next_page: true, end_cursor: 'x', total_count } } }
    })
    const account = kit.open()
    expect(await account.cost({ what: 'people' }, signal)).toBe(3)
    expect(await account.cost({ what: 'left' }, signal)).toBe(4)
    expect(kit.requests[0]?.query.get('include_total_count')).toBe('true')
    expect(await account.cost({ what: 'these', emails: ['a@example.com'] }, signal)).toBe(1)
    expect(await account.cost({ what: 'these', emails: [] }, signal)).toBe(0)
    expect(kit.requests).toHaveLength(4)
  })
})

describe('looking people up at Kit', () => {
  const emails = Array.from({ length: 250 }, (_, n) => `person+${n}@example.com`)

  it('encodes a plus sign, which Kit would read as a space', async () => {
    const { kit } = await pull(() => listOf('subscribers', []), {
      what: 'these',
      emails: ['a+b@example.com'],
    })
    expect(kit.requests[1]?.rawUrl).toContain('email_address=a%2Bb%40example.com')
    expect(kit.requests[1]?.query.get('status')).toBe('all')
  })

  it('asks for everyone once, in as few short requests as possible', async () => {
    const { kit } = await pull(() => listOf('subscribers', []), { what: 'these', emails })
    const lookUps = kit.requests.slice(1)
    expect(lookUps.flatMap(({ query }) => query.get('email_address')?.split(',') ?? [])).toEqual(emails)
    expect(Math.max(...lookUps.map(({ rawUrl }) => rawUrl.length))).toBeLessThan(4_000)
    expect(lookUps.length).toBe(3)
  })

  it('keeps a chunk short when addresses are long', () => {
    const long = Array.from({ length: 100 }, (_, n) => `${'é'.repeat(60)}${n}@example.com`)
    const chunks = chunkAddresses(long)
    expect(chunks.flat()).toEqual(long)
    const lengths = chunks.map((chunk) => queryText({ email_address: chunk.join(',') }).length)
    expect(Math.max(...lengths)).toBeLessThan(3_700)
  })

  it('goes on from a cursor after the chunks that were read', async () => {
    const { kit, pages } = await pull(() => listOf('subscribers', []), { what: 'these', emails })
    const before = kit.requests.length
    await all(kit.open().pull({ what: 'these', emails, cursor: pages[1]?.cursor ?? '' }, signal))
    expect(kit.requests.length - before).toBe(1 + 1)
  })

  it('never takes a refused look-up for an absence, and says which address it was', async () => {
    const refuse = { status: 422, json: { errors: ['email_address contains an invalid email address'] } }
    const kit = await startScriptedKit(
      withFields(({ query }) =>
        query.get('email_address')?.split(',').includes('person+77@example.com') === true
          ? refuse
          : listOf('subscribers', []),
      ),
    )
    const pages = await all(kit.open().pull({ what: 'these', emails }, signal))
    expect(pages.flatMap(({ refused }) => refused ?? [])).toEqual(['person+77@example.com'])
    const asked = kit.requests.flatMap(({ query }) => query.get('email_address')?.split(',') ?? [])
    for (const email of emails) expect(asked).toContain(email)
  })
})
