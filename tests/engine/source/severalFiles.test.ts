import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { FormatOverrides } from '../../../electron/engine/source/detectFormat.ts'
import { listOfPaths } from '../../../electron/engine/source/pathList.ts'
import { previewFile } from '../../../electron/engine/source/previewFile.ts'
import { stageRows } from '../../../electron/engine/source/stageRows.ts'
import { openStagedRows } from '../../../electron/engine/source/stagedRows.ts'
import type { SourceId } from '../../../shared/model.ts'
import { rowWords } from '../../../shared/rowPlace.ts'
import { temporaryFolder } from '../../support/csvFixtures.ts'
import { zipFile } from '../../support/zipFile.ts'

const hash = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

function files(contents: Readonly<Record<string, string | Uint8Array>>): string[] {
  const folder = temporaryFolder()
  return Object.entries(contents).map(([name, content]) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  })
}

async function staged(path: string, overrides: FormatOverrides = {}) {
  const databasePath = join(temporaryFolder(), 'staged.sqlite')
  const work = { id: 's1' as SourceId, path, name: 'lists', overrides, databasePath, stagedAt: 1 }
  const info = await stageRows(work, () => undefined)
  const rows = openStagedRows(databasePath)
  const cells = rows.rows({ from: 1, limit: 500 }).map((row) => row.cells)
  const problems = rows.problems({ offset: 0, limit: 100 })
  rows.close()
  return { info, cells, problems }
}

test('files with the same columns become one list whose rows know their file, whatever their format and order', async () => {
  const contents = {
    'june.csv': 'Email,Name,City\na@example.org,Ada,Oslo\nb@example.org,Bea\n',
    'july.csv': 'july;;\nCity;E-Mail;NAME\nKöln;c@example.org;Carl;extra\n'.replace('E-Mail', 'Email'),
  }
  const paths = files(contents)
  const { info, cells, problems } = await staged(listOfPaths(paths))
  expect(cells).toEqual([
    ['a@example.org', 'Ada', 'Oslo'],
    ['b@example.org', 'Bea'],
    ['c@example.org', 'Carl', 'Köln', 'extra'],
  ])
  expect(info.parts).toEqual([
    {
      name: 'june.csv',
      sizeBytes: contents['june.csv'].length,
      sha256: hash(contents['june.csv']),
      firstRow: 1,
      rows: 2,
    },
    {
      name: 'july.csv',
      sizeBytes: Buffer.byteLength(contents['july.csv']),
      sha256: hash(contents['july.csv']),
      firstRow: 3,
      rows: 1,
    },
  ])
  expect(info.sha256).toBe(hash(`${hash(contents['june.csv'])}\n${hash(contents['july.csv'])}\n`))
  expect(problems.map(({ kind, row }) => [kind, row])).toEqual([
    ['too-few-cells', 2],
    ['too-many-cells', 3],
  ])
  expect(rowWords(info.parts, 3)).toBe('row 1 of july.csv')
})

test('what a short row lacks is not made blank where its file has the columns in another order', async () => {
  const { cells, problems } = await staged(
    listOfPaths(
      files({
        'a.csv': 'Email,Unsubscribed,City\na@example.org,no,Oslo\n',
        'b.csv': 'City,Email,Unsubscribed\nRome,b@example.org\nRome\nRome,c@example.org,yes\n',
      }),
    ),
  )
  expect(cells.slice(1)).toEqual([['b@example.org'], [''], ['c@example.org', 'yes', 'Rome']])
  expect(problems.map(({ kind, row }) => [kind, row])).toEqual([
    ['too-few-cells', 2],
    ['too-few-cells', 3],
  ])
})

test('a file with other columns is refused by name, with what is different', async () => {
  const path = listOfPaths(
    files({ 'a.csv': 'Email,City\na@example.org,Oslo\n', 'b.csv': 'Email,Town\nb@example.org,Rom\n' }),
  )
  await expect(staged(path)).rejects.toThrow(
    '“b.csv” has other columns than “a.csv”: it lacks “City” and has “Town” besides. Import it by itself',
  )
})

const archive = zipFile([
  { name: 'export/', content: '' },
  { name: '__MACOSX/export/._june.csv', content: 'x' },
  { name: 'export/2026/june.csv', content: 'Email,Name\na@example.org,Ada\nb@example.org,Bea\n' },
  { name: '../../july.csv', content: 'Name,Email\nCarl,c@example.org\n' },
  {
    name: 'export/unsubscribed_members.csv',
    content: 'Email,Name\nleft@example.org,Lea\nleft2@example.org,Leo\nl3@example.org,L\n',
  },
  { name: 'export/nonsubscribed_members.csv', content: 'Email,Name\nnever@example.org,Nia\n' },
  { name: 'export/orders.csv', content: 'Order,Total\n1,2\n' },
  { name: 'logo.png', content: 'PNG' },
  { name: 'inner.zip', content: 'PK' },
  { name: 'locked.csv', content: 'Email\nx@example.org\n', hasPassword: true },
])

