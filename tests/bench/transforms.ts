import { statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parsePhoneNumberWithError } from 'libphonenumber-js/min'
import { RE2JS } from 're2js'
import validatorModule from 'validator/lib/isEmail.js'
import { findProblems, rowChecker } from '../../electron/engine/check/checkFile.ts'
import { countRows, inAny } from '../../electron/engine/rowSet.ts'
import { removeStagedFile, stageFile } from '../../electron/engine/source/stageFile.ts'
import { openStagedRows } from '../../electron/engine/source/stagedRows.ts'
import { emailField } from '../../shared/mapping/emailField.ts'
import type { FieldId, FieldRule, Mapping, SourceId, Transform, ValueType } from '../../shared/model.ts'
import { draw, pick, writeLines } from '../support/peopleFile.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { besideWords, sideBySide } from './sideBySide.ts'
import { parseBare } from './stagedPeople.ts'

/** Staging, and the check that maps with a step on every column, beside everything that it can't do without, each done alone. */
export const transforms: Figure = {
  name: 'transforms',
  about:
    'a file staged with all its checks, then checked cell for cell as it is mapped with ten transforms, beside the sum of its bare parts: PapaParse, the insert, the rows read back and each library on its cells',
  async measure(bench) {
    if (bench.size === 'quick') return [await measureRows(bench, 2000, 1)]
    return [await measureRows(bench, 200_000, 5), await measureRows(bench, 1_000_000, 3)]
  },
}

async function measureRows({ folder, say }: BenchRun, rows: number, rounds: number): Promise<Reading> {
  const path = join(folder, `transforms-${rows}.csv`)
  writeLines(path, columns.join(','), rows, (row) => cellsAt(row).map(quoted).join(','))
  const name = `${rows.toLocaleString('en')} rows × ${columns.length} columns, ${Math.round(statSync(path).size / 1e6)} MB, ten transforms`
  say(name)
  const taken = await sideBySide(
    async () => checkRows(await stageAndChange(path, folder), rows),
    async () => checkRows(await bareParts(path, folder, rows), rows),
    rounds,
  )
  return {
    what: name,
    value: taken.ratio,
    unit: 'times',
    beside: besideWords(taken, 'the bare parts one after the other'),
    goal: { is: 'at most', value: 1.3 },
  }
}

const columns = [
  'Email',
  'Name',
  'City',
  'Country',
  'Phone',
  'Joined',
  'Amount',
  'Agreed',
  'Company',
  'Note',
] as const

function cellsAt(row: number): string[] {
  const first = pick(['Ada', 'Bea', 'Carlos', 'Emil'], row, 1)
  const last = pick(['Okafor', 'Lind', 'Martinez', 'van Berg'], row, 2)
  return [
    ` ${first}.${row}@Example.org`,
    `${first} ${last}`,
    pick(['OSLO', 'new york', 'Lagos', 'PORTO'], row, 3),
    pick(['Germany', 'Norway', 'Nigeria', 'Portugal'], row, 4),
    `(212) 555-${String(draw(row, 5) % 10_000).padStart(4, '0')}`,
    `${2015 + (draw(row, 6) % 10)}-${String(1 + (draw(row, 7) % 12)).padStart(2, '0')}-15`,
    String((draw(row, 8) % 1_000_000) / 100),
    pick(['yes', 'no', 'TRUE', 'x'], row, 9),
    `${last} St. ${draw(row, 10) % 1000}`,
    `order ${draw(row, 11) % 100_000} of ${draw(row, 12) % 9}`,
  ]
}

function quoted(cell: string): string {
  return cell.includes(',') ? `"${cell}"` : cell
}

