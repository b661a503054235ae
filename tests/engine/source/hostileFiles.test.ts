import { existsSync, openSync, closeSync, readdirSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { previewFile } from '../../../electron/engine/source/previewFile.ts'
import { stageFile } from '../../../electron/engine/source/stageFile.ts'
import { openStagedRows } from '../../../electron/engine/source/stagedRows.ts'
import type { SourceId } from '../../../shared/model.ts'
import { temporaryFile, temporaryFolder } from '../../support/csvFixtures.ts'
import { textRow, workbookParts } from '../../support/workbookFile.ts'
import { zipFile } from '../../support/zipFile.ts'

const { signal } = new AbortController()

async function staged(path: string) {
  const databasePath = join(temporaryFolder(), 'staged.sqlite')
  const request = { id: 's1' as SourceId, path, name: 'people', overrides: {}, databasePath }
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  try {
    const info = await stageFile(request, { signal })
    return { info, databasePath, grownBytes: most - before }
  } catch (error) {
    expect(readdirSync(dirname(databasePath))).toEqual([])
    throw error
  } finally {
    clearInterval(watch)
  }
}

/** A workbook with a password, as far as anybody can tell without it. */
function encryptedWorkbook(): Buffer {
  const file = Buffer.alloc(4096)
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  file.writeUInt16LE(9, 30)
  file.writeUInt32LE(3, 48)
  file.write('Root Entry', 2048, 'utf16le')
  file.write('EncryptedPackage', 2048 + 128, 'utf16le')
  return file
}

const sheet = { name: 'S', rows: textRow(1, ['Email']) + textRow(2, ['a@example.org']) }
const repeated = (bytes: number) => Buffer.alloc(bytes, ' ')

describe('a file made to do harm, or damaged, is refused in words and leaves nothing behind:', () => {
  test.each([
    [
      'a workbook with a password',
      'people.xlsx',
      encryptedWorkbook(),
      /protected with a password. Open it in your spreadsheet/,
    ],
    ['an old workbook', 'people.xls', encryptedWorkbook().fill(0, 2048), /old Excel workbook \(.xls\)/],
    [
      'a workbook whose sheet unpacks to a thousand times its size',
      'people.xlsx',
      zipFile(
        workbookParts({ sheets: [sheet] }).map((part) =>
          part.name.endsWith('sheet1.xml') ? { ...part, content: repeated(100_000_000) } : part,
        ),
      ),
      /would unpack to 1,0\d\d times its size/,
    ],
    [
      'a workbook whose styles would fill the memory',
      'people.xlsx',
      zipFile(
        workbookParts({ sheets: [sheet] }).map((part) =>
          part.name.endsWith('styles.xml') ? { ...part, content: repeated(60_000_000) } : part,
        ),
      ),
      /a description of its sheets that is larger than any list needs/,
    ],
    [
      'an archive that says a part is smaller than it is',
      'people.zip',
      zipFile([{ name: 'a.csv', content: repeated(5_000_000), saidBytes: 100 }]),
      /is damaged or not whole|has no text|no list/,
    ],
    [
      'half an archive',
      'people.zip',
      zipFile([{ name: 'a.csv', content: 'a,b\n1,2\n' }]).subarray(0, 60),
      /is damaged or not whole/,
    ],
    [
      'an empty archive',
      'people.zip',
      zipFile([]),
      /There is no list in “people.zip” that can be read. It is empty./,
    ],
    [
      'an archive of pictures',
      'people.zip',
      zipFile([{ name: 'a/b.png', content: 'x' }]),
      /It holds only “a\/b.png”. It is no CSV or TSV./,
    ],
    [
      'a workbook without rows',
      'people.xlsx',
      zipFile(workbookParts({ sheets: [{ name: 'S', rows: '' }] })),
      /has no rows in its sheets/,
    ],
    [
      'a workbook with an endless tag',
      'people.xlsx',
      zipFile(workbookParts({ sheets: [{ name: 'S', rows: `<row r="1" x="${'y'.repeat(3_000_000)}` }] })),
      /is damaged/,
    ],
    [
      'a document',
      'letter.docx',
      zipFile([
        { name: '[Content_Types].xml', content: '' },
        { name: 'word/document.xml', content: '' },
      ]),
      /looks like a text or a presentation|is no workbook/,
    ],
  ])('%s', async (_what, name, content, words) => {
    const path = temporaryFile(content, name)
    await expect(staged(path)).rejects.toThrow(words)
    await expect(previewFile(path)).rejects.toThrow(words)
  })
})

describe('a file that is strange but whole is read:', () => {
  test('with as many columns as a spreadsheet can have', async () => {
    const names = Array.from({ length: 16_384 }, (_, n) => `c${n}`)
    const content = `${names.join(',')}\n${names.map((_, n) => n).join(',')}\n${names.map(() => '').join(',')}x\n`
    const path = temporaryFile(content)
    const { info, databasePath } = await staged(path)
    expect(info).toMatchObject({ rows: 2, problemRows: 0 })
    expect(info.columns).toHaveLength(16_384)
    const rows = openStagedRows(databasePath)
    expect(rows.rows({ from: 1, limit: 1 })[0]?.cells[16_383]).toBe('16383')
    rows.close()
    expect((await previewFile(path)).columns).toHaveLength(16_384)
  })

  test('with a cell of 100 MB, which is cut and said so, in bounded memory, and the rows after it', async () => {
    const path = temporaryFile('Email,Note\na@example.org,"')
    const file = openSync(path, 'a')
    for (let n = 0; n < 100; n += 1) writeSync(file, 'x'.repeat(1_000_000))
    writeSync(file, '"\nb@example.org,short\n')
    closeSync(file)
    const { info, databasePath, grownBytes } = await staged(path)
    const rows = openStagedRows(databasePath)
    const last = rows.rows({ from: info.rows, limit: 1 })[0]?.cells
    const problems = rows.problems({ offset: 0, limit: 10 })
    rows.close()
    expect(last).toEqual(['b@example.org', 'short'])
    expect(problems[0]).toMatchObject({ kind: 'record-too-long', row: 1 })
    expect(grownBytes).toBeLessThan(400_000_000)
    const [first] = (await previewFile(path)).rows
    expect(first?.[1]?.length).toBeLessThan(20_000)
  })

  test('a sheet whose only cell is in its last row and column', async () => {
    const rows = `${textRow(1, ['Email'])}<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>a@example.org</t></is></c><c r="XFD1048576"><v>1</v></c></row>`
    const path = temporaryFile(zipFile(workbookParts({ sheets: [{ name: 'S', rows }] })), 'people.xlsx')
    const { info, databasePath } = await staged(path)
    expect(info.rows).toBe(1)
    expect(existsSync(databasePath)).toBe(true)
  })
})
