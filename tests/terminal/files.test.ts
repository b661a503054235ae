import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { previewFile } from '../../electron/engine/source/previewFile.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { listferry } from '../support/terminal.ts'
import { zipFile } from '../support/zipFile.ts'
import { textRow, workbookFile } from '../support/workbookFile.ts'

let practice: RunningPractice
let folder: string
const path = (name: string) => join(folder, name)
const terminal = (args: readonly string[]) =>
  listferry(args, {
    stdin: practice.kit.keys[0] ?? '',
    cwd: folder,
    env: { LISTFERRY_HOME: path('home'), LISTFERRY_KIT_URL: practice.address },
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-files-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  expect((await terminal(['connect', 'kit', '--name', 'Bakery'])).exitCode).toBe(0)
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

it('several files and a sheet of a workbook are planned, and what did not get through is corrected in a spreadsheet', async () => {
  writeFileSync(path('june.csv'), 'Email,Name\nada@example.org,Ada\n')
  writeFileSync(
    path('july.csv'),
    'Name;Email;City\nBea;bea@example.org;Oslo\n'.replaceAll(';City', '').replace(';Oslo', ''),
  )
  const people =
    textRow(1, ['Email', 'Name']) + textRow(2, ['carl@example.org', 'Carl']) + textRow(3, ['dora', 'Dora'])
  const sheets = [
    { name: 'Old', rows: textRow(1, ['Email']) + textRow(2, ['old@example.org']) },
    { name: 'New', rows: people },
  ]
  writeFileSync(path('people.xlsx'), workbookFile({ sheets }))

  const both = await terminal(['plan', 'june.csv', 'july.csv', '--secret-stdin'])
  expect(both.stdout).toContain('june.csv and 1 more file: 2 rows, 2 columns')
  expect(both.stdout).toContain('  july.csv: 1 row')
  expect(both.exitCode).toBe(exitCodes.done)

  const sent = await terminal(['run', 'people.xlsx', '--sheet', 'New', '--yes', '--secret-stdin'])
  expect(sent.stderr).toContain('people.xlsx: 2 rows, 2 columns; sheet “New”, column names in record 1')
  const written = await terminal(['fix', '1'])
  expect(written.stdout).toContain('1 row to correct')
  expect(written.stdout).toContain('listferry fix 1 "to correct from run 1.xlsx"')
  const { columns, rows } = await previewFile(path('to correct from run 1.xlsx'), { headerRecord: 1 })
  const corrected = [
    columns.map(({ name }) => name),
    rows[0]?.map((cell) => (cell === 'dora' ? 'dora@example.org' : cell)) ?? [],
  ]
  writeFileSync(
    path('to correct from run 1.xlsx'),
    workbookFile({
      sheets: [{ name: 'Sheet1', rows: corrected.map((cells, n) => textRow(n + 1, cells)).join('') }],
    }),
  )
  const fixed = await terminal(['fix', '1', 'to correct from run 1.xlsx', '--yes', '--secret-stdin'])
  expect(fixed.stderr).toContain('1 cell in 1 row taken from it.')
  expect(fixed.exitCode).toBe(exitCodes.done)
  expect(practice.kit.state.subscribers.byEmail('dora@example.org')).toBeDefined()
})

it('of an export that keeps who left apart it is said how they are read too, and held back', async () => {
  const files = [
    {
      name: 'subscribed members.csv',
      content: 'Email Address,MEMBER_RATING,LEID,EUID\nada@example.org,4,1,a\n',
    },
    {
      name: 'unsubscribed.csv',
      content:
        'Email Address,MEMBER_RATING,UNSUB_TIME,LEID,EUID\nbea@example.org,2,2024-01-02 03:04:05,2,b\n',
    },
  ]
  writeFileSync(path('audience.zip'), zipFile(files))
  const plan = ['plan', 'audience.zip', '--secret-stdin']
  const alone = await terminal(plan)
  expect(alone.stderr).toContain(
    "To read who left too, so that they are held back: --only-file 'subscribed members.csv' --only-file unsubscribed.csv",
  )
  expect(alone.stdout).not.toContain('held back')
  const both = ['--only-file', 'subscribed members.csv', '--only-file', 'unsubscribed.csv']
  expect((await terminal([...plan, ...both])).stdout).toContain('bea@example.org  held back')
})

it('what of an archive is not read is said with the reason', async () => {
  const files = [
    { name: 'subscribed.csv', content: 'Email,Birthday\nada@example.org,13/04/1990\n' },
    { name: 'unsubscribed.csv', content: 'Email,Birthday\nbea@example.org,\n' },
    { name: 'prices.csv', content: 'Product,Price\nBun,2\n' },
  ]
  writeFileSync(path('export.zip'), zipFile(files))
  const plan = ['plan', 'export.zip', '--secret-stdin']
  const planned = await terminal(plan)
  expect(planned.stderr).toContain('2 files in it are not read:')
  expect(planned.stderr).toContain('export.zip › unsubscribed.csv: By its name, these people left.')
  expect(planned.stderr).toContain('export.zip › prices.csv: It has other columns')
  expect(planned.stdout).toContain('export.zip › subscribed.csv: 1 row')
  const named = await terminal([...plan, '--only-file', 'subscribed.csv'])
  expect(named.stderr).not.toContain('not read')
})
