import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import type { CrashOrder } from '../support/crashingHost.ts'
import { listFile } from '../support/listFile.ts'
import { allOnce, connectShop, doneTo, emails, planForFiveLists, startAtKlaviyo } from './fiveLists.ts'
import { planSource, startTestEngine, testSpeed } from '../support/testEngine.ts'

const host = fileURLToPath(new URL('../support/crashingHost.ts', import.meta.url))
const rows = 50
const list = listFile({ seed: 8, rows })

let practice: RunningPractice
let folder: string
beforeAll(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-killed-'))
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The signal that ended a program with this order. */
async function endOf(order: CrashOrder): Promise<string | null> {
  const child = spawn(process.execPath, [host, JSON.stringify(order)], { stdio: 'ignore' })
  return ((await once(child, 'exit')) as [number | null, string | null])[1]
}

it('S8 at Kit: killed at 40 percent, the run goes on where it was, and nobody is sent twice', async () => {
  const first = await startTestEngine({ practice, folder })
  const file = first.file('people.csv', list.bytes)
  const { id: source } = await first.client.sources.stage({ file, overrides: {} })
  const plan = await planSource(first, source)
  const [connection] = await first.client.connections.list({})
  await first.close()
  const order: CrashOrder = {
    folder,
    address: practice.address,
    secret: { form: 'api-key', values: { apiKey: practice.kit.keys[0] ?? '' } },
    connection: connection?.id ?? '',
    plan: plan.id,
    at: 'before-settle',
    nth: rows * 0.4,
  }
  expect(await endOf(order)).toBe('SIGKILL')

  const next = await startTestEngine({ practice, folder })
  try {
    const receipt = await next.client.runs.resume({})
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true })
    expect(receipt.outcomes.written).toBe(rows)
  } finally {
    await next.close()
  }
  const { state, tally } = practice.kit
  for (const { email } of list.people) {
    const person = state.subscribers.byEmail(email ?? '')
    expect(tally.of(person?.id ?? 0)).toMatchObject({ created: 1, changed: 0 })
  }
}, 60_000)

it('S8 at Klaviyo: killed as the second of five imports was answered, the run goes on where it was, and nobody is sent twice', async () => {
  const home = mkdtempSync(join(tmpdir(), 'listferry-killed-'))
  try {
    const first = await startAtKlaviyo(practice, { folder: home })
    await connectShop(first)
    const [shop] = await first.client.connections.list({})
    const plan = await planForFiveLists(first)
    await first.close()
    const secret = { form: 'private-key', values: { privateKey: practice.klaviyo.keys.all } }
    const { address } = practice
    const order = {
      folder: home,
      address,
      secret,
      connection: shop?.id ?? '',
      plan: plan.id,
      at: 'before-settle',
      nth: 2,
    } as const
    expect(await endOf(order)).toBe('SIGKILL')
    const next = await startAtKlaviyo(practice, { folder: home })
    await connectShop(next)
    const receipt = await next.client.runs.resume({})
    await next.close()
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true, outcomes: { written: emails.length } })
    expect(doneTo(practice)).toEqual(allOnce)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}, 60_000)
