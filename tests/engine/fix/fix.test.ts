import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { previewFile } from '../../../electron/engine/source/previewFile.ts'
import type { FixFile } from '../../../shared/contract/fixes.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { planOf, startTestEngine, type TestEngine } from '../../support/testEngine.ts'
import { until } from '../../support/until.ts'
import { textRow, workbookFile } from '../../support/workbookFile.ts'

let engine: TestEngine
let receipt: Receipt
beforeAll(async () => {
  engine = await startTestEngine()
  const csv = [
    'Email,First name,Zip',
    'fine@example.org,Fine,01234',
    'bea(at)example.org,Bea,01235',
    ',"=HYPERLINK(""x"")\r\nnext line",01236',
    'carl@example,Carl,01237',
  ].join('\n')
  receipt = await engine.client.runs.start({ plan: (await planOf(engine, csv)).id })
})
afterAll(() => engine.close())

const sheet = async (file: FixFile) => {
  const { columns, rows } = await previewFile(engine.exportedPath(file), { headerRecord: 1 })
  return { header: columns.map(({ name }) => name), rows: rows.map((cells) => [...cells]) }
}

/** As a spreadsheet saves it. */
const saved = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  workbookFile({
    sheets: [{ name: 'Sheet1', rows: [header, ...rows].map((cells, n) => textRow(n + 1, cells)).join('') }],
  })

test('the rows of a run that did not get through come as a workbook, with their numbers and what is wrong', async () => {
  const file = await engine.client.fixes.write({ target: { run: receipt.id } })
  expect(file).toMatchObject({ name: `to correct from run ${receipt.id}.xlsx`, rows: 3 })
  const { header, rows } = await sheet(file)
  expect(header).toEqual(['Row (leave as it is)', 'What is wrong', 'Email', 'First name', 'Zip'])
  expect(rows.map(([row, , ...cells]) => [row, ...cells])).toEqual([
    ['2', 'bea(at)example.org', 'Bea', '01235'],
    ['3', '', '=HYPERLINK("x")\nnext line', '01236'],
    ['4', 'carl@example', 'Carl', '01237'],
  ])
  expect(rows.every(([, problem]) => (problem ?? '').length > 10)).toBe(true)
  if (process.platform !== 'win32') expect(statSync(engine.exportedPath(file)).mode & 0o077).toBe(0)
})

test('a saved workbook is taken back by itself: corrected cells by row number, wherever rows and columns were moved to', async () => {
  const { client, pushes } = engine
  const target = { run: receipt.id }
  const file = await client.fixes.write({ target })
  await client.fixes.watch({ target, exported: file.file })
  const { rows } = await sheet(file)
  const [bea = [], blank = [], carl = []] = rows
  writeFileSync(
    engine.exportedPath(file),
    saved(
      ['Note', 'Row (leave as it is)', 'What is wrong', 'Zip', 'Email'],
      [
        ['mine', '4', '', carl[4] ?? '', 'carl@example.org'],
        ['', '2', bea[1] ?? '', '00001', 'bea@example.org'],
        ['', '3', blank[1] ?? '', blank[4] ?? '', ''],
        ['', '', '', '', 'new@example.org'],
        ['', '1', '', '', 'other@example.org'],
        ['', '2', '', '', 'again@example.org'],
      ],
    ),
  )
  await until(() => pushes.some(({ name }) => name === 'fix.taken'))
  const news = pushes.find(({ name }) => name === 'fix.taken')
  expect(news?.payload).toMatchObject({
    target,
    exported: file.file,
    taken: {
      rows: 2,
      cells: 3,
      refusedCount: 3,
      refused: [
        { row: null, why: expect.stringContaining('row number is missing') as string },
        { row: 1, why: 'Row 1 is not one of the rows to correct here.' },
        { row: 2, why: expect.stringContaining('more than once') as string },
      ],
    },
  })
  expect(await client.runs.corrections(target)).toEqual([
    { row: 2, cells: ['bea@example.org', 'Bea', '00001'] },
    { row: 4, cells: ['carl@example.org', 'Carl', '01237'] },
  ])
  const plan = await client.runs.fix({
    run: receipt.id,
    rows: [...(await client.runs.corrections(target))].map((row) => ({ ...row, cells: [...row.cells] })),
  })
  expect(plan.counts).toMatchObject({ create: 2, invalid: 0 })
})

test('a file that is handed over again may be CSV; one without the numbers is refused, and nothing is left behind', async () => {
  const { client } = engine
  const target = { run: receipt.id }
  const csv = engine.file('back.csv', 'Row (leave as it is);What is wrong;Email\n3;;dora@example.org\n')
  expect(await client.fixes.take({ target, file: csv })).toEqual({
    rows: 1,
    cells: 1,
    refused: [],
    refusedCount: 0,
  })
  expect(await client.fixes.take({ target, file: csv })).toMatchObject({ rows: 0, cells: 0 })
  const other = engine.file('other.csv', 'Email,Name\nx@example.org,X\n')
  await expect(client.fixes.take({ target, file: other })).rejects.toThrow(
    '“other.csv” has no column “Row (leave as it is)”',
  )
  expect(readdirSync(join(engine.folder, 'sources')).filter((name) => name.endsWith('-texts'))).toEqual([])
})

test('forgetting somebody takes the workbooks away', async () => {
  const { client } = engine
  const file = await client.fixes.write({ target: { run: receipt.id } })
  const path = engine.exportedPath(file)
  await client.settings.forgetPerson({ email: 'bea@example.org' })
  expect(existsSync(path)).toBe(false)
})

test('rows of a file with a problem come as a workbook too, also those whose values can’t be read', async () => {
  const { client } = engine
  const file = engine.file(
    'odd.csv',
    'Email,Born\na@example.org,2024-02-30\nb@example.org\nc@example.org,2024-02-03\n',
  )
  const { id: source } = await client.sources.stage({ file, overrides: {} })
  const mapping = {
    fields: [
      {
        field: 'email' as never,
        type: 'email' as const,
        from: { column: 0 },
        transforms: [],
        write: 'always' as const,
        blank: 'leave' as const,
      },
      {
        field: 'born' as never,
        type: 'date' as const,
        from: { column: 1 },
        transforms: [],
        write: 'always' as const,
        blank: 'leave' as const,
      },
    ],
    left: [],
    values: { defaultCountry: null, dateOrder: 'day-month' as const, decimalMark: '.' as const },
  }
  const target = { source, mapping }
  const { header, rows } = await sheet(await client.fixes.write({ target }))
  expect(rows.map(([row, , ...cells]) => [row, ...cells])).toEqual([
    ['1', 'a@example.org', '2024-02-30'],
    ['2', 'b@example.org', ''],
  ])
  const back = [header, rows[0]?.with(3, '2024-02-29') ?? []]
  const fixed = engine.file('fixed.xlsx', saved(back[0] ?? [], back.slice(1)))
  expect(await client.fixes.take({ target, file: fixed })).toMatchObject({
    cells: 1,
    rows: 1,
    refusedCount: 0,
  })
  const [first] = await client.sources.rows({ source, from: 1, limit: 1 })
  expect(first?.cells).toEqual(['a@example.org', '2024-02-29'])
  // One step, to be undone like any other edit.
  const edits = await client.edits.list({ source })
  expect(edits.map(({ words }) => words)).toEqual(['Corrected 1 cell in a spreadsheet'])
  await client.edits.goTo({ source, edit: 0 })
  expect((await client.sources.rows({ source, from: 1, limit: 1 }))[0]?.cells).toEqual([
    'a@example.org',
    '2024-02-30',
  ])
})
