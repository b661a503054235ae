import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SourceId } from '../../../shared/model.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import { tenCells, tenColumns } from '../../support/tenColumns.ts'
import { startTestEngine, suggestedMapping, type TestEngine } from '../../support/testEngine.ts'
import { until } from '../../support/until.ts'

const rows = 66_000

/** So long that its text is kept for searching, in more than one block; one row in ten has a slip. */
function cellsOf(row: number): string[] {
  const cells = tenCells(row)
  if (row % 10 === 0) cells[0] = (cells[0] ?? '').replace('example.org', 'gmial.com')
  if (row % 9000 === 1) cells[9] = `Ünlü "quoted" ${row}`
  return cells
}

describe('a long file', () => {
  let engine: TestEngine
  let source: SourceId
  const all = Array.from({ length: rows }, (_, n) => cellsOf(n + 1))
  const csvCell = (cell: string) => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell)

  beforeAll(async () => {
    engine = await startTestEngine()
    const text = [tenColumns, ...all].map((cells) => cells.map(csvCell).join(',')).join('\n')
    const { client } = engine
    ;({ id: source } = await client.sources.stage({ file: engine.file('long.csv', text), overrides: {} }))
    const suggestion = await client.sources.suggestMapping({ source, connection: 'Bakery' })
    await client.check.run({ source, connection: 'Bakery', mapping: suggestedMapping(suggestion) })
    await until(async () => (await client.check.view({ source })).isIndexed, 120_000)
  }, 180_000)
  afterAll(() => engine.close())

  const found = async (query: object, limit = 500) =>
    (await engine.client.check.rows({ source, offset: 0, limit, ...query })).rows.map(({ row }) => row)

  it('is searched without leaving anybody out', async () => {
    for (const text of [
      'unlu',
      'QUOTED',
      '"quoted" 9001',
      'ada.berg.4',
      'zz',
      'q',
      'ae',
      'e',
      'ü',
      'ñ',
      '"',
      '@g',
      '@gmial.com',
      'rotterdam',
      'no such text',
    ]) {
      const folded = foldSearch(text)
      const naive = all.flatMap((cells, n) =>
        cells.some((cell) => foldSearch(cell).includes(folded)) ? [n + 1] : [],
      )
      expect(await found({ search: text })).toEqual(naive.slice(0, 500))
      expect(await engine.client.check.count({ source, search: text })).toBe(naive.length)
    }
  })

  it('is fixed in a thread of its own, as one edit that is taken back as a whole', async () => {
    const { client } = engine
    const fix = { how: 'suggested', kind: 'misspelt-domain', column: 0 } as const
    const after = await client.check.fix({ source, fix, except: [10] })
    expect(after).toMatchObject({ problemRows: 1, editedRows: rows / 10 - 1 })
    expect(await client.edits.list({ source })).toMatchObject([
      { words: 'Fixed 6,599 cells of “Email”: misspelt domain', cells: rows / 10 - 1 },
    ])
    expect(await found({ show: 'problems' })).toEqual([10])
    // What the text for searching does not know yet is found all the same.
    expect(await client.check.count({ source, search: '@gmail.com' })).toBe(rows / 10 - 1)
    await client.edits.cells({ source, cells: [{ row: 7, column: 9, to: '⛴' }] })
    expect(await found({ search: '⛴' })).toEqual([7])
    await client.edits.goTo({ source, edit: 0 })
    expect(await client.check.view({ source })).toMatchObject({ problemRows: rows / 10, editedRows: 0 })
    expect(await client.check.count({ source, search: '@gmail.com' })).toBe(0)
  })
})
