import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import type { RecipeView } from '../../shared/contract/recipes.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import { listferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-syncs-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  const connected = await terminal(['connect', 'kit', '--name', 'Bakery'])
  expect(connected.exitCode).toBe(0)
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const terminal = (args: readonly string[]) =>
  listferry(args, {
    stdin: practice.kit.keys[0] ?? '',
    env: { LISTFERRY_HOME: join(folder, 'home'), LISTFERRY_KIT_URL: practice.address },
  })
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const tagsOf = (email: string) =>
  practice.kit.state.memberships.tag
    .ofPerson(practice.kit.state.subscribers.byEmail(email)?.id ?? 0)
    .map(({ audienceId }) => practice.kit.state.tags.get(audienceId)?.name)

describe('saved syncs in the terminal', () => {
  it('are kept with a plan, listed, and run again on the next file', async () => {
    const first = write('first.csv', 'Email,City\nann@example.org,Oslo\n')
    const kept = await terminal(['plan', first, '--tag', 'VIP', '--save-as', 'Booth', '--secret-stdin'])
    expect(kept.stderr).toContain('Saved as “Booth”')
    const listed = await terminal(['syncs', '--json'])
    expect(JSON.parse(listed.stdout) as RecipeView[]).toMatchObject([
      { name: 'Booth', connection: { name: 'Bakery' }, lastFile: 'first.csv' },
    ])
    const next = write('next.csv', 'City,Email\nBergen,bob@example.org\n')
    const sent = await terminal(['sync', 'booth', next, '--yes', '--json', '--secret-stdin'])
    expect((JSON.parse(sent.stdout) as Receipt).outcomes.written).toBe(1)
    expect(sent.stderr).toContain('next.csv → Kit · Bakery')
    expect(tagsOf('bob@example.org')).toEqual(['VIP'])
  }, 60_000)

  it('are refused by a name that is not there, for another file, and without a yes', async () => {
    const missing = await terminal(['sync', 'Fair', '--yes', '--secret-stdin'])
    expect([missing.exitCode, missing.stderr]).toEqual([
      exitCodes.notFound,
      expect.stringMatching(/no saved sync “Fair”. Saved: “Booth”/),
    ])
    const other = write('other.csv', 'Email\nann@example.org\n')
    const wrong = await terminal(['sync', 'Booth', other, '--yes', '--secret-stdin'])
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      exitCodes.invalidInput,
      expect.stringMatching(/The file has no column “City”/),
    ])
    expect((await terminal(['sync', 'Booth'])).stderr).toContain('--yes')
  }, 60_000)
})
