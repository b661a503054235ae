import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { listferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
const terminal = (args: readonly string[]) =>
  listferry(args, {
    stdin: practice.kit.keys[0] ?? '',
    env: { LISTFERRY_HOME: join(folder, 'home'), LISTFERRY_KIT_URL: practice.address },
  })
const json = async <T>(args: readonly string[]): Promise<T> =>
  JSON.parse((await terminal([...args, '--secret-stdin', '--json'])).stdout) as T
const send = (city: string) => {
  const path = join(folder, 'people.csv')
  const rows = [1, 2, 3].map((i) => `t${i}@example.org,T${i},${city}`)
  writeFileSync(path, ['Email,First name,City', ...rows].join('\n'))
  return json<Receipt>(['run', path, '--tag', 'Never used', '--yes'])
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-undo-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  expect((await terminal(['connect', 'kit', '--name', 'Bakery'])).exitCode).toBe(0)
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

it('takes a run back in the terminal: shown, asked for with its number, and done', async () => {
  const first = await send('Oslo')
  await send('Bergen')
  const shown = await terminal(['undo', '2', '--dry-run', '--secret-stdin'])
  expect(shown.stdout).toMatch(/Undo of run 2: people\.csv/)
  expect(shown.stdout).toMatch(/City: "Bergen" → "Oslo"/)
  expect(shown.stdout).toMatch(/Nothing was sent/)
  const ofField = await json<PlanSummary>([
    'undo',
    '2',
    '--field',
    'City',
    '--person',
    't2@example.org',
    '--dry-run',
  ])
  expect(ofField).toMatchObject({ source: { rows: 1 }, changes: { updates: 1 } })
  const done = await json<Receipt>(['undo', '2', '--yes'])
  expect(done).toMatchObject({ undoes: 2, outcomes: { written: 3 } })
  const created = await terminal(['undo', String(first.id), '--yes', '--secret-stdin'])
  expect(created.exitCode).not.toBe(exitCodes.done)
  expect(created.stderr).toMatch(/--confirm 3/)
  const back = await json<Receipt>(['undo', String(first.id), '--yes', '--confirm', '3'])
  expect(back.outcomes.written).toBe(3)
  const people = [1, 2, 3].map((i) => practice.kit.state.subscribers.byEmail(`t${i}@example.org`))
  expect(people.map((one) => one?.firstName ?? '')).toEqual(['', '', ''])
}, 120_000)

it('takes back a run that stopped, once it was ended for good', async () => {
  practice.kit.faults.add({ kind: 'key-revoked', method: 'PUT', path: '/v4/subscribers/*', skip: 1 })
  const stopped = await send('Trondheim')
  practice.kit.faults.clear()
  expect(stopped).toMatchObject({ status: 'stopped', outcomes: { written: 1 } })
  const id = String(stopped.id)
  const ended = await terminal(['cancel', id, '--yes'])
  expect(ended.stdout).toMatch(new RegExp(`Take it back: listferry undo ${id}`))
  expect((await json<Receipt>(['undo', id, '--yes', '--confirm', '1'])).outcomes.written).toBe(1)
}, 120_000)
