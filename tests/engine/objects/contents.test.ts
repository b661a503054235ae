import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endpointEvents, webhookEvents, webhookParameters } from '../../../shared/webhookEvents.ts'
import { startTestEngine, type TestEngine } from '../../support/testEngine.ts'
import { kindsOf, outcomesOf, planObjects, rowsOf, runObjects, runPlanned } from './objectHarness.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const state = () => engine.practice.kit.state
const writes = () =>
  engine.practice.kit.requests.entries.filter(
    ({ method, path }) => method !== 'GET' && !path.endsWith('/filter'),
  )
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
const subjects = () => [...state().broadcasts.values()].map(({ subject }) => subject)

describe('broadcasts from a file', () => {
  const insert = { type: 'broadcasts', op: 'insert' } as const

  it('need a subject, a description or content; the same one again is unchanged', async () => {
    const csv =
      'Subject,Description,Content,Public\nHello,,<p>Hi</p>,\n,A note,,yes\n,,,no\nHello,,<p>Hi</p>,'
    const plan = await planObjects(engine, csv, insert)
    expect(await kindsOf(engine, plan)).toEqual(['duplicate', 'create', 'invalid', 'create'])
    expect((await rowsOf(engine, plan))[2]?.reason).toMatch(/needs a subject, a description or content/)
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 2, invalid: 1, duplicate: 1 })
    const made = [...state().broadcasts.values()].slice(-2)
    expect(made).toMatchObject([
      { description: 'A note', public: true, sendAt: null },
      { subject: 'Hello', content: '<p>Hi</p>', sendAt: null },
    ])
    expect((await planObjects(engine, csv, insert)).counts).toMatchObject({ unchanged: 2, create: 0 })
  })

  it('say when they go out and to whom, and are never sent twice without a person', async () => {
    const tag = [...state().tags.keys()][0] ?? 0
    const csv = `Subject,Send at,Recipient tag ids\nAll,2030-01-02 10:00:00,\nSome,2030-01-02T10:00:00Z,${tag}`
    const plan = await planObjects(engine, csv, insert)
    const rows = await rowsOf(engine, plan)
    expect(rows.map(({ reason }) => reason)).toEqual([
      'Kit sends it to all subscribers at 2030-01-02T10:00:00Z. That can’t be called back.'.replace(
        'can’t',
        "can't",
      ),
      expect.stringMatching(/to its recipients at/),
    ])
    expect(rows[0]?.changes).toMatchObject([{ repeat: 'ask' }])
    expect((await runPlanned(engine, plan)).outcomes.written).toBe(2)
    expect([...state().broadcasts.values()].at(-1)).toMatchObject({
      subject: 'Some',
      sendAt: Date.parse('2030-01-02T10:00:00Z'),
      subscriberFilter: [{ any: [{ type: 'tag', ids: [tag] }] }],
    })
  })

  it('are changed and deleted by id; one that is on its way is refused in the plan', async () => {
    await runObjects(engine, 'Subject,Send at\nDraft,\nOld news,2020-01-01', insert)
    const idOf = (subject: string) =>
      [...state().broadcasts.values()].find((one) => one.subject === subject)?.id
    const csv = `Broadcast id,Subject\n${idOf('Draft')},Better draft\n${idOf('Old news')},New news\n77777777,Nothing`
    const changed = await planObjects(engine, csv, { type: 'broadcasts', op: 'update' })
    const rows = await rowsOf(engine, changed)
    expect(rows.map(({ kind }) => kind)).toEqual(['update', 'invalid', 'invalid'])
    expect(rows[0]?.changes).toMatchObject([
      { before: { subject: 'Draft' }, after: { subject: 'Better draft' } },
    ])
    expect(rows[1]?.reason).toMatch(/“Old news” (is being|was) sent/)
    await runPlanned(engine, changed)
    expect(subjects()).toContain('Better draft')
    const gone = await planObjects(engine, `Broadcast id\n${idOf('Better draft')}\n${idOf('Old news')}`, {
      type: 'broadcasts',
      op: 'delete',
    })
    expect(gone).toMatchObject({
      counts: { delete: 1, invalid: 1 },
      guard: {
        count: 1,
        words: [expect.stringMatching(/“Better draft” \(draft\) deletes what is written in it/)],
      },
    })
    expect((await runPlanned(engine, gone)).outcomes).toMatchObject({ written: 1, invalid: 1 })
    expect(subjects()).not.toContain('Better draft')
    expect(subjects()).toContain('Old news')
  })
})

