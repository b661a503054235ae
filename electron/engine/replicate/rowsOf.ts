import type { FieldId, FieldValue } from '../../../shared/model.ts'
import { lateField } from './columnNames.ts'
import {
  type Cell,
  type Column,
  type ColumnKind,
  type ObjectBatch,
  own,
  type Row,
  type TableShape,
} from './table.ts'

export interface RowBatch {
  readonly rows: readonly Row[]
  /** Columns that hold a value here which is not of their kind: they must become text first. */
  readonly misfits: ReadonlySet<string>
  /** Fields that have no column yet. */
  readonly late: TableShape['fields']
}

/**
 * The objects of a page as rows. An object that comes twice counts once, as it came last. Where several rows are one
 * object they are numbered. Pure.
 */
export function rowsOf(
  objects: ObjectBatch,
  {
    grouped,
    columns,
    seen,
    now,
  }: {
    readonly grouped: boolean
    readonly columns: readonly Column[]
    readonly seen: number
    readonly now: number
  },
): RowBatch {
  const byField = new Map(columns.map((column) => [column.field, column]))
  const rows = new Map<string, Row>()
  const lines = new Map<string, number>()
  const misfits = new Set<string>()
  const late = new Map<FieldId, TableShape['fields'][number]>()
  const common = { [own.seen]: seen, [own.writtenAt]: new Date(now).toISOString(), [own.deletedAt]: null }
  const blank: Readonly<Record<string, Cell>> = {
    [own.id]: null,
    ...Object.fromEntries(columns.map(({ name }) => [name, null])),
    ...common,
    [own.more]: null,
  }
  for (const { id, values } of objects) {
    const row: Record<string, Cell> = { ...blank, [own.id]: plainText(id) }
    const more: [string, FieldValue][] = []
    for (const field of Object.keys(values) as FieldId[]) {
      const value = values[field] ?? null
      const column = byField.get(field)
      if (column) {
        const cell = cellOf(value, column.kind)
        if (cell === undefined) misfits.add(column.name)
        else row[column.name] = cell
        continue
      }
      const found = lateField(field, value)
      if (found === null) continue
      late.set(field, found)
      more.push([found.wish, value])
    }
    if (more.length > 0) row[own.more] = plainText(JSON.stringify(Object.fromEntries(more)))
    if (!grouped) rows.set(id, row)
    else {
      const line = (lines.get(id) ?? 0) + 1
      lines.set(id, line)
      rows.set(`${id} ${line}`, { ...row, [own.line]: line })
    }
  }
  return { rows: [...rows.values()], misfits, late: [...late.values()] }
}

/** The value in a column of that kind; `undefined` where it is none. */
export function cellOf(value: FieldValue, kind: ColumnKind): Cell | undefined {
  if (value === null || (value === '' && kind !== 'text')) return null
  switch (kind) {
    case 'text':
      return plainText(String(value))
    case 'number': {
      const number = typeof value === 'boolean' ? NaN : Number(value)
      return Number.isFinite(number) ? number : undefined
    }
    case 'boolean':
      return value === true || value === 'true'
        ? true
        : value === false || value === 'false'
          ? false
          : undefined
    case 'time':
      return timeOf(value)
  }
}

/** Days that a month doesn't have are for `Date` to refuse. */
const isoTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** What all the databases know: years of four digits. */
function timeOf(value: Exclude<FieldValue, null>): string | undefined {
  if (typeof value !== 'string') return undefined
  // As most services write it, and as it is kept.
  if (isoTime.test(value) && value >= '1000') return value
  if (!/^\d{4}-\d\d-\d\d/.test(value)) return undefined
  const hasZone = value.length === 10 || /(?:Z|[+-]\d\d:?\d\d)$/.test(value)
  const ms = Date.parse(hasZone ? value : `${value.replace(' ', 'T')}Z`)
  const iso = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
  return iso.length === 24 && iso >= '1000' ? iso : undefined
}

/** Without the sign that PostgreSQL can't hold, and without halves of signs. */
function plainText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole
}
