import iconv from 'iconv-lite'
import Papa from 'papaparse'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFile } from './csvFixtures.ts'
import { type ListChoices, listFile, writeListFile } from './listFile.ts'

const choices: ListChoices = {
  seed: 7,
  rows: 200,
  columns: 12,
  encoding: 'windows-1252',
  dialect: { delimiter: ';', quote: '"', lineEnd: '\r\n' },
  titles: ['Export of our friends', '27 Nov 2026'],
  noEmail: [3],
  blankCityEvery: 2,
  again: [10],
  dateStyles: 4,
}

test('a list holds the cells that it says are right, read by another program', () => {
  const { bytes, header, rows } = listFile(choices)
  const text = iconv.decode(Buffer.from(bytes), 'windows-1252')
  const read = Papa.parse<string[]>(text, { delimiter: ';', skipEmptyLines: true }).data
  expect(read).toEqual([['Export of our friends'], ['27 Nov 2026'], header, ...rows])
  expect(new Set(rows.map((cells) => cells.length))).toEqual(new Set([12]))
})

test('a list says who has no address, whose city is blank, and who comes again', () => {
  const { people, rows } = listFile(choices)
  expect(people.filter(({ email }) => email === null).map(({ row }) => row)).toEqual([3])
  expect(people.filter(({ city }) => city === '')).toHaveLength(100)
  expect(people[9]?.email).toBe(people[8]?.email)
  expect(rows[9]?.[0]).toBe(rows[8]?.[0]?.toUpperCase())
  expect(new Set(people.map(({ email }) => email)).size).toBe(199)
  expect(people.some(({ zip }) => zip.startsWith('0'))).toBe(true)
  expect(people.some(({ phone }) => phone.startsWith('0'))).toBe(true)
})

test('a list that is written piece by piece is the same, byte for byte; another seed is another list', () => {
  const path = temporaryFile('')
  writeListFile(path, { ...choices, rows: 4500 })
  expect(readFileSync(path).equals(listFile({ ...choices, rows: 4500 }).bytes)).toBe(true)
  expect(listFile({ ...choices, seed: 8 }).rows).not.toEqual(listFile(choices).rows)
})