describe('webhooks from a file', () => {
  it('can be for every event that is offered, each with what it needs', async () => {
    const valueOf = (parameter: string) => (parameter === 'initiator_value' ? 'https://example.com/x' : '7')
    const rows = webhookEvents.map(({ id, needs }) =>
      [
        'https://hooks.example.com/x',
        id,
        ...webhookParameters.map((name) => (name === needs ? valueOf(name) : '')),
      ].join(','),
    )
    const csv = [['target_url', 'event', ...webhookParameters].join(','), ...rows].join('\n')
    const { outcomes } = await runObjects(engine, csv, { type: 'webhooks', op: 'insert' })
    expect(outcomes).toMatchObject({ written: webhookEvents.length })
    expect([...state().webhooks.values()].map(({ event }) => event.name).sort()).toEqual(
      // Kit keeps what comes after the dot.
      webhookEvents.map(({ id }) => id.replace(/^\w+\./, '')).sort(),
    )
  })

  it('can be for every event of the newer endpoints', async () => {
    const rows = endpointEvents.map((event) => `https://hooks.example.com/${event},${event}`)
    const csv = ['url,events', ...rows].join('\n')
    const { outcomes } = await runObjects(engine, csv, { type: 'webhookEndpoints', op: 'insert' })
    expect(outcomes).toMatchObject({ written: endpointEvents.length })
    expect([...state().webhookEndpoints.values()].flatMap(({ events }) => events).sort()).toEqual(
      [...endpointEvents].sort(),
    )
  })

  it('are checked with the parameter that each event needs before anything is sent', async () => {
    const csv = [
      'Target address,Event,Tag id,Form id,Link address',
      'https://hooks.example.com/1,subscriber.subscriber_activate,,,',
      'https://hooks.example.com/2,tag_add,7,,',
      'https://hooks.example.com/3,subscriber.form_subscribe,,,',
      'https://hooks.example.com/4,subscriber.tag_remove,seven,,',
      'https://hooks.example.com/5,subscriber.link_click,,,https://example.com/x',
      'https://hooks.example.com/6,subscriber.tag_add,7,9,',
      'https://hooks.example.com/7,nothing.happened,,,',
      'hooks.example.com,purchase.purchase_create,,,',
    ].join('\n')
    const plan = await planObjects(engine, csv, { type: 'webhooks', op: 'insert' })
    const rows = await rowsOf(engine, plan)
    expect(rows.map(({ kind }) => kind)).toEqual([
      'create',
      'create',
      'invalid',
      'invalid',
      'create',
      'invalid',
      'invalid',
      'invalid',
    ])
    expect(rows[2]?.reason).toMatch(/needs the id of a form \(form_id\)/)
    expect(rows[5]?.reason).toMatch(/takes no form_id/)
    expect(rows[6]?.reason).toMatch(/no event “nothing\.happened”/)
    expect(writes()).toEqual([])
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 3, invalid: 5 })
    expect([...state().webhooks.values()].map(({ event }) => event.name)).toEqual([
      'subscriber_activate',
      'tag_add',
      'link_click',
    ])
    expect((await planObjects(engine, csv, { type: 'webhooks', op: 'insert' })).counts).toMatchObject({
      unchanged: 3,
    })
  })

  it('are deleted by id, once confirmed', async () => {
    await engine.client.objects.act({
      connection: 'Bakery',
      type: 'webhooks',
      op: 'insert',
      rows: [{ target_url: 'https://hooks.example.com/1', event: 'purchase.purchase_create' }],
    })
    const [id] = [...state().webhooks.keys()]
    const plan = await planObjects(engine, `Webhook id\n${id}\n999`, { type: 'webhooks', op: 'delete' })
    expect(plan.guard?.words).toEqual([
      'Kit no longer calls https://hooks.example.com/1 for purchase.purchase_create.',
    ])
    expect((await runPlanned(engine, plan)).outcomes).toMatchObject({ written: 1, unchanged: 1 })
    expect(state().webhooks.size).toBe(0)
  })

  it('leave their run in the history, with its requests', async () => {
    const receipt = await engine.client.objects.act({
      connection: 'Bakery',
      type: 'webhookEndpoints',
      op: 'insert',
      rows: [{ url: 'https://hooks.example.com/e', events: 'tag.created; tag.deleted' }],
    })
    expect(await outcomesOf(engine, receipt)).toMatchObject([{ outcome: 'written' }])
    const [request] = await engine.client.runs.requests({ run: receipt.id, before: null, limit: 5 })
    expect(request).toMatchObject({ method: 'POST', path: '/v4/webhook_endpoints', httpStatus: 201 })
    expect([...state().webhookEndpoints.values()]).toMatchObject([{ events: ['tag.created', 'tag.deleted'] }])
  })

  it('change an endpoint: what is not named stays as it is', async () => {
    const act = (op: 'insert' | 'update', row: Record<string, string>) =>
      engine.client.objects.act({ connection: 'Bakery', type: 'webhookEndpoints', op, rows: [row] })
    await act('insert', { url: 'https://hooks.example.com/e', events: 'tag.created', name: 'Tags' })
    const [endpoint] = [...state().webhookEndpoints.values()]
    const id = String(endpoint?.id)
    const receipt = await act('update', { id, events: 'tag.created, tag.deleted' })
    expect(await outcomesOf(engine, receipt)).toMatchObject([{ outcome: 'written' }])
    const [request] = await engine.client.runs.requests({ run: receipt.id, before: null, limit: 5 })
    expect(request).toMatchObject({ method: 'PATCH', fields: ['events'] })
    expect(state().webhookEndpoints.get(endpoint?.id ?? 0)).toMatchObject({
      url: 'https://hooks.example.com/e',
      name: 'Tags',
      events: ['tag.created', 'tag.deleted'],
    })
    await expect(act('update', { id, url: 'http://192.168.0.1/x' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('tell the secret of a new endpoint to whoever made it, and keep it nowhere', async () => {
    const receipt = await engine.client.objects.act({
      connection: 'Bakery',
      type: 'webhookEndpoints',
      op: 'insert',
      rows: [{ url: 'https://hooks.example.com/e', events: 'tag.created' }],
    })
    const [endpoint] = [...state().webhookEndpoints.values()]
    const secret = endpoint?.secret ?? ''
    expect(receipt.secrets).toEqual([
      { id: String(endpoint?.id), name: 'https://hooks.example.com/e', secret },
    ])
    expect(await engine.client.objects.secrets({ run: receipt.id })).toEqual([])
    const read = { run: receipt.id, afterRow: 0, limit: 5 }
    const later = [
      await engine.client.runs.receipt({ run: receipt.id }),
      await engine.client.runs.rows({ ...read, outcome: null }),
      await engine.client.runs.requests({ run: receipt.id, before: null, limit: 5 }),
      engine.pushes,
    ]
    expect(JSON.stringify(later)).not.toContain(secret)
    for (const file of filesIn(engine.folder)) expect(readFileSync(file).includes(secret), file).toBe(false)
  })
})
