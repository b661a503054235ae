import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import type { CrashOrder } from '../../support/crashingHost.ts'
import { planOf, startTestEngine, testSpeed } from '../../support/testEngine.ts'

const host = fileURLToPath(new URL('../../support/crashingHost.ts', import.meta.url))
const people = 12
const csv = [
  'Email,First name,City',
  ...Array.from({ length: people }, (_, i) => `c${i}@example.org,C${i},Oslo`),
].join('\n')
const audiences = [
  { kind: 'tag', name: 'Never used' },
  { kind: 'form', name: 'Weekly letter' },
  { kind: 'sequence', name: 'Baking course' },
] as const

let practice: RunningPractice
let folder: string
beforeEach(async () => {
  practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-crash-'))
})
afterEach(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

type Crash = Pick<CrashOrder, 'at' | 'nth'>

/** Plans in this process, then runs the plan in another one, which is killed. */
async function crash({ at, nth }: Crash, onCommit?: (kill: () => void) => void): Promise<void> {
  const first = await startTestEngine({ practice, folder })
  const plan = await planOf(first, csv, { audiences })
  const [connection] = await first.client.connections.list({})
  await first.close()
  const order: CrashOrder = {
    folder,
    address: practice.address,
    secret: { form: 'api-key', values: { apiKey: practice.kit.keys[0] ?? '' } },
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
  const engine = await startTestEngine({ practice, folder })
  try {
    const [run] = await engine.client.runs.list({})
    expect(run).toMatchObject({ status: 'running', interrupted: true })
    return await engine.client.runs.resume({})
  } finally {
    await engine.close()
  }
}

/** The account is as the file says, and the service counted no harmful second request. */
function expectAllRightOnce(): void {
  const { state, tally } = practice.kit
  for (let i = 0; i < people; i += 1) {
    const person = state.subscribers.byEmail(`c${i}@example.org`)
    if (!person) throw new Error(`c${i} was lost`)
    expect(person).toMatchObject({ firstName: `C${i}`, state: 'active' })
    expect([...person.values.values()]).toEqual(['Oslo'])
    expect(tally.of(person.id)).toMatchObject({
      created: 1,
      changed: 0,
      tagAdds: 1,
      formAdds: 1,
      sequenceAdds: 1,
      sequenceRepeats: 0,
      formRepeats: 0,
    })
  }
}

describe('kill -9 in the middle of a run', () => {
  it.each<Crash>([
    { at: 'before-begin', nth: 1 },
    { at: 'before-begin', nth: 6 },
    { at: 'after-begin', nth: 1 },
    { at: 'after-begin', nth: 9 },
    { at: 'after-begin', nth: 30 },
    { at: 'before-settle', nth: 1 },
    { at: 'before-settle', nth: 10 },
    { at: 'before-settle', nth: 35 },
  ])('$at, time $nth: resumes, the account is right and nobody was mailed twice', async (moment) => {
    await crash(moment)
    const receipt = await resume()
    expect(receipt).toMatchObject({ status: 'finished', addsUp: true, rows: people })
    expect(receipt.outcomes.written).toBe(people)
    expectAllRightOnce()
  })

  it.each([1, 2, 3, 4, 17, 40])(
    'after the service committed write %i and before it answered',
    async (nth) => {
      await crash({ at: 'never', nth: 0 }, (kill) => {
        let count = 0
        practice.kit.onCommit(async () => {
          if (++count !== nth) return
          kill()
          await new Promise((resolve) => setTimeout(resolve, 50))
        })
      })
      const receipt = await resume()
      expect(receipt.outcomes.written).toBe(people)
      expectAllRightOnce()
    },
  )

  it('is not fooled by lists that do not show yet what the last request did', async () => {
    await practice.close()
    practice = await startPractice({ speed: 60, lagMs: 30_000 })
    await crash({ at: 'before-settle', nth: 15 })
    expect((await resume()).outcomes.written).toBe(people)
    expectAllRightOnce()
  })

  it('survives a second crash while it resumes', async () => {
    await crash({ at: 'before-settle', nth: 10 })
    const engine = await startTestEngine({ practice, folder })
    practice.kit.faults.add({ kind: 'drop-after-commit', skip: 2, times: 3 })
    expect((await engine.client.runs.resume({})).outcomes.written).toBe(people)
    await engine.close()
    expectAllRightOnce()
  })
})
