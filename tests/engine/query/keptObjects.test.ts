import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QueryCell } from '../../../shared/contract/queries.ts'
import { startBoth } from '../../support/bothServices.ts'
import type { TestEngine } from '../../support/testEngine.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await startBoth()
  await engine.client.people.refresh({ connection: 'Shop' })
})
afterAll(() => engine.close())

async function query(sql: string): Promise<readonly (readonly QueryCell[])[]> {
  const { client } = engine
  const { result } = await client.queries.run({ sql })
  const rows = await client.queries.page({ result, offset: 0, limit: 500 })
  await client.queries.close({ result })
  return rows
}

const tables = async () =>
  new Map((await engine.client.queries.tables({})).map((table) => [table.name, table]))
const shop = () => engine.practice.klaviyo.state
const read = (...types: ('segments' | 'segmentMembers' | 'metrics' | 'events')[]) =>
  engine.client.objects.refresh({ connection: 'Shop', types })

describe('what an account holds besides people, for queries', () => {
  it('is told with its columns before anything was read, and how to read it', async () => {
    const all = await tables()
    expect([...all.keys()]).toEqual(
      expect.arrayContaining([
        'segments_of_shop',
        'segment_members_of_shop',
        'metrics_of_shop',
        'events_of_shop',
        'broadcasts_of_bakery',
        'email_templates_of_bakery',
      ]),
    )
    const events = all.get('events_of_shop')
    expect(events?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id text',
      'metric_id text',
      'profile_id text',
      'happened_at date',
      'value number',
      'properties text',
    ])
    expect(events).toMatchObject({ reads: { type: 'events', title: 'Events', readAt: null } })
    expect(events?.about).toContain('Not read from Shop yet. Press Read')
    await expect(query('SELECT count(*) FROM Events_of_Shop')).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('listferry query --read events_of_shop') as string,
    })
  })

  it('can be joined with people once it was read', async () => {
    const done = await read('segments', 'segmentMembers', 'metrics', 'events')
    expect(done.map(({ type, rows }) => [type, rows > 0])).toEqual([
      ['segments', true],
      ['segmentMembers', true],
      ['metrics', true],
      ['events', true],
    ])
    expect(await query('SELECT count(*) FROM events_of_shop')).toEqual([[shop().events.size]])
    const [row] = await query(`SELECT p.email, m.name, e.happened_at FROM events_of_shop e
      JOIN metrics_of_shop m ON m.id = e.metric_id JOIN people_of_shop p ON p.id = e.profile_id
      ORDER BY e.happened_at DESC`)
    expect(row?.[0]).toContain('@')
    const [member] = await query(`SELECT s.name, m.email FROM segment_members_of_shop m
      JOIN segments_of_shop s ON s.id = m.segment_id WHERE m.email = upper(m.email) OR 1`)
    expect(member?.[1]).toContain('@')
    const events = (await tables()).get('events_of_shop')
    expect(events?.reads?.readAt).toMatch(/^\d{4}-/)
    expect(events?.about).not.toContain('Not read')
  })

  it('is read on from what is new, and shows nothing that is gone', async () => {
    const [again] = await read('events')
    expect(again).toMatchObject({ isWhole: false })
    const [before] = await query('SELECT count(*) FROM segments_of_shop')
    const [gone = ''] = shop().segments.keys()
    const segment = shop().segments.get(gone)
    shop().segments.delete(gone)
    await read('segments')
    expect(await query('SELECT count(*) FROM segments_of_shop')).toEqual([[Number(before?.[0]) - 1]])
    if (segment) shop().segments.set(gone, segment)
  })

  it('can only be read through its tables: not what the file holds besides', async () => {
    await expect(query('SELECT * FROM listferry_tables, events_of_shop')).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(query('SELECT listferry_seen FROM events_of_shop')).rejects.toThrow(/listferry_seen/)
  })

  it('refuses to read what comes with people', async () => {
    await expect(engine.client.objects.refresh({ connection: 'Shop', types: ['lists'] })).rejects.toThrow(
      /no lists to be read from “Shop” for queries\. There are: segments, /,
    )
  })

  it('is forgotten with a person: by their id, and by their address in any text', async () => {
    const [row] = await query(`SELECT p.email, e.profile_id FROM events_of_shop e
      JOIN people_of_shop p ON p.id = e.profile_id LIMIT 1`)
    const [email, id] = row ?? []
    const traces = await engine.client.settings.traces({ email: String(email) })
    expect(traces).toMatchObject({ mirror: 1 })
    expect(traces.objects).toBeGreaterThan(1)
    await engine.client.settings.forgetPerson({ email: String(email) })
    expect(await query(`SELECT count(*) FROM events_of_shop WHERE profile_id = '${String(id)}'`)).toEqual([
      [0],
    ])
    expect(
      await query(`SELECT count(*) FROM segment_members_of_shop WHERE email = '${String(email)}'`),
    ).toEqual([[0]])
    const [shopView] = (await engine.client.connections.list({})).filter(({ name }) => name === 'Shop')
    const path = join(engine.folder, 'objects', `${shopView?.id ?? ''}.sqlite`)
    expect(readFileSync(path).includes(String(email))).toBe(false)
  })

  it('goes with its account', async () => {
    const [shopView] = (await engine.client.connections.list({})).filter(({ name }) => name === 'Shop')
    const path = join(engine.folder, 'objects', `${shopView?.id ?? ''}.sqlite`)
    expect(existsSync(path)).toBe(true)
    await engine.client.connections.remove({ connection: 'Shop' })
    expect(existsSync(path)).toBe(false)
    expect((await tables()).has('events_of_shop')).toBe(false)
  })
})
