import { expect, test } from 'vitest'
import { previewFile } from '../../../electron/engine/source/previewFile.ts'
import { encodeText, temporaryFile, temporaryFolder } from '../../support/csvFixtures.ts'

test('a semicolon file in Windows-1252 with two title rows is the right table with no click', async () => {
  const text =
    'Kundenliste Bäckerei Müller\r\nExport of 2026-11-01\r\n' +
    'E-Mail;Vorname;Stadt;Umsatz\r\nanna@example.com;Anna;Köln;12,50\r\njörg@example.com;Jörg;Düsseldorf;7,00\r\n'
  const preview = await previewFile(temporaryFile(encodeText(text, 'windows-1252')))
  expect(preview.columns.map(({ name }) => name)).toEqual(['E-Mail', 'Vorname', 'Stadt', 'Umsatz'])
  expect(preview.rows).toEqual([
    ['anna@example.com', 'Anna', 'Köln', '12,50'],
    ['jörg@example.com', 'Jörg', 'Düsseldorf', '7,00'],
  ])
  expect(preview).toMatchObject({
    problems: [],
    more: false,
    format: { headerRecord: 3, encoding: 'windows-1252' },
  })
  expect(preview.reasons).toEqual({
    encoding: 'It is not UTF-8, and its accents and symbols make words when read as Windows-1252.',
    delimiter: 'With a semicolon, every row has 4 cells.',
    headerRecord: 'Row 3 names the columns; what is above it looks like titles.',
    lineEnd: 'Lines end as on Windows (CRLF).',
    quote: 'No cell is quoted; double quotes are assumed.',
  })
})

test('shows as many rows as asked for, their problems only, and whether there are more', async () => {
  const path = temporaryFile('a,b\n1,2,3\n1,2,3\n1,2\n1,2\n')
  const two = await previewFile(path, {}, { rows: 2 })
  expect(two.rows).toHaveLength(2)
  expect(two.problems.map(({ row }) => row)).toEqual([1, 2])
  expect(two.more).toBe(true)
  expect((await previewFile(path, {}, { rows: 4 })).more).toBe(false)
})

test('a header without rows is shown', async () => {
  const preview = await previewFile(temporaryFile('email,name\n'))
  expect(preview).toMatchObject({ rows: [], more: false })
  expect(preview.columns).toHaveLength(2)
})

test('an encoding chosen by hand is used, and the rest detected under it', async () => {
  const path = temporaryFile(encodeText('naïve;b\nx;y\n', 'macintosh'))
  const preview = await previewFile(path, { encoding: 'macintosh' })
  expect(preview.columns.map(({ name }) => name)).toEqual(['naïve', 'b'])
})

test('accents that first come megabytes down still decide the encoding', async () => {
  const ascii = 'email,name\n' + 'someone@example.com,Somebody\n'.repeat(80_000)
  const accents = 'jurgen@example.com,Jürgen\n'.repeat(10_000)
  const path = temporaryFile(encodeText(ascii + accents, 'windows-1252'))
  expect((await previewFile(path)).format).toMatchObject({ encoding: 'windows-1252' })
})

test.each([
  ['nothing.csv', '', /“nothing.csv” is empty.*Export it again/],
  ['blank.csv', '\n\n\n', /“blank.csv” has no text/],
  ['photo.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), /“photo.csv” looks like a PNG picture/],
  [
    'shop.xls',
    ' <html><table><tr><td>Email</td></tr></table></html>',
    /“shop.xls” looks like a web page. Open it/,
  ],
  [
    'old.xls',
    '<?xml version="1.0"?>\n<Workbook xmlns="urn:x"><Worksheet/></Workbook>',
    /looks like an Excel workbook in XML/,
  ],
  ['wide.csv', Buffer.from([0xff, 0xfe, 0, 0, 0x45, 0, 0, 0]), /“wide.csv” is written in UTF-32/],
])('%s is refused in words', async (name, content, words) => {
  await expect(previewFile(temporaryFile(content, name))).rejects.toThrow(words)
})

test('a folder and a missing file are refused in words', async () => {
  const folder = temporaryFolder()
  await expect(previewFile(folder)).rejects.toThrow(/is a folder. Choose one of the files in it/)
  await expect(previewFile(`${folder}/gone.csv`)).rejects.toThrow(/“gone.csv” is not there/)
})
