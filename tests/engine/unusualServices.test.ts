import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectOp, ObjectTypeId } from '../../shared/objectTypes.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { v3Keys } from '../../electron/practice/kit/v3/v3Keys.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { signedIn } from '../support/signedIn.ts'
import { markSignedIn } from '../support/signedInKit.ts'
import {
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../support/testEngine.ts'
import { startUnusualService, type UnusualService } from '../support/unusualService.ts'

let practice: RunningPractice
let service: UnusualService
let engine: TestEngine
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  service = await startUnusualService(practice.address)
})
afterEach(async () => {
  await engine.close()
  await service.close()
  await practice.close()
})

const csv = (city: string) =>
  `Email,First name,City\nann@example.org,Zoë,${city}\nben@example.org,Ben,\ncy@example.org,Çelik,${city}`
const act = (type: ObjectTypeId, op: ObjectOp, row: Record<string, string>, connection = 'Bakery') =>
  engine.client.objects.act({ connection, type, op, rows: [row] })

/** Everything new, the same again, and a change: as with the service as it is. */
async function sendThreeTimes(choices: SyncChoices, connection: string): Promise<void> {
  const send = async (text: string) => {
    const { id } = await planOf(engine, text, choices, 'people.csv', connection)
    return engine.client.runs.start({ plan: id })
  }
  expect(await send(csv('Oslo'))).toMatchObject({ outcomes: { written: 3 }, addsUp: true })
  expect((await planOf(engine, csv('Oslo'), choices, 'people.csv', connection)).counts).toMatchObject({
    unchanged: 3,
  })
  expect(await send(csv('Århus'))).toMatchObject({ outcomes: { written: 2, unchanged: 1 } })
}

/** What each type lists, through the unusual service, is as many as without it. */
async function countListed(connection: string): Promise<Partial<Record<ObjectTypeId, number>>> {
  const types = await engine.client.objects.types({ connection })
  const counts: Partial<Record<ObjectTypeId, number>> = {}
  for (const { id, unavailable } of types) {
    if (unavailable !== null) continue
    const { objects } = await engine.client.objects.list({ connection, type: id })
    counts[id] = objects.length
  }
  return counts
}

describe.each(['api-key', 'oauth'] as const)('a Kit that answers in unusual forms, by %s', (form) => {
  beforeEach(async () => {
    const vault = createMemoryVault()
    const env = { LISTFERRY_KIT_URL: service.address }
    engine = await startTestEngine({ practice, ports: { env, vault } })
    if (form === 'api-key') return
    markSignedIn(engine.folder)
    const [account] = await engine.client.connections.list({})
    if (account) await vault.set(account.id, signedIn(practice.kit, Date.now()))
  })

  it('takes people, shows them as they are, and takes what changed', async () => {
    const audiences = [
      { kind: 'tag', name: 'VIP' },
      { kind: 'form', name: 'Weekly letter' },
    ] as const
    await sendThreeTimes({ audiences }, 'Bakery')
    const ann = practice.kit.state.subscribers.byEmail('ann@example.org')
    expect(ann).toMatchObject({ firstName: 'Zoë', state: 'active' })
    expect([...(ann?.values.values() ?? [])]).toContain('Århus')
  })

  it('lists all that it holds, and has things made, changed and deleted', async () => {
    await act('tags', 'insert', { name: 'Çelik' })
    await act('webhooks', 'insert', {
      target_url: 'https://hooks.example.com/1',
      event: 'subscriber.subscriber_activate',
    })
    const made = await act('webhookEndpoints', 'insert', {
      url: 'https://hooks.example.com/2',
      events: 'tag.created',
    })
    expect(made.secrets).toHaveLength(1)
    await act('broadcasts', 'insert', { subject: 'Hello', content: '<p>Hi</p>' })
    const { kit } = practice
    expect(await countListed('Bakery')).toMatchObject({
      tags: kit.state.tags.size,
      forms: kit.state.forms.size,
      sequences: kit.state.sequences.size,
      customFields: kit.state.customFields.size,
      broadcasts: kit.state.broadcasts.size,
      webhooks: 1,
      webhookEndpoints: 1,
    })
    const [hook] = [...kit.state.webhooks.keys()]
    expect(await act('webhooks', 'delete', { id: String(hook) })).toMatchObject({ outcomes: { written: 1 } })
    const ann = [...kit.state.subscribers.all()].find(({ state }) => state === 'active')
    await act('subscribers', 'unsubscribe', { email: ann?.emailAddress ?? '' })
    expect(kit.state.subscribers.get(ann?.id ?? 0)?.state).toBe('cancelled')
  })
})

describe('the old Kit, of version 3, that answers in unusual forms', () => {
  it('takes people, shows them as they are, and takes what changed', async () => {
    const env = { LISTFERRY_KIT_URL: service.address }
    engine = await startTestEngine({ practice, connect: false, ports: { env } })
    await engine.client.connections.add({ service: 'kit', form: 'v3', values: { ...v3Keys }, name: 'Old' })
    await sendThreeTimes({ audiences: [{ kind: 'tag', name: 'VIP' }] }, 'Old')
  })
})

describe('a Klaviyo that answers in unusual forms', () => {
  beforeEach(async () => {
    const env = { LISTFERRY_KLAVIYO_URL: service.address }
    engine = await startTestEngine({ practice, connect: false, ports: { env } })
    const values = { privateKey: practice.klaviyo.keys.all }
    await engine.client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' })
  })

  it('takes people, shows them as they are, and takes what changed', async () => {
    await sendThreeTimes({ audiences: [{ kind: 'list', name: 'Newsletter' }] }, 'Shop')
  })

  it('lists all that it holds', async () => {
    const counts = await countListed('Shop')
    expect(counts).toMatchObject({ lists: practice.klaviyo.state.lists.size })
    for (const [type, count] of Object.entries(counts)) expect(count, type).toBeGreaterThan(0)
  })
})
