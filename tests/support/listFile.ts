import { closeSync, openSync, writeSync } from 'node:fs'
import type { Encoding } from '../../shared/model.ts'
import { type CsvDialect, csvText, encodeText } from './csvFixtures.ts'
import { draw, pick } from './peopleFile.ts'

/** What a list is like. Whatever is left out is as in a tidy file. Rows are 1-based data rows, as the program counts. */
export interface ListChoices {
  readonly seed: number
  readonly rows: number
  /** Columns in all, ten at least; those beyond ten hold short notes. */
  readonly columns?: number
  readonly encoding?: Encoding
  readonly bom?: boolean
  readonly dialect?: CsvDialect
  /** Lines above the header, one cell each. */
  readonly titles?: readonly string[]
  readonly noEmail?: readonly number[]
  /** Every so many rows a blank city, from the first on: 2 is half of them. */
  readonly blankCityEvery?: number
  /** These rows repeat the address of the row before them in capitals, with a city of their own. */
  readonly again?: readonly number[]
  /** Dates in this many ways of writing, one after the other; 1 is ISO only, 4 is all of them. */
  readonly dateStyles?: 1 | 2 | 3 | 4
}

/** Who a row is about, however it is written. */
export interface ListPerson {
  readonly row: number
  /** In small letters; `null` where the file has none. */
  readonly email: string | null
  readonly city: string
  /** With every leading zero. */
  readonly zip: string
  /** As in the file: a national number that begins with 0, or an international one with +. */
  readonly phone: string
  /** `2024-03-09` */
  readonly joined: string
}

/** A list that is the same for the same choices, with what is right about it. */
export interface ListFile {
  readonly bytes: Uint8Array
  readonly header: readonly string[]
  /** Every cell of every data row. */
  readonly rows: readonly (readonly string[])[]
  readonly people: readonly ListPerson[]
}

const plainDialect: CsvDialect = { delimiter: ',', quote: '"', lineEnd: '\n' }

export function listFile(choices: ListChoices): ListFile {
  const { encoding = 'utf-8', bom = false, dialect = plainDialect, titles = [] } = choices
  const people = Array.from({ length: choices.rows }, (_, index) => listPerson(choices, index + 1))
  const header = listHeader(choices)
  const rows = people.map((person) => listCells(choices, person))
  // A title is written bare: in an export it has no delimiters after it.
  const above = titles.map((title) => `${title}${dialect.lineEnd}`).join('')
  const bytes = encodeText(above + csvText([header, ...rows], dialect), encoding, bom)
  return { bytes, header, rows, people }
}

/** The same list, written without ever holding it. @returns its header */
export function writeListFile(path: string, choices: ListChoices): readonly string[] {
  const { encoding = 'utf-8', bom = false, dialect = plainDialect, titles = [] } = choices
  const header = listHeader(choices)
  const file = openSync(path, 'w')
  const write = (text: string, mark = false) => writeSync(file, encodeText(text, encoding, mark))
  try {
    write(titles.map((title) => `${title}${dialect.lineEnd}`).join('') + csvText([header], dialect), bom)
    for (let from = 1; from <= choices.rows; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, choices.rows - from + 1)
      const rows = Array.from({ length: count }, (_, n) => listCells(choices, listPerson(choices, from + n)))
      write(csvText(rows, dialect))
    }
  } finally {
    closeSync(file)
  }
  return header
}

const rowsAtOnce = 2000

export const listColumns = [
  'Email',
  'First name',
  'Last name',
  'City',
  'Zip',
  'Phone',
  'Joined',
  'Company',
  'Amount',
  'Note',
] as const

export function listHeader({ columns = listColumns.length }: ListChoices): string[] {
  const more = Array.from({ length: columns - listColumns.length }, (_, n) => `Answer ${n + 1}`)
  return [...listColumns, ...more]
}

export function listPerson(choices: ListChoices, row: number): ListPerson {
  const repeats = choices.again?.includes(row) ?? false
  const [first, last] = namesOf(choices, repeats ? row - 1 : row)
  const at = repeats ? row - 1 : row
  const from = drawing(choices, row)
  const none = choices.noEmail?.includes(row) ?? false
  const blank = choices.blankCityEvery !== undefined && (row - 1) % choices.blankCityEvery === 0
  return {
    row,
    email: none ? null : `${ascii(first)}.${ascii(last)}.${at}@example.org`.toLowerCase(),
    city: blank ? '' : from(cities, 3),
    zip: String(from.number(4, 100_000)).padStart(5, '0'),
    phone: `${from(phonePrefixes, 5)}${String(from.number(6, 10_000_000)).padStart(7, '0')}`,
    joined: isoDay(from.number(7, 3000)),
  }
}

export function listCells(choices: ListChoices, person: ListPerson): string[] {
  const { row, email } = person
  const repeats = choices.again?.includes(row) ?? false
  const [first, last] = namesOf(choices, repeats ? row - 1 : row)
  const from = drawing(choices, row)
  const style = (row - 1) % (choices.dateStyles ?? 1)
  const more = Array.from({ length: (choices.columns ?? listColumns.length) - listColumns.length }, (_, n) =>
    from(notes, 20 + n),
  )
  return [
    email === null ? '' : repeats ? email.toUpperCase() : email,
    first,
    last,
    person.city,
    person.zip,
    person.phone,
    (dateStyles[style] ?? dateStyles[0])(person.joined),
    `${from(lastNames, 8)}, ${from(trades, 9)}`,
    `${from.number(10, 5000)},${String(from.number(11, 100)).padStart(2, '0')}`,
    from(notes, 12),
    ...more,
  ]
}

function namesOf(choices: ListChoices, row: number): readonly [string, string] {
  const from = drawing(choices, row)
  return [from(firstNames, 1), from(lastNames, 2)]
}

function drawing({ seed }: ListChoices, row: number) {
  const at = Math.imul(seed, 0x27d4eb2f) + row
  return Object.assign(<T>(words: readonly [T, ...T[]], of: number) => pick(words, at, of), {
    number: (of: number, below: number) => draw(at, of) % below,
  })
}

function isoDay(days: number): string {
  return new Date(Date.UTC(2016, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)
}

type DateStyle = (iso: string) => string
/** None of them can be read as another day: the month is a word, or the year comes first, or it is day.month.year. */
const dateStyles: readonly [DateStyle, ...DateStyle[]] = [
  (iso) => iso,
  (iso) => iso.split('-').reverse().join('.'),
  (iso) => `${Number(iso.slice(8))} ${months[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`,
  (iso) => `${iso}T00:00:00Z`,
]

function ascii(name: string): string {
  return name
    .replace('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
/** Every letter is in Windows-1252, and some are not in ASCII. */
const firstNames = ['Jürgen', 'Zoë', 'Carlos', 'Dorothée', 'Emil', 'François', 'Åsa', 'Hanna'] as const
const lastNames = ['Müller', 'Lind', 'Martínez', 'Groß', 'Berg', 'Haddad', 'Novák', 'Silva'] as const
const cities = ['Köln', 'Lagos', 'Málaga', 'Porto', 'Orléans', 'Wellington', 'Austin', 'Zürich'] as const
const trades = ['Bäckerei', 'Books', 'Bicycles', 'Céramique'] as const
const phonePrefixes = ['0170', '030', '+4930', '+1415'] as const
const notes = ['met at a fair', 'likes “rye”', 'said: "call me"', 'prefers mail; mornings', ''] as const
