import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import {
  planOf,
  startTestEngine,
  type SyncChoices,
  type TestEngine,
  testSpeed,
} from '../../support/testEngine.ts'

let practice: RunningPractice
let engine: TestEngine
let folder: string
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-undo-'))
  const env = { LISTFERRY_KLAVIYO_URL: practice.address }
  engine = await startTestEngine({ practice, folder, connect: false, ports: { env } })
  const values = { privateKey: practice.klaviyo.keys.all }
  await engine.client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' })
})
afterAll(async () => {
  await engine.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const people = 1500
const csv = (prefix: string, n: number, city: (i: number) => string) =>
  [
    'Email,First name,City',
    ...Array.from({ length: n }, (_, i) => `${prefix}${i}@example.org,K${i},${city(i)}`),
  ].join('\n')
const profile = (email: string) => {
  const found = practice.klaviyo.state.profiles.byEmail(email)
  if (!found) throw new Error(`nobody has ${email}`)
  return found
}
const cityOf = (email: string) => profile(email).location.city ?? null
const isOn = (email: string, name: string) => {
  const list = [...practice.klaviyo.state.lists.values()].find((one) => one.name === name)
  return list?.members.has(profile(email).id) === true
}
const confirmed = ({ id, guard }: PlanSummary) => ({ plan: id, ...(guard && { confirm: guard.count }) })
const run = async (text: string, choices: SyncChoices = {}) =>
  engine.client.runs.start(confirmed(await planOf(engine, text, choices, 'people.csv', 'Shop')))

it('takes a list at Klaviyo back whose wrong column was sent (S7)', async () => {
  await run(csv('k', people, (i) => `City ${i % 50}`))
  const list: SyncChoices = { audiences: [{ kind: 'list', name: 'Newsletter' }] }
  const planned = await planOf(
    engine,
    csv('k', people, (i) => `K${i}`),
    list,
    'people.csv',
    'Shop',
  )
  const wrong = await engine.client.runs.start(confirmed(planned))
  expect(wrong.outcomes.written).toBe(people)
  for (const i of [7, 1199]) {
    const one = profile(`k${i}@example.org`)
    practice.klaviyo.state.profiles.save({ ...one, location: { ...one.location, city: 'Bergen' } })
  }
  const plan = await engine.client.plans.undo({ run: wrong.id })
  expect(plan.undo?.editedSince).toBe(2)
  // An import puts people on lists by the way; taking them off is a request for each thousand.
  expect(plan.requests).toBeLessThanOrEqual(planned.requests + Math.ceil(people / 1000) + 1)
  const receipt = await engine.client.runs.start(confirmed(plan))
  expect(receipt.outcomes.written).toBe(people)
  for (let i = 0; i < people; i += 1) {
    expect(cityOf(`k${i}@example.org`)).toBe(i === 7 || i === 1199 ? 'Bergen' : `City ${i % 50}`)
    expect(isOn(`k${i}@example.org`, 'Newsletter')).toBe(false)
  }
  const rows = await engine.client.plans.rows({
    plan: plan.id,
    kind: null,
    warned: true,
    offset: 0,
    limit: 9,
  })
  expect(rows.map(({ email }) => email)).toEqual(['k7@example.org', 'k1199@example.org'])
}, 180_000)

it('leaves consent as it was recorded, takes people off the list all the same, and says so before', async () => {
  const list = (await engine.client.connections.describe({ connection: 'Shop' })).audiences.find(
    ({ name, optIn }) => name === 'Newsletter' || optIn === 'single',
  )
  if (!list) throw new Error('no list')
  const made = await run(
    csv('c', 3, () => 'Oslo'),
    {
      consent: {
        channels: ['email'],
        audience: { kind: 'list', id: list.id },
        since: { date: '2026-01-02T00:00:00Z' },
        source: 'Booth',
      },
    },
  )
  expect(made.consent?.subscribed).toBe(3)
  const plan = await engine.client.plans.undo({ run: made.id })
  expect(plan.undo?.stays.join(' ')).toMatch(/3 people stay subscribed/)
  expect(plan.changes.leaves).toBe(3)
  await engine.client.runs.start(confirmed(plan))
  expect(isOn('c1@example.org', list.name)).toBe(false)
  expect(profile('c1@example.org').texts.first_name ?? null).toBe(null)
}, 60_000)
