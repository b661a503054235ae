import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import readExcel from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as yauzl from 'yauzl'
import { openExports } from '../../../electron/engine/export/writeExport.ts'
import type { Table, TableRow } from '../../../electron/engine/export/table.ts'
import { tableFile } from '../../../electron/engine/export/tableFile.ts'
import { xlsxFile } from '../../../electron/engine/export/xlsx/xlsxFile.ts'
import { exportFormat } from '../../../shared/contract/exportFormat.ts'
import { usualCsv } from '../../../shared/exportFormat.ts'

const table: Table = {
  columns: [
    { label: 'Name', type: 'text' },
    { label: 'Zip', type: 'text' },
    { label: 'Orders', type: 'number' },
    { label: 'VIP', type: 'boolean' },
    { label: 'Since', type: 'date' },
    { label: 'Day', type: 'date' },
  ],
  pages: [
    [
      ['=1+1', '01234', -5, true, '2026-03-01T10:30:00Z', '2026-03-01'],
      ['Łukasz "Ł" <&>; _x0041_', '+47', 1.5, false, null, 'soon'],
    ],
    [[null, 'line\nbreak\u0000', null, null, null, null]],
  ],
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bytesOf = async (pieces: AsyncIterable<string | Uint8Array>): Promise<Buffer> => {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(Buffer.from(piece))
  return Buffer.concat(all)
}
const textOf = async (given: Parameters<typeof exportFormat.parse>[0]) =>
  (await bytesOf(tableFile(table, exportFormat.parse(given)))).toString('utf8')

describe('a table as CSV', () => {
  it('is as Excel opens it best, unless somebody chose otherwise', async () => {
    expect(await textOf(undefined)).toBe(await textOf(usualCsv))
    const usual = await textOf({ is: 'csv' })
    expect(usual.startsWith('\uFEFFName,Zip,Orders,VIP,Since,Day\r\n\u2060=1+1,01234,-5,true,')).toBe(true)
    const plain = await textOf({ is: 'csv', delimiter: ';', bom: false, excelSafe: false })
    expect(plain.startsWith('Name;Zip;Orders;VIP;Since;Day\r\n=1+1;01234;-5;true;')).toBe(true)
    expect(plain).toContain('"Łukasz ""Ł"" <&>; _x0041_";+47;1.5')
  })
})

describe('a table as JSON lines', () => {
  it('is one object in each line, with types, and with every column by a name of its own', async () => {
    const lines = (await textOf({ is: 'jsonl' })).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { Name: '=1+1', Zip: '01234', Orders: -5, VIP: true },
      { Zip: '+47', Since: null, Day: 'soon' },
      { Name: null, Zip: 'line\nbreak\u0000' },
    ])
    const twice = {
      columns: [
        { label: 'A', type: 'text' },
        { label: 'A', type: 'text' },
      ],
      pages: [[['1', '2']]],
    } as const
    expect((await bytesOf(tableFile(twice, { is: 'jsonl' }))).toString()).toBe('{"A":"1","A 2":"2"}\n')
  })
})

describe('a table as an Excel file', () => {
  it('has text as text, numbers, yes and no, and days and times as such', async () => {
    const [sheet] = await readExcel(await bytesOf(xlsxFile(table)))
    expect(sheet?.data).toEqual([
      ['Name', 'Zip', 'Orders', 'VIP', 'Since', 'Day'],
      ['=1+1', '01234', -5, true, new Date('2026-03-01T10:30:00Z'), new Date('2026-03-01')],
      ['Łukasz "Ł" <&>; _x0041_', '+47', 1.5, false, null, 'soon'],
      [null, 'line\nbreak', null, null, null, null],
    ])
  })

  it('goes on in another sheet when one is full, without losing or repeating a row', async () => {
    const rows = Array.from({ length: 10 }, (_, n): TableRow => [n])
    const pages = [rows.slice(0, 3), [], rows.slice(3, 9), rows.slice(9)]
    const sheets = await readExcel(
      await bytesOf(xlsxFile({ columns: [{ label: 'N', type: 'number' }], pages }, 5)),
    )
    expect(sheets.map(({ data }) => data.map(([cell]) => cell))).toEqual([
      ['N', 0, 1, 2, 3],
      ['N', 4, 5, 6, 7],
      ['N', 8, 9],
    ])
  })

  it('is a sound archive for whoever checks it', async () => {
    const path = join(folder, 'people.xlsx')
    writeFileSync(path, await bytesOf(xlsxFile(table)))
    const zip = await yauzl.openPromise(path)
    let entries = 0
    for await (const entry of zip.eachEntry()) {
      const bytes = await buffer(await zip.openReadStreamPromise(entry))
      expect([entry.fileName, crc32(bytes)]).toEqual([entry.fileName, entry.crc32])
      entries += 1
    }
    expect(entries).toBe(6)
  })

  it('is refused, with the cell, where Excel would cut a text', async () => {
    const long = { columns: [{ label: 'A', type: 'text' }], pages: [[['x'.repeat(32_768)]]] } as const
    await expect(bytesOf(xlsxFile(long))).rejects.toThrow(/Cell A2 would have 32,768 characters/)
    const failing = openExports(join(folder, 'exports'), () => 'one')
    await expect(failing.write('a.xlsx', xlsxFile(long), new AbortController().signal)).rejects.toThrow(/A2/)
    expect(failing.pathOf('one')).toBeUndefined()
  })
})
