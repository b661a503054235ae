import { parsePhoneNumberWithError } from 'libphonenumber-js/min'
import validatorModule from 'validator/lib/isEmail.js'
import { compileMapping, type MapRow } from '../../shared/mapping/compileMapping.ts'
import type { FieldId, Mapping, ValueType } from '../../shared/model.ts'
import { draw } from '../support/peopleFile.ts'
import { tenCells } from '../support/tenColumns.ts'
import type { Figure, Reading } from './figure.ts'
import { median, take } from './sideBySide.ts'

/** What it adds to the mapping of a row that a column is not text: beside the bare library on the same values. */
export const typedColumns: Figure = {
  name: 'types',
  about: 'what a typed column adds to mapping, beside its bare library on the same values',
  async measure({ size, say }) {
    const rows = size === 'full' ? 300_000 : 2000
    const readings: Reading[] = []
    for (const column of columns) {
      say(column.type)
      readings.push(await measureColumn(column, rows))
    }
    return readings
  },
}

interface TypedColumn {
  readonly type: ValueType
  readonly library: string
  readonly cellAt: (row: number) => string
  /** Whether the bare library takes it. */
  readonly bare: (cell: string) => boolean
}

// The module's types say that its function is its default export; at run time in ESM it is.
const isEmail = validatorModule as unknown as (text: string) => boolean

const columns: readonly TypedColumn[] = [
  { type: 'email', library: 'validator', cellAt: (row) => tenCells(row)[0] ?? '', bare: isEmail },
  {
    type: 'phone',
    library: 'libphonenumber-js',
    cellAt: (row) =>
      row % 2 === 0
        ? `+1415555${String(draw(row, 0) % 10_000).padStart(4, '0')}`
        : `(212) 555-${String(draw(row, 0) % 10_000).padStart(4, '0')}`,
    bare: (cell) =>
      parsePhoneNumberWithError(cell, { defaultCountry: 'US', extract: false }).number.startsWith('+'),
  },
  {
    type: 'date',
    library: 'Date',
    cellAt: (row) =>
      new Date(1_500_000_000_000 + draw(row, 0) * 30).toISOString().slice(0, row % 2 ? 10 : 19),
    bare: (cell) => new Date(cell).toISOString().length > 0,
  },
  {
    type: 'number',
    library: 'Number',
    cellAt: (row) => String((draw(row, 0) % 1_000_000) / 100),
    bare: (cell) => Number.isFinite(Number(cell)),
  },
]

async function measureColumn(column: TypedColumn, rows: number): Promise<Reading> {
  const { type, library, cellAt, bare } = column
  const cells = Array.from({ length: rows }, (_, n) => cellAt(n + 1))
  const [typed, text] = [mapperOf(type), mapperOf('text')]
  const rounds: { readonly typed: number; readonly text: number; readonly bare: number }[] = []
  for (let round = 0; round < 6; round += 1)
    rounds.push({
      typed: (await take(() => mapAll(typed, cells))).ms,
      text: (await take(() => mapAll(text, cells))).ms,
      bare: (await take(() => checkAll(bare, cells))).ms,
    })
  const counted = rounds.slice(1)
  const of = (pick: (one: (typeof rounds)[number]) => number) => median(counted.map(pick))
  const microseconds = (ms: number) => ((ms * 1000) / rows).toFixed(2)
  return {
    what: `${type} column: adds`,
    value: of((one) => (one.typed - one.text) / one.bare),
    unit: 'times',
    beside: `${microseconds(of((one) => one.typed))} µs a row typed, ${microseconds(of((one) => one.text))} µs as text, beside ${microseconds(of((one) => one.bare))} µs for ${library}`,
    goal: { is: 'at most', value: 1.3 },
  }
}

/** Maps an address that is the same for all rows, and one column of this type. */
function mapperOf(type: ValueType): MapRow {
  const rule = { transforms: [], write: 'always', blank: 'leave' } as const
  const mapping: Mapping = {
    fields: [
      { ...rule, field: 'email' as FieldId, type: 'email', from: { constant: 'ann@example.org' } },
      { ...rule, field: 'custom:1' as FieldId, type, from: { column: 0 } },
    ],
    left: [],
    values: { defaultCountry: 'US', dateOrder: 'day-month', decimalMark: '.' },
  }
  return compileMapping(mapping, [{ index: 0, name: 'Value', header: 'Value' }])
}

function mapAll(map: MapRow, cells: readonly string[]): void {
  let row = 0
  for (const cell of cells) {
    row += 1
    if (map([cell], row).severity !== 'ok') throw new Error(`${cell} was not read as it should be.`)
  }
}

function checkAll(bare: (cell: string) => boolean, cells: readonly string[]): void {
  for (const cell of cells) if (!bare(cell)) throw new Error(`The bare library does not take ${cell}.`)
}
