import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { previewFile } from '../../../../electron/engine/source/previewFile.ts'
import { stageRows } from '../../../../electron/engine/source/stageRows.ts'
import { openStagedRows } from '../../../../electron/engine/source/stagedRows.ts'
import type { FormatOverrides } from '../../../../electron/engine/source/detectFormat.ts'
import type { SourceId } from '../../../../shared/model.ts'
import { temporaryFile, temporaryFolder } from '../../../support/csvFixtures.ts'
import { textRow, workbookFile } from '../../../support/workbookFile.ts'

async function staged(path: string, overrides: FormatOverrides = {}) {
  const databasePath = join(temporaryFolder(), 'staged.sqlite')
  const work = { id: 's1' as SourceId, path, name: 'people.xlsx', overrides, databasePath, stagedAt: 1 }
  const info = await stageRows(work, () => undefined)
  const rows = openStagedRows(databasePath)
  const cells = rows.rows({ from: 1, limit: 500 }).map((row) => row.cells)
  const problems = rows.problems({ offset: 0, limit: 100 })
  rows.close()
  return { info, cells, problems, databasePath }
}

const mixed = workbookFile({
  formats: [0, 14, 'dd/mm/yyyy', '00000', '0%', 2, 22],
  strings: [
    '<t>Email</t>',
    '<r><t>Zoë</t></r><r><rPr><b/></rPr><t xml:space="preserve"> &amp; Co</t></r><rPh sb="0" eb="1"><t>ignored</t></rPh>',
    '<t>two_x000D_&#10;lines</t>',
    '<t/>',
  ],
  sheets: [
    {
      name: 'People',
      rows: `
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Name</t></is></c>
          <c r="C1" t="inlineStr"><is><t>Joined</t></is></c><c r="D1" t="inlineStr"><is><t>Born</t></is></c>
          <c r="E1" t="inlineStr"><is><t>Zip</t></is></c><c r="F1" t="inlineStr"><is><t>Share</t></is></c>
          <c r="G1" t="inlineStr"><is><t>Agreed</t></is></c><c r="H1" t="inlineStr"><is><t>City</t></is></c>
          <c r="I1" t="inlineStr"><is><t>Sum</t></is></c></row>
        <row r="3" hidden="1"><c r="A3" t="str"><f>CONCAT("a","@example.org")</f><v>a@example.org</v></c><c r="B3" t="s"><v>1</v></c>
          <c r="C3" s="1"><v>45360</v></c><c r="D3" s="2"><v>45360</v></c><c r="E3" s="3"><v>1234</v></c>
          <c r="F3" s="4"><v>0.5</v></c><c r="G3" t="b"><v>1</v></c><c r="H3" t="e"><v>#N/A</v></c>
          <c r="I3" s="5"><f>SUM(A1:A2)</f><v>12.345</v></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><t>b@example.org</t></is></c><c r="B4" t="s"><v>2</v></c>
          <c r="C4" s="6"><v>45360.5</v></c><c r="D4" t="d"><v>2024-03-09T00:00:00</v></c><c r="E4" t="s"><v>3</v></c></row>`,
    },
  ],
})

test('a sheet is read as its spreadsheet shows it: dates, zeros, percents, formulas, rich text', async () => {
  const path = temporaryFile(mixed, 'people.xlsx')
  const { info, cells, problems, databasePath } = await staged(path)
  expect(info.columns.map(({ name }) => name)).toEqual([
    ...['Email', 'Name', 'Joined', 'Born', 'Zip', 'Share', 'Agreed', 'City', 'Sum'],
  ])
  expect(cells).toEqual([
    ['a@example.org', 'Zoë & Co', '2024-03-09', '09/03/2024', '01234', '50%', 'TRUE', '#N/A', '12.35'],
    ['b@example.org', 'two\r\nlines', '2024-03-09 12:00:00', '2024-03-09', '', '', '', '', ''],
  ])
  expect(info).toMatchObject({
    format: { sheet: 'People', headerRecord: 1 },
    written: { dateOrder: 'day-month', decimalMark: '.' },
    sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    sizeBytes: mixed.length,
    rows: 2,
  })
  expect(problems.map(({ kind, row, column }) => [kind, row, column])).toEqual([
    ['hidden-rows', undefined, undefined],
    ['error-cell', 1, 7],
  ])
  expect(existsSync(`${databasePath}-texts`)).toBe(false)
  const preview = await previewFile(path)
  expect(preview.rows).toEqual(cells)
})

const two = workbookFile({
  sheets: [
    { name: 'Read me', rows: textRow(1, ['How to use this list']) },
    { name: 'Old', rows: textRow(1, ['Email']) + textRow(2, ['old@example.org']), hidden: true },
    {
      name: 'Guests',
      rows:
        textRow(1, ['Guests of the fair']) +
        textRow(4, ['Email', 'Name']) +
        textRow(5, ['a@example.org', 'Ada']),
    },
  ],
})

test('the list among several sheets is found, below its title; another sheet can be chosen', async () => {
  const path = temporaryFile(two, 'people.xlsx')
  const { format, reasons, sheets, rows } = await previewFile(path)
  expect(format).toEqual({ sheet: 'Guests', headerRecord: 4 })
  expect(reasons).toMatchObject({ sheet: 'The first sheet with email addresses.' })
  expect(sheets).toEqual([
    { name: 'Read me', hidden: false },
    { name: 'Old', hidden: true },
    { name: 'Guests', hidden: false },
  ])
  expect(rows).toEqual([['a@example.org', 'Ada']])
  expect((await staged(path, { sheet: 'old' })).cells).toEqual([['old@example.org']])
  await expect(previewFile(path, { sheet: 'March' })).rejects.toThrow(
    'has no sheet “March”. It has: Read me, Old, Guests.',
  )
})

test('a sheet without a header has numbered columns, as wide as its widest row', async () => {
  const rows = textRow(1, ['a@example.org', 'Ada']) + textRow(2, ['b@example.org', 'Bea', 'Oslo'])
  const { info, cells } = await staged(
    temporaryFile(workbookFile({ sheets: [{ name: 'S', rows }] }), 'p.xlsx'),
  )
  expect(info.columns.map(({ name }) => name)).toEqual(['Column 1', 'Column 2', 'Column 3'])
  expect(cells).toEqual([
    ['a@example.org', 'Ada', ''],
    ['b@example.org', 'Bea', 'Oslo'],
  ])
})
