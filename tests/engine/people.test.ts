import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import type { RemoteId } from '../../shared/model.ts'
import { planOf, startTestEngine, type TestEngine } from '../support/testEngine.ts'

type PeopleSearch = Parameters<TestEngine['client']['people']['search']>[0]

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const people = () => engine.client.people
const kit = () => engine.practice.kit.state
const all = { connection: null, left: null, audience: null, offset: 0, limit: 50 }
const find = async (text: string, query: Partial<PeopleSearch> = {}) =>
  people().search({ ...all, text, ...query })
const emails = async (text: string) => (await find(text)).people.map(({ email }) => email)
const audience = async (name: string) => {
  const { audiences } = await engine.client.connections.describe({ connection: 'Bakery' })
  const found = audiences.find((one) => one.name === name)
  if (!found) throw new Error(name)
  return { kind: found.kind, id: found.id }
}
const ada = namedPeople.wellKnown

describe('the mirror', () => {
  it('is empty and never read at first, then holds everyone with who left', async () => {
    expect(await people().mirrors({})).toMatchObject([
      { name: 'Bakery', service: 'Kit', people: 0, left: 0, readAt: null },
    ])
    const mirror = await people().refresh({ connection: 'Bakery' })
    const everyone = [...kit().subscribers.all()]
    expect(mirror.people).toBe(everyone.length)
    expect(mirror.left).toBe(everyone.filter(({ state }) => !['active', 'inactive'].includes(state)).length)
    expect(mirror.readAt).toBeGreaterThan(0)
    expect(await people().mirrors({})).toEqual([mirror])
  })

  it('says how far it is while it is read, and that people changed', async () => {
    const { people: total } = await people().refresh({ connection: 'Bakery' })
    const progress = engine.pushes.flatMap(({ name, payload }) =>
      name === 'mirror.progress' ? [payload] : [],
    )
    expect(progress.at(-1)?.people).toBeGreaterThanOrEqual(total)
    expect(engine.pushes).toContainEqual({ name: 'changed', payload: { what: 'people' } })
  })

  it('is read once for two who ask at the same time', async () => {
    const requests = () => engine.practice.kit.requests.entries.length
    await people().refresh({ connection: 'Bakery' })
    const before = requests()
    await people().refresh({ connection: 'Bakery' })
    const once = requests() - before
    await Promise.all([1, 2].map(() => people().refresh({ connection: 'Bakery' })))
    expect(requests() - before - once).toBe(once)
  })

  it('is left as it was when the account can’t be read', async () => {
    await people().refresh({ connection: 'Bakery' })
    const [before] = await people().mirrors({})
    engine.practice.kit.faults.add({ kind: 'key-revoked' })
    await expect(people().refresh({ connection: 'Bakery' })).rejects.toMatchObject({ code: 'unauthorized' })
    expect(await people().mirrors({})).toEqual([before])
  })
})

