import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openStagedRows } from '../../../electron/engine/source/stagedRows.ts'
import { stageRows } from '../../../electron/engine/source/stageRows.ts'
import type { SourceId } from '../../../shared/model.ts'
import { temporaryFile, temporaryFolder } from '../../support/csvFixtures.ts'

async function stage(content: string): Promise<string> {
  const databasePath = join(temporaryFolder(), 'source.sqlite')
  const path = temporaryFile(content)
  const work = {
    id: 'source-1' as SourceId,
    path,
    name: 'people.csv',
    overrides: {},
    databasePath,
    stagedAt: 0,
  }
  await stageRows(work, () => undefined)
  return databasePath
}

function open(databasePath: string) {
  const staged = openStagedRows(databasePath)
  onTestFinished(() => staged.close())
  return staged
}

const numbers = (count: number) => 'n\n' + Array.from({ length: count }, (_, i) => `row ${i + 1}\n`).join('')

test('goes through all rows in order, in batches', async () => {
  const staged = open(await stage(numbers(250)))
  const batches = [...staged.iterate(100)]
  expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50])
  expect(batches.flat().map(({ row, cells }) => `${row} ${cells[0] ?? ''}`)).toEqual(
    Array.from({ length: 250 }, (_, i) => `${i + 1} row ${i + 1}`),
  )
})

test('two goes through the rows do not disturb each other', async () => {
  const staged = open(await stage(numbers(4)))
  const one = staged.iterate(1)[Symbol.iterator]()
  one.next()
  expect([...staged.iterate(3)].flat()).toHaveLength(4)
  expect((one.next().value as { row: number }[])[0]?.row).toBe(2)
})

test('gives a window of rows, and nothing beyond the last', async () => {
  const staged = open(await stage(numbers(5)))
  expect(staged.rows({ from: 4, limit: 10 }).map(({ row }) => row)).toEqual([4, 5])
  expect(staged.rows({ from: 6, limit: 10 })).toEqual([])
})

test('gives problems of the header first, then by row, in pages or for one row', async () => {
  const staged = open(await stage('a,a,,d\n1\n1,2,3,4\n1,"2\n'))
  const all = staged.problems({ offset: 0, limit: 10 })
  expect(all.map(({ kind, row, column }) => [kind, row, column])).toEqual([
    ['duplicate-header', undefined, 1],
    ['empty-header', undefined, 2],
    ['too-few-cells', 1, undefined],
    ['too-few-cells', 3, undefined],
    ['unclosed-quote', 3, 1],
  ])
  expect(staged.problems({ offset: 1, limit: 2 })).toEqual(all.slice(1, 3))
  expect(staged.problems({ offset: 0, limit: 10, row: 3 })).toEqual(all.slice(3))
  expect(staged.problemCounts()).toEqual({
    'duplicate-header': 1,
    'empty-header': 1,
    'too-few-cells': 2,
    'unclosed-quote': 1,
  })
})

test('a file that is gone is said to be', () => {
  expect(() => openStagedRows(join(temporaryFolder(), 'none.sqlite'))).toThrow(/no longer in Listferry/)
})

test('a file of a newer version is refused in words', async () => {
  const path = await stage('a,b\n1,2\n')
  const db = new DatabaseSync(path)
  db.exec('PRAGMA user_version = 999')
  db.close()
  expect(() => openStagedRows(path)).toThrow(/newer Listferry. Update Listferry/)
})

test('what is no staged file is refused in words', () => {
  const text = join(temporaryFolder(), 'text.sqlite')
  writeFileSync(text, 'email,name\n'.repeat(500))
  expect(() => openStagedRows(text)).toThrow(/can't be read. Import the file again/)
  const other = join(temporaryFolder(), 'other.sqlite')
  new DatabaseSync(other).exec('CREATE TABLE info (x)')
  expect(() => openStagedRows(other)).toThrow(/can't be read/)
})

test('reads some columns as they are in whole rows, escapes and short rows too', async () => {
  const rows = ['plain,"x,""y""",,z', '"","",\\n,', '1', '1,2', '"a","b","c\0d","line\nbreak"', ',,é,x']
  const staged = open(await stage(`a,b,c,d\n${rows.join('\n')}\n`))
  const whole = staged.rows({ from: 1, limit: 10 })
  expect(whole).toHaveLength(6)
  for (const columns of [[0], [1], [3], [2, 0], [0, 1, 2, 3], [3, 1], []])
    for (const [n, { row, cells }] of [...staged.iterateColumns(columns, 4)].flat().entries()) {
      expect(row).toBe(n + 1)
      for (const column of columns) expect(cells[column]).toBe(whole[n]?.cells[column])
    }
})

test('reads a row that was blanked as one without cells', async () => {
  const databasePath = await stage('a,b\n1,2\n3,4\n')
  const db = new DatabaseSync(databasePath)
  db.exec(`UPDATE row SET cells = '[]' WHERE n = 1`)
  db.close()
  const staged = open(databasePath)
  expect(staged.rows({ from: 1, limit: 1 })).toEqual([{ row: 1, cells: [] }])
  expect([...staged.iterateColumns([1], 10)].flat().map(({ cells }) => cells[1])).toEqual([undefined, '4'])
})
