import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-query-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  await terminal(['connect', 'kit', '--name', 'Bakery'])
  writeFileSync(join(folder, 'fair.csv'), 'Email,Stand\nann@fair.example,12\nben@fair.example,7\n')
  const sent = await terminal(['run', join(folder, 'fair.csv'), '--yes', '--secret-stdin'])
  expect(sent.exitCode).toBe(0)
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('listferry query', () => {
  const sql = `SELECT p.email, f.stand FROM people p JOIN fair f ON f.email = p.email ORDER BY 1`

  it('shows a result as a table, as JSON and as a file', async () => {
    const shown = await terminal(['query', sql])
    expect(shown.stdout).toMatch(/email +stand\nann@fair.example +12\nben@fair.example +7\n/)
    const json = await terminal(['query', sql, '--json'])
    expect(JSON.parse(json.stdout)).toMatchObject({
      columns: [{ name: 'email' }, { name: 'stand' }],
      rows: [
        ['ann@fair.example', '12'],
        ['ben@fair.example', '7'],
      ],
      cut: false,
    })
    await terminal(['query', sql, '--out', join(folder, 'out.jsonl')])
    expect(readFileSync(join(folder, 'out.jsonl'), 'utf8')).toBe(
      '{"email":"ann@fair.example","stand":"12"}\n{"email":"ben@fair.example","stand":"7"}\n',
    )
  })

  it('lists its tables, and joins a file that is named beside it', async () => {
    writeFileSync(join(folder, 'guests.csv'), 'Email\nben@fair.example\n')
    const tables = await terminal(['query', '--tables', '--file', join(folder, 'guests.csv')])
    expect(tables.stdout).toContain('people_of_bakery')
    expect(tables.stdout).toContain('guests')
    const joined = await terminal(['query', 'SELECT stand FROM guests JOIN fair USING (email)'])
    expect(joined.stdout).toContain('7')
  })

  it('reads a table that does not come with people, and says so where it was never read', async () => {
    const early = await terminal(['query', 'SELECT name FROM segments_of_bakery'])
    expect([early.exitCode, early.stderr]).toEqual([
      exitCodes.invalidInput,
      expect.stringContaining('listferry query --read segments_of_bakery'),
    ])
    const sql = 'SELECT count(*) AS n FROM segments_of_bakery'
    const read = await terminal(['query', sql, '--read', 'segments_of_bakery', '--secret-stdin'])
    expect([read.exitCode, read.stderr]).toEqual([0, expect.stringContaining('segments_of_bakery:')])
    const unknown = await terminal(['query', '--read', 'people', '--secret-stdin'])
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      exitCodes.notFound,
      expect.stringContaining('broadcasts_of_bakery'),
    ])
  })

  it('ends one that never ends, and says what is wrong with one', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n'
    const late = await terminal(['query', endless, '--time-limit', '1'])
    expect(late.stderr).toContain('was stopped')
    const wrong = await terminal(['query', 'SELECT * FROM peple'])
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      exitCodes.invalidInput,
      expect.stringContaining('“peple” (line 1, column 15)'),
    ])
  })
})

describe('listferry find', () => {
  it('tells everything of one person with their history, and says where nobody is found', async () => {
    const found = await terminal(['find', 'Ann@Fair.example'])
    expect(found.stdout).toContain('ann@fair.example · Bakery')
    expect(found.stdout).toMatch(/run 1, row 1 +written +fair.csv/)
    const nobody = await terminal(['find', 'nobody at all'])
    expect([nobody.exitCode, nobody.stderr]).toEqual([
      exitCodes.notFound,
      expect.stringContaining('Nobody is found'),
    ])
  })
})

describe('listferry read', () => {
  it('reads everyone, before which a query, a search and an export say that not everyone is known', async () => {
    const { size } = practice.kit.state.subscribers
    const sql = 'SELECT count(*) AS n FROM people_of_bakery'
    const before = await terminal(['query', sql])
    expect(before.stderr).toContain('Not everyone of “Bakery” was read yet: only people of earlier files')
    const other = await terminal(['query', 'SELECT count(*) FROM runs'])
    expect(other.stderr).not.toContain('read yet')
    const file = join(folder, 'people.csv')
    const early = await terminal(['export', 'people', '--to', 'Bakery', '--out', file])
    expect([early.exitCode, early.stderr]).toEqual([
      0,
      expect.stringContaining(
        '“Bakery” was never read, so that only people of earlier files are known. Read',
      ),
    ])

    const read = await terminal(['read', '--secret-stdin'])
    expect([read.exitCode, read.stdout]).toEqual([0, expect.stringContaining(`${size} people, `)])
    const after = await terminal(['query', sql])
    expect(after.stdout).toContain(String(size))
    expect(after.stderr).not.toContain('read yet')
    const late = await terminal(['export', 'people', '--to', 'bakery', '--out', file, '--force'])
    expect(late.stderr).toMatch(/“Bakery” as it was read on \d{4}-.*: listferry read --to Bakery/)
    expect(readFileSync(file, 'utf8').trimEnd().split('\r\n')).toHaveLength(size + 1)
  })
})
