import { statSync } from 'node:fs'
import { join } from 'node:path'
import { writeLines } from '../support/peopleFile.ts'
import { tenCells, tenColumns } from '../support/tenColumns.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { besideWords, sideBySide } from './sideBySide.ts'
import { parseBare, stageAndMap } from './stagedPeople.ts'

/** A file of ten text columns from its bytes to mapped, checked and deduplicated rows, beside PapaParse alone. */
export const staging: Figure = {
  name: 'staging',
  about:
    'a file of 10 text columns parsed, checked and staged, then read once by a mapping and deduplicated, beside PapaParse alone',
  async measure(bench) {
    const rows = bench.size === 'full' ? 1_000_000 : 3000
    const path = join(bench.folder, 'people.csv')
    writeTenColumns(path, rows)
    return [await measureStaging(bench, path, rows)]
  },
}

/** One row in a thousand says the same person as the row before it. */
export function writeTenColumns(path: string, rows: number): void {
  writeLines(path, tenColumns.join(','), rows, (row) => tenCells(row % 1000 === 0 ? row - 1 : row).join(','))
}

async function measureStaging({ folder, say, size }: BenchRun, path: string, rows: number): Promise<Reading> {
  const megabytes = Math.round(statSync(path).size / 1e6)
  const name = `${rows.toLocaleString('en')} rows × ${tenColumns.length} text columns, ${megabytes} MB`
  say(name)
  const taken = await sideBySide(
    async () => checkStaged(await stageAndMap(path, folder), rows),
    async () => checkParsed(await parseBare(path), rows),
    size === 'quick' ? 1 : 3,
  )
  return {
    what: name,
    value: taken.ratio,
    unit: 'times',
    beside: besideWords(taken, 'PapaParse alone in a worker of its own'),
    goal: { is: 'at most', value: 4.5 },
  }
}

function checkStaged(found: { readonly rows: number; readonly people: number }, rows: number): void {
  const people = rows - Math.floor(rows / 1000)
  if (found.rows !== rows || found.people !== people)
    throw new Error(`Staging found ${found.people} people in ${found.rows} rows, not ${people} in ${rows}.`)
}

/** PapaParse counts the header. */
function checkParsed(records: number, rows: number): void {
  if (records !== rows + 1) throw new Error(`PapaParse found ${records} records for ${rows} rows.`)
}
