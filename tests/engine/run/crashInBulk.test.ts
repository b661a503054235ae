import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryVault, type Vault } from '../../../electron/engine/store/vault.ts'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import type { CrashOrder } from '../../support/crashingHost.ts'
import { signedIn } from '../../support/signedIn.ts'
import { markSignedIn } from '../../support/signedInKit.ts'
import { planOf, startTestEngine, type SyncChoices, testSpeed } from '../../support/testEngine.ts'

const host = fileURLToPath(new URL('../../support/crashingHost.ts', import.meta.url))
/** Two batches, the second of which is not full. */
const people = 130
const csv = [
  'Email,First name,City',
  ...Array.from({ length: people }, (_, i) => `c${i}@example.org,C${i},Oslo`),
].join('\n')
const choices: SyncChoices = {
  audiences: [
    { kind: 'form', name: 'Weekly letter' },
    { kind: 'tag', name: 'VIP' },
  ],
  confirmation: true,
}
/** The writes of the first batch are people, values, taggings, form additions. */
const moments = [
  { at: 'before-settle', nth: 1 },
  { at: 'after-begin', nth: 3 },
  { at: 'after-begin', nth: 4 },
  { at: 'before-settle', nth: 4 },
  ...[1, 2, 3, 4].map((nth) => ({ at: 'after-commit', nth }) as const),
] as const

let practice: RunningPractice
let folder: string
let vault: Vault
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-crash-'))
  vault = createMemoryVault()
})
afterEach(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Plans in this process, then runs the plan in another one, which is killed. */
async function crash(at: CrashOrder['at'], nth: number, onCommit?: (kill: () => void) => void) {
  const first = await startTestEngine({ practice, folder, ports: { vault } })
  markSignedIn(folder)
  const secret = signedIn(practice.kit, Date.now(), testSpeed)
  const [connection] = await first.client.connections.list({})
  await vault.set(connection?.id ?? '', secret)
  const plan = await planOf(first, csv, choices)
  await first.close()
  practice.kit.requests.clear()
  const order: CrashOrder = {
    folder,
    address: practice.address,
    secret,
    connection: connection?.id ?? '',
    plan: plan.id,
    at,
    nth,
  }
  const child = spawn(process.execPath, [host, JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onCommit?.(() => child.kill('SIGKILL'))
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}

async function resume() {
  const engine = await startTestEngine({ practice, folder, connect: false, ports: { vault } })
  try {
    const [run] = await engine.client.runs.list({})
    expect(run).toMatchObject({ status: 'running', interrupted: true })
    return await engine.client.runs.resume({})
  } finally {
    await engine.close()
  }
}

const person = (i: number) => practice.kit.state.subscribers.byEmail(`c${i}@example.org`)

/** Everybody waits for their own confirmation, and was asked for it once. */
function expectAllAskedOnce(): void {
  for (let i = 0; i < people; i += 1) {
    const one = person(i)
    if (!one) throw new Error(`c${i} was lost`)
    expect(one).toMatchObject({ firstName: `C${i}`, state: 'inactive' })
    expect([...one.values.values()]).toEqual(['Oslo'])
    expect(practice.kit.tally.of(one.id)).toMatchObject({
      created: 1,
      tagAdds: 1,
      formAdds: 1,
      formRepeats: 0,
    })
  }
}

describe('kill -9 in the middle of a bulk run in which people are asked to confirm', () => {
  it.each(moments)(
    '$at of write $nth: all wait for their confirmation, and nobody was asked twice',
    async ({ at, nth }) => {
      if (at !== 'after-commit') await crash(at, nth)
      else
        await crash('never', 0, (kill) => {
          let count = 0
          practice.kit.onCommit(async () => {
            if (++count !== nth) return
            kill()
            await new Promise((resolve) => setTimeout(resolve, 50))
          })
        })
      const receipt = await resume()
      expect(receipt).toMatchObject({
        status: 'finished',
        addsUp: true,
        rows: people,
        outcomes: { accepted: people, written: 0 },
        confirmation: { waiting: people, confirmed: 0, left: 0 },
      })
      expectAllAskedOnce()
    },
  )
})

describe('people whom a killed run had made', () => {
  const single = () =>
    practice.kit.requests.entries
      .map(({ method, path }) => `${method} ${path}`)
      .filter((request) => /^(POST|PUT) \/v4\/(subscribers|tags|forms)/.test(request))

  it('go on in hundreds, by their ids', async () => {
    await crash('after-begin', 3)
    await resume()
    expect(single()).toEqual([])
  })

  it('are put nowhere where they left since, although the lists do not show it yet', async () => {
    await practice.close()
    practice = await startPractice({ speed: 60, lagMs: 30_000 })
    await crash('after-begin', 3)
    const left = person(7)
    if (left) practice.kit.state.subscribers.save({ ...left, state: 'cancelled' })
    const receipt = await resume()
    expect(person(7)?.state).toBe('cancelled')
    expect(practice.kit.tally.of(left?.id ?? 0)).toMatchObject({ created: 1, tagAdds: 0, formAdds: 0 })
    expect(receipt).toMatchObject({ addsUp: true, outcomes: { accepted: people - 1 } })
  })
})
