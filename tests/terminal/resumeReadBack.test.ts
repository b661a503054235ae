import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import type { Receipt, RunView } from '../../shared/contract/runs.ts'
import { listferry, startListferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
let key: string
let env: Record<string, string>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-resume-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  key = practice.kit.keys[0] ?? ''
  env = { LISTFERRY_HOME: join(folder, 'home'), LISTFERRY_KIT_URL: practice.address }
  await listferry(['connect', 'kit', '--name', 'Bakery'], { stdin: key, env })
})
afterEach(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = (...args: string[]) => startListferry([...args, '--secret-stdin'], { stdin: key, env })
const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(20)
}
const inDatabase = <T>(work: (db: DatabaseSync) => T) => {
  const db = new DatabaseSync(join(folder, 'home', 'listferry.sqlite'))
  try {
    return work(db)
  } finally {
    db.close()
  }
}
const statusOfRun = () => inDatabase((db) => db.prepare('SELECT status, verify FROM run').get())
/** Kit's lists can be trusted a minute after the last request. */
const afterAMinute = () => inDatabase((db) => db.exec('UPDATE request SET sending_at = sending_at - 120000'))
const kill = async ({ child }: ReturnType<typeof start>) => {
  child.kill('SIGKILL')
  await once(child, 'close')
}
const writes = () => practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length
const people = (count: number) => {
  const path = join(folder, 'people.csv')
  const rows = Array.from({ length: count }, (_, row) => `back${row}@example.org,B${row}\n`)
  writeFileSync(path, `Email,First name\n${rows.join('')}`)
  return path
}

describe('a program that is killed while it reads back what it wrote', () => {
  it('has that finished by resume, whether it waited or was reading, and nothing is sent again', async () => {
    const first = start('run', people(3), '--yes', '--verify')
    await until(() => writes() >= 3 && statusOfRun()?.status === 'finished')
    await kill(first)
    expect(statusOfRun()).toMatchObject({ verify: 'asked' })
    const receipt = await listferry(['receipt', '1'], { env })
    expect(receipt.stdout).toMatch(/Read back what it wrote: listferry resume 1/)

    afterAMinute()
    practice.kit.requests.clear()
    practice.kit.faults.add({ kind: 'slow', ms: 5000, method: 'GET', path: '/v4/subscribers' })
    const second = start('resume')
    await until(() => practice.kit.requests.entries.some(({ path }) => path.startsWith('/v4/subscribers')))
    await kill(second)
    expect(statusOfRun()).toMatchObject({ verify: 'asked' })

    practice.kit.faults.clear()
    const third = await start('resume').finished
    expect(third.stderr).toMatch(
      /Run 1 is over, but was not read back to its end\. Reading back: people\.csv → Kit · Bakery \(practice account\)/,
    )
    expect(third.stdout).toMatch(/Read back: 3 confirmed\./)
    expect(third.stdout).not.toMatch(/listferry resume/)
    expect(third.exitCode).toBe(exitCodes.done)
    expect(writes()).toBe(0)
    expect((await start('resume').finished).exitCode).toBe(exitCodes.notFound)
  }, 120_000)

  it('before that, in the middle of the run, has both finished by resume', async () => {
    practice.kit.faults.add({ kind: 'slow', ms: 300, method: 'POST' })
    const first = start('run', people(8), '--yes', '--verify')
    await until(() => writes() >= 2)
    await kill(first)
    practice.kit.faults.clear()
    const runs = JSON.parse((await listferry(['runs', '--json'], { env })).stdout) as RunView[]
    expect(runs).toMatchObject([{ interrupted: true, toReadBack: false }])
    const second = start('resume', '--json')
    await until(() => statusOfRun()?.status === 'finished')
    await kill(second)
    afterAMinute()
    const third = await start('resume', '1', '--json').finished
    const receipt = JSON.parse(third.stdout) as Receipt
    expect(receipt).toMatchObject({ status: 'finished', outcomes: { written: 8 }, toReadBack: false })
    expect(receipt.readBack).toMatchObject({ verify: 'done', counts: { confirmed: 8, unread: 0 } })
  }, 120_000)
})