const table = new Map([
  ['Germany', 'DE'],
  ['Norway', 'NO'],
  ['Nigeria', 'NG'],
  ['Portugal', 'PT'],
])
const steps: readonly (readonly [ValueType, Transform])[] = [
  ['email', 'lower-case'],
  ['text', { step: 'part', take: 'first', separator: null }],
  ['text', 'title-case'],
  ['text', { step: 'values', values: [...table].map(([from, to]) => ({ from, to })), others: 'refuse' }],
  ['text', { step: 'phone' }],
  ['text', { step: 'date', order: 'day-month' }],
  ['text', { step: 'number', decimalMark: '.' }],
  ['text', { step: 'boolean', yes: 'yes', no: 'no' }],
  ['text', { step: 'replace', find: 'St.', with: 'Street', pattern: false }],
  ['text', { step: 'replace', find: '(\\d+)', with: '#$1', pattern: true }],
]

const mapping: Mapping = {
  fields: steps.map(([type, step], column): FieldRule => ({
    field: (column === 0 ? 'email' : `custom:${column}`) as FieldId,
    type,
    from: { column },
    transforms: [step],
    write: 'always',
    blank: 'leave',
  })),
  left: [],
  values: { defaultCountry: 'US', dateOrder: 'day-month', decimalMark: '.' },
}

async function stageAndChange(path: string, folder: string): Promise<number> {
  const databasePath = join(folder, 'changed.sqlite')
  const { signal } = new AbortController()
  const id = 'changed' as SourceId
  await stageFile({ id, path, name: 'transforms.csv', overrides: {}, databasePath }, { signal })
  const staged = openStagedRows(databasePath)
  try {
    const check = rowChecker(staged, { mapping, identifiers: [emailField], object: null }, null)
    const found = findProblems(staged, check, () => undefined)
    return (
      staged.info.rows -
      countRows(
        inAny(
          staged.info.rows,
          found.map((group) => group.rows),
        ),
      )
    )
  } finally {
    staged.close()
    await removeStagedFile(databasePath)
  }
}

/** Each part alone: nothing is detected, checked, explained or kept beside it. */
async function bareParts(path: string, folder: string, rows: number): Promise<number> {
  await parseBare(path)
  const databasePath = join(folder, 'bare.sqlite')
  const db = new DatabaseSync(databasePath)
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    db.exec('CREATE TABLE row (n INTEGER PRIMARY KEY, cells TEXT NOT NULL) STRICT; BEGIN')
    const insert = db.prepare('INSERT INTO row VALUES (?, ?)')
    for (let row = 1; row <= rows; row += 1) insert.run(row, JSON.stringify(made(row)))
    db.exec('COMMIT')
    let good = 0
    for (const { cells } of db.prepare('SELECT cells FROM row ORDER BY n').iterate())
      if (libraries(JSON.parse(cells as string) as string[])) good += 1
    return good
  } finally {
    db.close()
    for (const ending of ['', '-wal', '-shm']) await rm(`${databasePath}${ending}`, { force: true })
  }
}

const kept: string[][] = []
/** So many rows are held at a time, and come again: a million would take a gigabyte. */
const mostKept = 200_000

/** The cells as a parser would hand them over: to make them is no part of what is measured, so it is done once. */
function made(row: number): readonly string[] {
  const one = row % mostKept
  return (kept[one] ??= cellsAt(one))
}

// The module's types say that its function is its default export; at run time in ESM it is.
const isEmail = validatorModule as unknown as (text: string) => boolean
const digits = RE2JS.compile('(\\d+)')

function libraries(cells: readonly string[]): boolean {
  const at = (column: number) => cells[column] ?? ''
  const values = [
    isEmail(at(0).trim().toLowerCase()),
    at(1).split(' ')[0],
    at(2).replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()),
    table.get(at(3)),
    parsePhoneNumberWithError(at(4), { defaultCountry: 'US', extract: false }).number,
    new Date(at(5)).toISOString(),
    String(Number(at(6))),
    at(7).toLowerCase() === 'no' ? 'no' : 'yes',
    at(8).replaceAll('St.', 'Street'),
    digits.matcher(at(9)).replaceAll('#$1'),
  ]
  return values.every((value) => value !== undefined && value !== false)
}

function checkRows(good: number, rows: number): void {
  if (good !== rows) throw new Error(`${good} of ${rows} rows were read as they should be.`)
}
