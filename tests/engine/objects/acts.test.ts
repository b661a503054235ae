import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectOp, ObjectTypeId } from '../../../shared/objectTypes.ts'
import { startTestEngine, type TestEngine } from '../../support/testEngine.ts'
import { until } from '../../support/until.ts'
import { planObjects } from './objectHarness.ts'

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
const plan = (type: ObjectTypeId, op: ObjectOp, row: Record<string, string>) =>
  engine.client.objects.plan({ connection: 'Bakery', type, op, rows: [row] })

describe('an act is shown before it is done', () => {
  it('as the request that would leave, for a webhook that is made and one that is deleted', async () => {
    const made = await plan('webhooks', 'insert', {
      target_url: 'https://hooks.example.com/1',
      event: 'subscriber.tag_add',
      tag_id: '7',
    })
    expect(made).toMatchObject({
      plan: { counts: { create: 1 }, guard: null },
      requests: [
        { method: 'POST', path: '/v4/webhooks', fields: ['target_url', 'event', 'tag_id'], times: 1 },
      ],
    })
    expect(writes()).toEqual([])
    await engine.client.runs.start({ plan: made.plan.id })
    const [id = 0] = [...state().webhooks.keys()]
    engine.practice.kit.requests.clear()
    const gone = await plan('webhooks', 'delete', { id: String(id) })
    expect(gone).toMatchObject({
      plan: {
        guard: {
          count: 1,
          words: ['Kit no longer calls https://hooks.example.com/1 for subscriber.tag_add.'],
        },
      },
      requests: [{ method: 'DELETE', path: `/v4/webhooks/${id}`, times: 1 }],
    })
    expect(writes()).toEqual([])
    await expect(engine.client.runs.start({ plan: gone.plan.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('with what is lost by it, for somebody who is unsubscribed', async () => {
    const [person] = [...state().subscribers.all()].filter((one) => one.state === 'active')
    const seen = await plan('subscribers', 'unsubscribe', { email: person?.emailAddress ?? '' })
    expect(seen.requests).toEqual([
      { method: 'POST', path: `/v4/subscribers/${person?.id}/unsubscribe`, fields: [], times: 1 },
    ])
    expect(seen.plan.guard?.words.join(' ')).toMatch(/unsubscribe|mail/)
    expect(state().subscribers.get(person?.id ?? 0)?.state).toBe('active')
    expect(writes()).toEqual([])
    await engine.client.runs.start({ plan: seen.plan.id, confirm: 1 })
    expect(state().subscribers.get(person?.id ?? 0)?.state).toBe('cancelled')
    const again = await plan('subscribers', 'unsubscribe', { email: person?.emailAddress ?? '' })
    expect(again).toMatchObject({ requests: [], rows: [{ kind: 'unchanged' }] })
  })

  it('and a row that can’t be used is refused in words', async () => {
    await expect(
      plan('webhooks', 'insert', { target_url: 'https://x.example/1', event: 'subscriber.form_subscribe' }),
    ).rejects.toThrow(/needs the id of a form/)
  })
})

describe('secrets of endpoints that a file makes', () => {
  it('are given out once, each with its endpoint, also when nobody waited for the run', async () => {
    const csv =
      'url,events\nhttps://hooks.example.com/1,tag.created\nhttps://hooks.example.com/2,tag.deleted\n'
    const { id } = await planObjects(engine, csv, { type: 'webhookEndpoints', op: 'insert' })
    const { id: run } = await engine.client.runs.begin({ plan: id })
    await until(() => engine.pushes.some(({ name }) => name === 'run.ended'))
    const kept = [...state().webhookEndpoints.values()].map((one) => ({
      id: String(one.id),
      name: one.url,
      secret: one.secret,
    }))
    expect(kept).toHaveLength(2)
    expect(await engine.client.objects.secrets({ run })).toEqual(kept)
    expect(await engine.client.objects.secrets({ run })).toEqual([])
    await expect(engine.client.objects.secrets({ run: 999 })).rejects.toMatchObject({ code: 'not-found' })
  })
})