test('of an archive the lists with the same columns are read, and all else is named with why it is not', async () => {
  const [path = ''] = files({ 'people.zip': archive })
  const { parts } = await previewFile(path)
  expect(parts.map(({ name, taken, why }) => [name, taken, why])).toEqual([
    ['people.zip › export/2026/june.csv', true, null],
    ['people.zip › ../../july.csv', true, null],
    [
      'people.zip › export/unsubscribed_members.csv',
      false,
      'By its name, these people left. Choose it only if they should be written to.',
    ],
    [
      'people.zip › export/nonsubscribed_members.csv',
      false,
      'By its name, these people never subscribed. Choose it only if they agreed to be written to.',
    ],
    [
      'people.zip › export/orders.csv',
      false,
      expect.stringContaining('It has other columns: it lacks “Email”') as string,
    ],
    ['people.zip › logo.png', false, 'It is no CSV or TSV.'],
    ['people.zip › inner.zip', false, 'It is an archive of its own: unpack it, and choose it by itself.'],
    ['people.zip › locked.csv', false, 'It is protected with a password.'],
  ])
  const { info, cells } = await staged(path)
  expect(cells).toEqual([
    ['a@example.org', 'Ada'],
    ['b@example.org', 'Bea'],
    ['c@example.org', 'Carl'],
  ])
  expect(info).toMatchObject({ sha256: hash(readFileSync(path)), sizeBytes: archive.length })
  expect(info.parts?.map(({ name, firstRow, rows }) => [name, firstRow, rows])).toEqual([
    ['people.zip › export/2026/june.csv', 1, 2],
    ['people.zip › ../../july.csv', 3, 1],
  ])
})

const mailchimp = {
  'subscribed_members.csv':
    'Email Address,MEMBER_RATING,LEID,EUID,TAGS\nada@example.org,4,1,a,VIP\nshort@example.org,3\n',
  'unsubscribed_members.csv':
    'Email Address,MEMBER_RATING,UNSUB_TIME,UNSUB_REASON,LEID,EUID,TAGS\nlea@example.org,2,2024-01-02,NORMAL,2,b,Old\n',
  'cleaned_members.csv':
    'Email Address,MEMBER_RATING,CLEAN_TIME,LEID,EUID,TAGS\nhard@example.org,1,2024-03-04,3,c,Old,more\n',
}

test('files of one export that differ by when people left become one list, in any order', async () => {
  const paths = files(mailchimp)
  const { info, cells, problems } = await staged(listOfPaths(paths))
  const names = 'Email Address,MEMBER_RATING,LEID,EUID,TAGS,UNSUB_TIME,UNSUB_REASON,CLEAN_TIME'.split(',')
  expect(info.columns.map(({ name, index }) => [index, name])).toEqual([...names.entries()])
  expect(cells).toEqual([
    ['ada@example.org', '4', '1', 'a', 'VIP', '', '', ''],
    ['short@example.org', '3'],
    ['lea@example.org', '2', '2', 'b', 'Old', '2024-01-02', 'NORMAL', ''],
    ['hard@example.org', '1', '3', 'c', 'Old', '', '', '2024-03-04', 'more'],
  ])
  expect(problems.map(({ kind, row }) => [kind, row])).toEqual([
    ['too-few-cells', 2],
    ['too-many-cells', 4],
  ])
  const other = await staged(listOfPaths(paths.toReversed()))
  expect(other.cells[0]).toEqual(['hard@example.org', '1', '2024-03-04', '3', 'c', 'Old', '', '', 'more'])
  expect(other.cells[2]).toEqual(['ada@example.org', '4', '', '1', 'a', 'VIP', '', ''])
})

test('in an archive those who left are left out, and come along held back where the user wants', async () => {
  const entries = Object.entries(mailchimp).map(([name, content]) => ({ name, content }))
  const [path = ''] = files({ 'audience.zip': zipFile(entries) })
  const { parts, columns } = await previewFile(path)
  expect(parts.map(({ taken }) => taken)).toEqual([true, false, false])
  expect(parts[1]?.why).toContain('Choose it beside the others, and “UNSUB_TIME” holds them back.')
  expect(columns).toHaveLength(5)
  const all = { parts: Object.keys(mailchimp) }
  expect((await previewFile(path, all)).columns).toHaveLength(8)
  expect((await staged(path, all)).cells).toHaveLength(4)
})

test('a stranger’s file beside an export, or one that lacks another column, is refused by name', async () => {
  const subscribed = mailchimp['subscribed_members.csv']
  const withOther = (name: string, content: string) =>
    staged(listOfPaths(files({ 'subscribed.csv': subscribed, [name]: content })))
  await expect(withOther('shop.csv', 'Email,Town\nb@example.org,Rom\n')).rejects.toThrow(
    '“shop.csv” has other columns than “subscribed.csv”',
  )
  await expect(
    withOther('cleaned.csv', 'Email Address,MEMBER_RATING,CLEAN_TIME,LEID,EUID\nx@example.org,1,2,3,4\n'),
  ).rejects.toThrow(
    '“cleaned.csv” has other columns than “subscribed.csv”: it lacks “TAGS” and has “CLEAN_TIME”',
  )
})

test('of an archive just the files can be read that the user wants', async () => {
  const [path = ''] = files({ 'people.zip': archive })
  const { cells } = await staged(path, { parts: ['export/orders.csv'] })
  expect(cells).toEqual([['1', '2']])
  await expect(staged(path, { parts: ['may.csv'] })).rejects.toThrow(
    'There is no list called “may.csv” here.',
  )
})

test('a large file in an archive is read whole, as it would be by itself', async () => {
  const lines = Array.from({ length: 60_000 }, (_, n) => `person${n}@example.org,Zoë ${n},"a, b"`)
  const content = `Email,Name,Note\n${lines.join('\n')}\n`
  const [path = ''] = files({ 'people.zip': zipFile([{ name: 'people.csv', content }]) })
  const { info } = await staged(path)
  expect(info).toMatchObject({ rows: 60_000, problemRows: 0, format: { encoding: 'utf-8', delimiter: ',' } })
  expect(info.parts).toEqual([
    {
      name: 'people.zip › people.csv',
      sizeBytes: Buffer.byteLength(content),
      sha256: hash(content),
      firstRow: 1,
      rows: 60_000,
    },
  ])
})
