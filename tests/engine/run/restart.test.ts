import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMemoryVault, type Vault } from '../../../electron/engine/store/vault.ts'
import { createPracticeKit, type PracticeKit } from '../../../electron/practice/kit/createPracticeKit.ts'
import { startPractice, type RunningPractice } from '../../../electron/practice/startPractice.ts'
import { address, refusals, simulatedWire, withTimePassing } from '../../bench/simulatedAccounts.ts'
import { createManualClock, type ManualClock } from '../../support/manualClock.ts'
import { planOf, startTestEngine } from '../../support/testEngine.ts'

/** Kit at its real limit, 120 requests a minute, on a clock that only the test moves. */
let clock: ManualClock
let kit: PracticeKit
let wire: ReturnType<typeof simulatedWire>
let folder: string
let practice: RunningPractice
const kept = createMemoryVault()
beforeEach(async () => {
  clock = createManualClock()
  kit = createPracticeKit({ clock, speed: 1, lagMs: 0 })
  wire = simulatedWire(clock, (request) => kit.app.fetch(request))
  folder = mkdtempSync(join(tmpdir(), 'listferry-restart-'))
  practice = await startPractice()
})
afterEach(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const passing = <T>(work: Promise<T>) => withTimePassing(clock, wire, work)
const program = (vault: Vault = kept) => {
  const env = { LISTFERRY_KIT_URL: address }
  return startTestEngine({
    practice,
    folder,
    clock,
    connect: false,
    ports: { env, vault, fetch: wire.fetch },
  })
}
const csv = ['Email', ...Array.from({ length: 300 }, (_, n) => `p${n}@example.org`)].join('\n')

it('the next program knows what the one before used of the limit', async () => {
  const first = await program()
  const values = { apiKey: kit.keys[0] ?? '' }
  await passing(first.client.connections.add({ service: 'kit', form: 'api-key', values, name: 'Bakery' }))
  const plan = await passing(planOf(first, csv))
  await passing(first.client.runs.begin({ plan: plan.id }))
  await passing(untilAsked(115))
  await passing(first.close())
  const used = wire.requests.length
  expect(used).toBeLessThanOrEqual(120)

  const next = await program()
  try {
    const receipt = await passing(next.client.runs.resume({}))
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: 300 } })
    expect(refusals(wire.requests)).toBe(0)
    const perMinute = wire.requests.map(
      ({ at }) => wire.requests.filter((one) => one.at > at - 60_000 && one.at <= at).length,
    )
    expect(Math.max(...perMinute)).toBeGreaterThan(110)
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(120)
  } finally {
    await passing(next.close())
  }
})

it('a key that is given again is tried out within what the limit has left', async () => {
  const values = { apiKey: kit.keys[0] ?? '' }
  const first = await program(createMemoryVault())
  await passing(first.client.connections.add({ service: 'kit', form: 'api-key', values, name: 'Bakery' }))
  const plan = await passing(planOf(first, csv))
  await passing(first.client.runs.begin({ plan: plan.id }))
  await passing(untilAsked(120))
  await passing(first.close())

  const next = await program(createMemoryVault())
  try {
    const [bakery] = await passing(next.client.connections.list({}))
    const connection = bakery?.id ?? ''
    await passing(next.client.connections.unlock({ connection, values }))
    expect(refusals(wire.requests)).toBe(0)
  } finally {
    await passing(next.close())
  }
})

async function untilAsked(requests: number): Promise<void> {
  while (wire.requests.length < requests) await clock.sleep(50)
}
