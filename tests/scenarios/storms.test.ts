import { afterAll, beforeAll, expect, it } from 'vitest'
import { listFile } from '../support/listFile.ts'
import { allOnce, connectShop, doneTo, emails, planForFiveLists, startAtKlaviyo } from './fiveLists.ts'
import { planSource, startTestEngine, type TestEngine } from '../support/testEngine.ts'

const rows = 120
const list = listFile({ seed: 9, rows })

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.close())

it('S9 at Kit: storms of 429 and 503 are waited out, and a dead key stops the run, saying what to do; nobody is sent twice', async () => {
  const { client, practice } = engine
  const { faults, state, tally } = practice.kit
  const { id: source } = await client.sources.stage({
    file: engine.file('people.csv', list.bytes),
    overrides: {},
  })
  const plan = await planSource(engine, source)
  faults.add({ kind: 'too-many-requests', method: 'POST', skip: 10, times: 3 })
  faults.add({ kind: 'unavailable', method: 'POST', skip: 30, times: 3 })
  faults.add({ kind: 'key-revoked', method: 'POST', skip: 60 })
  const stopped = await client.runs.start({ plan: plan.id, goesOn: true })
  expect(stopped).toMatchObject({ status: 'stopped', stoppedCode: 'unauthorized', addsUp: true })
  expect(stopped.stoppedBecause).toMatch(/Kit/)
  expect(stopped.outcomes.written).toBeGreaterThan(0)
  expect(stopped.outcomes['not-sent']).toBeGreaterThan(0)

  faults.clear()
  const receipt = await client.runs.resume({ run: stopped.id })
  expect(receipt).toMatchObject({ status: 'finished', addsUp: true })
  expect(receipt.outcomes.written).toBe(plan.counts.create)
  for (const { email } of list.people) {
    const person = state.subscribers.byEmail(email ?? '')
    expect(tally.of(person?.id ?? 0)).toMatchObject({ created: 1 })
  }
}, 60_000)

it('S9 at Klaviyo: storms of 429 and 503 are waited out, and a dead key stops the run, saying what to do; nobody is sent twice', async () => {
  const shop = await startAtKlaviyo(engine.practice)
  try {
    await connectShop(shop)
    const plan = await planForFiveLists(shop)
    const { faults } = shop.practice.klaviyo
    faults.add({ kind: 'too-many-requests', method: 'POST', skip: 1, times: 3 })
    faults.add({ kind: 'unavailable', method: 'POST', skip: 2, times: 3 })
    faults.add({ kind: 'unavailable', method: 'GET', skip: 6, times: 2 })
    faults.add({ kind: 'key-revoked', method: 'POST', skip: 3 })
    const stopped = await shop.client.runs.start({ plan: plan.id, goesOn: true })
    expect(stopped).toMatchObject({ status: 'stopped', stoppedCode: 'unauthorized', addsUp: true })
    expect(stopped.stoppedBecause).toMatch(/Klaviyo/)
    expect(stopped.outcomes['not-sent']).toBeGreaterThan(0)
    faults.clear()
    const receipt = await shop.client.runs.resume({ run: stopped.id })
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true, outcomes: { written: emails.length } })
    expect(doneTo(shop.practice)).toEqual(allOnce)
  } finally {
    await shop.close()
  }
}, 60_000)
