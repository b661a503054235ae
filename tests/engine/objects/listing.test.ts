import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { arrangeSubscriber } from '../../../electron/practice/kit/arrange.ts'
import { v3Keys } from '../../../electron/practice/kit/v3/v3Keys.ts'
import { objectTypeIds } from '../../../shared/objectTypes.ts'
import { startTestEngine, type TestEngine } from '../../support/testEngine.ts'
import { runObjects } from './objectHarness.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const state = () => engine.practice.kit.state
type Query = Parameters<TestEngine['client']['objects']['list']>[0]
const list = (query: Omit<Query, 'connection'>) =>
  engine.client.objects.list({ connection: 'Bakery', ...query })
const all = async (query: Omit<Query, 'connection'>) => {
  const found = []
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof list>> = await list({ ...query, cursor })
    found.push(...page.objects)
    if (page.cursor === null) return found
    cursor = page.cursor
  }
}
const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
const value = ({ values }: { readonly values: object }, field: string) =>
  (values as Readonly<Record<string, unknown>>)[field]

const ofKlaviyo: ReadonlySet<string> = new Set([
  'profiles',
  'lists',
  'listMembers',
  'segmentMembers',
  'metrics',
  'events',
])

describe('what a Kit account holds', () => {
  it('can be listed type by type, and purchases say what they need', async () => {
    const types = await engine.client.objects.types({ connection: 'Bakery' })
    expect(types.map(({ id }) => id).sort()).toEqual(objectTypeIds.filter((id) => !ofKlaviyo.has(id)).sort())
    const someone = [...state().subscribers.all()][0]?.id ?? 0
    for (const { id, unavailable, sees } of types) {
      expect(sees).toMatch(/\.$/)
      if (unavailable !== null) continue
      const parent = id === 'subscriberTags' ? String(someone) : null
      for (const object of (await list({ type: id, parent, limit: 5 })).objects)
        expect(Object.keys(object.values).length).toBeGreaterThan(0)
    }
    expect(types.filter(({ unavailable }) => unavailable !== null).map(({ id }) => id)).toEqual(['purchases'])
    await expect(list({ type: 'purchases' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each(['forms', 'sequences', 'segments', 'emailTemplates'] as const)(
    'shows all of its %s by name, and nothing can be done with them',
    async (type) => {
      const there = [...state()[type].values()].map(({ name }) => name)
      expect(there.length).toBeGreaterThan(0)
      const shown = (await all({ type })).map((one) => value(one, 'name'))
      expect(shown.sort()).toEqual(there.sort())
      const types = await engine.client.objects.types({ connection: 'Bakery' })
      expect(types.find(({ id }) => id === type)?.operations).toEqual([])
    },
  )

  it('is not called empty where a way in can’t list it, and people are unsubscribed by it all the same', async () => {
    const { client } = engine
    await client.connections.remove({ connection: 'Bakery' })
    await client.connections.add({ service: 'kit', form: 'v3', values: { ...v3Keys }, name: 'Bakery' })
    const types = await client.objects.types({ connection: 'Bakery' })
    const reachable = types.filter(({ unavailable }) => unavailable === null)
    expect(reachable.every(({ aboutPeople }) => aboutPeople)).toBe(true)
    for (const { id } of types)
      await expect(list({ type: id }), id).rejects.toThrow(/Kit shows no .* by “API key and secret \(v3\)”/)
    // Nor is it copied as nothing into a database, which would mark everyone as gone.
    const copy = client.replications.add({
      name: 'Reports',
      connection: 'Bakery',
      target: { is: 'sqlite', file: null, name: 'reports' },
      prefix: 'kit_',
      types: ['subscribers'],
    })
    await expect(copy).rejects.toThrow(/Kit shows no subscribers by/)
    const [person] = [...state().subscribers.all()].filter((one) => one.state === 'active')
    const rows = [{ email: person?.emailAddress ?? '' }]
    await client.objects.act({ connection: 'Bakery', type: 'subscribers', op: 'unsubscribe', rows })
    expect(state().subscribers.get(person?.id ?? 0)?.state).toBe('cancelled')
  })

  it('shows everyone in any state, and who unsubscribed on their own', async () => {
    const people = [...state().subscribers.all()]
    expect(await all({ type: 'subscribers' })).toHaveLength(people.length)
    const cancelled = await all({ type: 'cancelledSubscribers' })
    expect(cancelled).toHaveLength(people.filter((one) => one.state === 'cancelled').length)
    expect(cancelled.every((one) => value(one, 'state') === 'cancelled')).toBe(true)
  })

  it('shows who is in one tag, or in all of them one by one, each with the tag', async () => {
    const tags = [...state().tags.values()]
    const membersOf = (id: number) =>
      [...state().subscribers.all()].filter((one) =>
        state()
          .memberships.tag.ofPerson(one.id)
          .some(({ audienceId }) => audienceId === id),
      ).length
    const newsletter = tags.find(({ name }) => name === 'Newsletter')
    const one = await all({ type: 'tagSubscriptions', parent: 'newsletter' })
    expect(one).toHaveLength(membersOf(newsletter?.id ?? 0))
    expect(value(one[0] ?? { values: {} }, 'tag')).toBe('Newsletter')
    const every = await all({ type: 'tagSubscriptions' })
    expect(every).toHaveLength(tags.reduce((sum, { id }) => sum + membersOf(id), 0))
    await expect(list({ type: 'tagSubscriptions', parent: 'No such' })).rejects.toThrow(/no tag “No such”/)
  })
})

describe('reading only what is new', () => {
  it('by when people came, and by when they got a tag', async () => {
    const now = state().now()
    arrangeSubscriber(state(), { emailAddress: 'new@example.org' })
    const came = await all({ type: 'subscribers', since: { by: 'created_after', at: at(now - 5000) } })
    expect(came.map((one) => value(one, 'email'))).toEqual(['new@example.org'])
    await runObjects(engine, 'Email,Tag\nnew@example.org,Newsletter', {
      type: 'tagSubscriptions',
      op: 'insert',
    })
    const tagged = await all({
      type: 'tagSubscriptions',
      parent: 'Newsletter',
      since: { by: 'tagged_after', at: at(now - 5000) },
    })
    expect(tagged.map((one) => value(one, 'email'))).toEqual(['new@example.org'])
    const updated = await all({ type: 'subscribers', since: { by: 'updated_after', at: at(now - 5000) } })
    expect(updated.length).toBeLessThan([...state().subscribers.all()].length)
  })

  it('is refused in words where the service can’t tell', async () => {
    const since = { by: 'updated_after', at: '2026-01-01' } as const
    await expect(list({ type: 'tags', since })).rejects.toThrow(/always read whole/)
    await expect(list({ type: 'tagSubscriptions', since })).rejects.toThrow(
      /Use tagged_after or created_after/,
    )
  })
})

describe('narrowing down', () => {
  it('by date, name and id', async () => {
    const people = [...state().subscribers.all()]
    const someone = people.find(({ firstName }) => /^[A-Z][a-z]{3,}$/.test(firstName ?? ''))
    const filter = { createdAfter: null, createdBefore: null, name: null, id: null }
    const byId = await all({ type: 'subscribers', filter: { ...filter, id: String(someone?.id) } })
    expect(byId.map((one) => value(one, 'email'))).toEqual([someone?.emailAddress])
    const name = someone?.firstName?.toUpperCase() ?? ''
    const byName = await all({ type: 'subscribers', filter: { ...filter, name } })
    expect(byName.map(({ id }) => id)).toContain(String(someone?.id))
    const middle = at(people.map(({ createdAt }) => createdAt).sort((one, other) => one - other)[5] ?? 0)
    const early = await all({ type: 'subscribers', filter: { ...filter, createdBefore: middle } })
    const late = await all({ type: 'subscribers', filter: { ...filter, createdAfter: middle } })
    expect(early.length).toBeGreaterThan(0)
    expect(early.length + late.length).toBeLessThanOrEqual(people.length)
    expect(late.every((one) => Date.parse(String(value(one, 'created_at'))) > Date.parse(middle))).toBe(true)
  })

  it('is refused in words where a type can’t be asked for that, in place of finding all of it or nothing', async () => {
    const filter = { createdAfter: null, createdBefore: null, name: null, id: null }
    await expect(list({ type: 'subscribers', parent: 'Newsletter' })).rejects.toThrow(
      'Subscribers are listed as a whole, so not for “Newsletter” alone. Leave that out.',
    )
    await expect(
      list({ type: 'customFields', filter: { ...filter, createdAfter: '2020-01-01' } }),
    ).rejects.toThrow('Custom fields have no date on which they were created')
  })
})
