import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foldedTextWriter, openFoldedText } from '../../../electron/engine/check/foldedText.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'

describe('the text of a file, kept for searching', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'listferry-text-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const found = (table: readonly (readonly string[])[], search: string): number[] => {
    const path = join(folder, 'text')
    const writer = foldedTextWriter(path)
    for (const cells of table) writer.add(cells)
    const text = openFoldedText(path, writer.end())
    try {
      const rows: number[] = []
      for (let row = 1; row <= table.length;) {
        const block = text.find(Buffer.from(foldSearch(search)), row)
        rows.push(...block.rows)
        row = block.next
      }
      return rows
    } finally {
      text.close()
    }
  }

  it('finds the rows of which a cell has a text, whatever they say', () => {
    const letters = fc.constantFrom('a', 'B', 'é', 'ß', 'Å', '中', '😀', '"', '\\', ' ', '\n', '\0', '\u00ff')
    const cell = fc.string({ unit: letters, maxLength: 6 })
    const search = fc.string({ unit: letters, minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 20 }), search, (table, text) => {
        const part = foldSearch(text)
        fc.pre(part !== '')
        const naive = table.flatMap((cells, n) =>
          cells.some((one) => foldSearch(one).includes(part)) ? [n + 1] : [],
        )
        expect(found(table, text)).toEqual(naive)
      }),
    )
  })

  it('holds rows that are longer than what is read at a time, beside short and empty ones', () => {
    const long = 'x'.repeat(3_000_000)
    const table = [['first'], [], ['', long, 'needle'], ['second'], [long, long], ['needle'], []]
    expect(found(table, 'needle')).toEqual([3, 6])
    expect(found(table, 'xx')).toEqual([3, 5])
    expect(found(table, 'd')).toEqual([3, 4, 6])
  })
})