describe('searching people', () => {
  beforeEach(() => people().refresh({ connection: 'Bakery' }))

  it.each([
    ['part of an address', 'DA.OKAF'],
    ['a name, first and last', 'ada okafor'],
    ['a name in other letters', 'Ada Ókafor'],
    ['a phone number', '+234 803 123-4567'],
    ['the end of one', '1234567'],
  ])('by %s', async (_, text) => {
    expect(await emails(text)).toContain(ada.emailAddress)
  })

  it('finds nobody by what nobody has, and takes no sign for a wildcard', async () => {
    for (const text of ['nobody-at-all', '%', '*', '_____'])
      expect(await find(text)).toEqual({ total: 0, people: [] })
  })

  it('lists by address, page by page, with how many there are in all', async () => {
    const first = await find('', { limit: 3 })
    expect(first.total).toBe([...kit().subscribers.all()].length)
    const second = await find('', { limit: 3, offset: 3 })
    const six = await find('', { limit: 6 })
    expect([...first.people, ...second.people]).toEqual(six.people)
    const addresses = six.people.map(({ email }) => email)
    expect(addresses).toEqual([...addresses].sort())
  })

  it('shows their state and the audiences they are in, by name', async () => {
    const [person] = (await find(ada.emailAddress)).people
    expect(person).toMatchObject({ name: 'Ada Okafor', state: 'active', left: null })
    expect(person?.audiences.map(({ name }) => name).sort()).toEqual(
      [...ada.tags, ...ada.forms, ...ada.sequences].sort(),
    )
  })

  it('within an audience, and among those who left', async () => {
    const vip = await audience('Newsletter')
    const inIt = await find('', { audience: vip, limit: 500 })
    expect(inIt.total).toBe(inIt.people.length)
    expect(inIt.people.every((one) => one.audiences.some(({ name }) => name === 'Newsletter'))).toBe(true)
    const gone = await find('', { audience: vip, left: true, limit: 500 })
    expect(gone.people.map(({ email }) => email)).toContain(namedPeople.leftEarly.emailAddress)
    expect(gone.people.every(({ left }) => left !== null)).toBe(true)
    const there = await find('', { audience: vip, left: false, limit: 1 })
    expect(there.total + gone.total).toBe(inIt.total)
    expect((await find('', { audience: vip, limit: 1 })).total).toBe(inIt.total)
  })

  it('in one account only', async () => {
    await expect(find('', { connection: 'Elsewhere' })).rejects.toThrow(/no connection called “Elsewhere”/)
    expect((await find('ada', { connection: 'Bakery' })).total).toBe((await find('ada')).total)
  })
})

describe('one person', () => {
  it('is shown with the labels of their fields and all their rows in all runs', async () => {
    await people().refresh({ connection: 'Bakery' })
    const rows = (city: string) =>
      `Email,City\nother@example.org,X\n${ada.emailAddress.toUpperCase()},${city}`
    for (const [city, name] of [
      ['Abuja', 'spring.csv'],
      ['Kano', 'autumn.csv'],
    ] as const)
      await engine.client.runs.start({ plan: (await planOf(engine, rows(city), {}, name)).id })
    const [found] = (await find(ada.emailAddress)).people
    const person = await people().get({ connection: 'Bakery', remoteId: found?.remoteId ?? '' })
    expect(person.fields).toContainEqual(expect.objectContaining({ label: 'City', value: 'Kano' }))
    expect(person.history).toMatchObject([
      { row: 2, outcome: 'written', source: 'autumn.csv' },
      { row: 2, outcome: 'written', source: 'spring.csv' },
    ])
  })

  it('who is not in the copy is said so', async () => {
    const remoteId = '1' as RemoteId
    await expect(people().get({ connection: 'Bakery', remoteId })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('narrowing people down', () => {
  it('by when the account got to know them, by first name and by id', async () => {
    await people().refresh({ connection: 'Bakery' })
    const everyone = [...kit().subscribers.all()]
    const byAge = everyone.map(({ createdAt }) => createdAt).sort((one, other) => one - other)
    const [from, to] = [byAge[10] ?? 0, byAge[20] ?? 0]
    const within = await find('', { createdFrom: from, createdTo: to, limit: 500 })
    expect(within.total).toBe(everyone.filter(({ createdAt }) => createdAt >= from && createdAt <= to).length)
    const someone = everyone.find(({ firstName }) => /^[A-Z][a-z]{4,}$/.test(firstName ?? ''))
    const part = (someone?.firstName ?? '').slice(1).toUpperCase()
    const named = await find('', { firstName: part, limit: 500 })
    expect(named.total).toBe(
      everyone.filter(({ firstName }) => firstName?.toUpperCase().includes(part)).length,
    )
    const only = await find('', { remoteId: String(someone?.id) })
    expect(only.people).toMatchObject([{ remoteId: String(someone?.id), email: someone?.emailAddress }])
    const file = await engine.client.exports.people({
      text: '',
      connection: null,
      left: null,
      audience: null,
      remoteId: String(someone?.id),
    })
    expect(engine.exported(file).trim().split(/\r?\n/)).toHaveLength(2)
  })
})
