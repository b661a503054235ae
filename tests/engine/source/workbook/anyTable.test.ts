import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { xlsxFile } from '../../../../electron/engine/export/xlsx/xlsxFile.ts'
import { stageRows } from '../../../../electron/engine/source/stageRows.ts'
import { openStagedRows } from '../../../../electron/engine/source/stagedRows.ts'
import type { SourceId } from '../../../../shared/model.ts'
import { temporaryFile, temporaryFolder } from '../../../support/csvFixtures.ts'
import { workbookFile } from '../../../support/workbookFile.ts'
import '../../../support/propertySeed.ts'

const numRuns = 60

/** What is staged of a workbook whose first row has the names of its columns. */
async function stagedCells(content: Uint8Array): Promise<readonly (readonly string[])[]> {
  const path = temporaryFile(content, 'people.xlsx')
  const databasePath = join(temporaryFolder(), 'staged.sqlite')
  const overrides = { headerRecord: 1 }
  const work = { id: 's1' as SourceId, path, name: 'people.xlsx', overrides, databasePath, stagedAt: 1 }
  await stageRows(work, () => undefined)
  const staged = openStagedRows(databasePath)
  const cells = staged.rows({ from: 1, limit: 500 }).map((row) => row.cells)
  staged.close()
  return cells
}

describe('any table, written as a workbook and staged, comes back cell for cell', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(...`ab,<&>"'_x \t\n=+@éüŠ😀\u2060`.split(/(?=[^])/u)), maxLength: 8 }),
    fc.constantFrom('', '01234', '+14155550000', '1e5', '=1+1', '_x000D_', '_x0041_', ' x ', '2026-01-02'),
    fc
      .string({ unit: 'binary', maxLength: 5 })
      .filter((text) => text.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/.test(text)),
  )
  const tables = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    )

  test('as text', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const rows = table.filter((record) => record.some((each) => each !== ''))
        fc.pre(rows.length > 0)
        const columns = (table[0] ?? []).map((_, n) => ({ label: `column ${n}`, type: 'text' as const }))
        const written = await buffer(Readable.from(xlsxFile({ columns, pages: [table] })))
        expect(await stagedCells(written)).toEqual(rows)
      }),
      { numRuns },
    )
  })

  test('as numbers and days: with the zeros that their format gives them, and each day as its format writes it', async () => {
    const row = fc.record({
      id: fc.nat({ max: 99_999 }),
      // Spreadsheets calculate with 15 digits.
      amount: fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => cents / 100),
      // From March 1900, before which Excel's days are off by one, to the end of 9999.
      day: fc.integer({ min: 61, max: 2_958_465 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const cells = ({ id, amount, day }: (typeof rows)[number], n: number) =>
          [id, id, amount, day, day, day]
            .map((value, at) => `<c r="${'ABCDEF'.charAt(at)}${n + 2}" s="${at}"><v>${value}</v></c>`)
            .join('')
        const header = ['Id', 'Zip', 'Amount', 'Iso', 'British', 'German']
          .map((name, at) => `<c r="${'ABCDEF'.charAt(at)}1" t="inlineStr"><is><t>${name}</t></is></c>`)
          .join('')
        const sheet = rows.map((one, n) => `<row r="${n + 2}">${cells(one, n)}</row>`).join('')
        const workbook = workbookFile({
          formats: [0, '00000', 'General', 'yyyy-mm-dd', 'dd/mm/yyyy', 'd.m.yyyy'],
          sheets: [{ name: 'S', rows: `<row r="1">${header}</row>${sheet}` }],
        })
        expect(await stagedCells(workbook)).toEqual(
          rows.map(({ id, amount, day }) => {
            const [year = '', month = '', date = ''] = isoDay(day).split('-')
            return [
              String(id),
              String(id).padStart(5, '0'),
              String(amount),
              `${year}-${month}-${date}`,
              `${date}/${month}/${year}`,
              `${Number(date)}.${Number(month)}.${year}`,
            ]
          }),
        )
      }),
      { numRuns },
    )
  })
})

/** Excel counts 1 January 1970 as day 25569. */
function isoDay(serial: number): string {
  return new Date((serial - 25_569) * 86_400_000).toISOString().slice(0, 10)
}
