import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import readExcel from 'read-excel-file/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import type { CheckView } from '../../shared/contract/check.ts'
import type { EditView } from '../../shared/contract/edits.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import { listferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
let file: string

const terminal = (...args: string[]) =>
  listferry([...args, '--secret-stdin'], {
    stdin: practice.kit.keys[0] ?? '',
    env: { LISTFERRY_HOME: join(folder, 'home'), LISTFERRY_KIT_URL: practice.address },
  })

beforeAll(async () => {
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  folder = mkdtempSync(join(tmpdir(), 'listferry-check-'))
  file = join(folder, 'people.csv')
  writeFileSync(file, 'Email,Name\nann@gmial.com,=Ann\nbob(at)example.org,Bob\nnobody,Nobody\n')
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

it('shows problems by kind, puts them right after saying what would change, and is planned and saved so', async () => {
  await listferry(['connect', 'kit', '--name', 'Bakery'], {
    stdin: practice.kit.keys[0] ?? '',
    env: { LISTFERRY_HOME: join(folder, 'home'), LISTFERRY_KIT_URL: practice.address },
  })
  const first = await terminal('check', file)
  expect(first.stdout).toContain('people.csv: 3 rows, 3 with a problem.')
  expect(first.stdout).toMatch(/Misspelt domain\s+Email\s+1\s+1 with a fix\s+goes as it is\s+misspelt-domain/)

  const out = join(folder, 'cleaned.csv')
  const fixed = await terminal(
    'check',
    file,
    '--fix',
    'misspelt-domain',
    '--fix',
    'at-sign',
    '--skip',
    'bad-email',
    '--yes',
    '--out',
    out,
  )
  expect(fixed.stderr).toMatch(/row 1\s+ann@gmial.com\s+→ ann@gmail.com/)
  expect(fixed.stdout).toContain('3 rows, 0 with a problem, 1 skipped')
  expect(fixed.stdout).toContain('3  Skipped 1 row: not an email address of “Email”')

  const plan = await terminal('plan', file, '--json')
  const { counts } = JSON.parse(plan.stdout) as PlanSummary
  expect(counts).toMatchObject({ create: 2, 'left-out': 1, invalid: 0 })
  expect(plan.stderr).toContain('with the edits that were made to its rows')
  expect(readFileSync(out, 'utf8')).toBe(
    '\uFEFFEmail,Name\r\nann@gmail.com,\u2060=Ann\r\nbob@example.org,Bob\r\n',
  )
  const excel = join(folder, 'rows.xlsx')
  const undone = await terminal('check', file, '--go-to', '1', '--excel', excel, '--json')
  const back = JSON.parse(undone.stdout) as CheckView & { readonly edits: readonly EditView[] }
  expect(back).toMatchObject({ problemRows: 2, skippedRows: 0 })
  expect(back.edits.map(({ undone }) => undone)).toEqual([false, true, true])
  const [{ data: sheet } = { data: [] }] = await readExcel(excel)
  expect(sheet.slice(1).map(([row, , email]) => [row, email])).toEqual([
    ['2', 'bob(at)example.org'],
    ['3', 'nobody'],
  ])
  const corrected = join(folder, 'corrected.csv')
  writeFileSync(corrected, 'Row (leave as it is),Email\n3,nobody@example.org\n')
  const taken = await terminal('check', file, '--take', corrected)
  expect(taken.stderr).toContain('1 cell in 1 row taken from it.')
  expect(taken.stdout).toContain('3 rows, 1 with a problem')
  expect(readFileSync(file, 'utf8')).toContain('ann@gmial.com')
  const kept = await terminal('plan', file, '--save-as', 'Fair')
  expect(kept.stderr).toContain('1 edit stays with this file and is not made in the next one')
})

it('checks a file about tags as that', async () => {
  const tags = join(folder, 'tags.csv')
  writeFileSync(tags, 'Tag,Note\nVIP,1\n,2\n')
  const said = await terminal('check', tags, '--about', 'tags', '--show', 'missing-value', '--json')
  expect(JSON.parse(said.stdout)).toMatchObject({
    rows: 2,
    problemRows: 1,
    shown: [
      { row: 2, problems: [{ column: 0, message: expect.stringContaining('“Name” is empty') as string }] },
    ],
  })
})
