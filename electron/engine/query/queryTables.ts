import type { QueryTable, QueryTableColumn } from '../../../shared/contract/queries.ts'
import type { Column, Field, SourceId } from '../../../shared/model.ts'
import { sqlNameOf } from '../../../shared/sqlName.ts'
import { fixedTables, personColumns } from './fixedTables.ts'
import type { QueryView } from './queryPort.ts'

/** An account as its people are queried. */
export interface QueriedAccount {
  /** What the database calls it. */
  readonly n: number
  readonly name: string
  readonly fields: readonly Field[]
}

export interface QueriedFile {
  readonly id: SourceId
  readonly name: string
  readonly rows: number
  readonly columns: readonly Column[]
}

/** A table for queries: what people read about it, and what it is made of. */
export interface QueriedTable extends QueryTable {
  readonly view: QueryView
  /** The staged file it needs, `null` for what is in the database. */
  readonly file: SourceId | null
}

/** More columns than that are left to `fields`. SQLite takes 2000. */
const mostFields = 400
const mostColumns = 1500

/** Everything that a query can look at, by names that need no quotes where that can be. Pure. */
export function queryTables(
  accounts: readonly QueriedAccount[],
  files: readonly QueriedFile[],
): QueriedTable[] {
  const taken = new Set(fixedTables.map(({ name }) => name))
  return [
    ...fixedTables,
    ...accounts.map((account) =>
      accountTable(account, sqlNameOf(`people of ${account.name}`, taken, 'people_of')),
    ),
    ...files.map((file) => fileTable(file, sqlNameOf(withoutEnding(file.name), taken, 'file'))),
  ]
}

/** What staged files are attached as. */
export function fileSchema(id: SourceId): string {
  return `file ${id}`
}

function accountTable({ n, name, fields }: QueriedAccount, table: string): QueriedTable {
  const taken = new Set(personColumns.map((column) => column.name))
  const own = fields
    // What is in its own column already, and names that SQLite's paths can't say.
    .filter(({ id }) => !['email', 'phone_number'].includes(id) && !/["\\]/.test(id))
    .slice(0, mostFields)
    .map((field) => ({ field, name: sqlNameOf(field.label, taken, 'field') }))
  const columns: QueryTableColumn[] = own.map(({ field, name: column }) => ({
    name: column,
    type: field.type === 'number' ? 'number' : field.type === 'date' ? 'date' : 'text',
    about: column === field.label.toLowerCase() ? '' : field.label,
  }))
  const selected = [
    ...personColumns.map((column) => `${column.sql} AS "${column.name}"`),
    ...own.map(
      ({ field, name: column }) => `p.fields ->> '$."${field.id.replaceAll("'", "''")}"' AS "${column}"`,
    ),
  ]
  return {
    name: table,
    of: 'account',
    about: `The people of ${name}, with a column for each of its fields.`,
    columns: [
      ...personColumns.map(({ name: column, type, about }) => ({ name: column, type, about })),
      ...columns,
    ],
    view: { name: table, sql: `SELECT ${selected.join(', ')} FROM main.contact p WHERE p.connection = ${n}` },
    file: null,
  }
}

function fileTable({ id, name, rows, columns }: QueriedFile, table: string): QueriedTable {
  const taken = new Set(['row'])
  const named = columns.slice(0, mostColumns).map(({ index, name: header }) => ({
    index,
    header,
    name: sqlNameOf(header, taken, `column_${index + 1}`),
  }))
  const selected = ['n AS "row"', ...named.map((column) => `cells ->> ${column.index} AS "${column.name}"`)]
  return {
    name: table,
    of: 'file',
    about: `The file “${name}” as it was imported: ${rows.toLocaleString('en-US')} rows. All cells are text: compare with '7', or CAST(… AS REAL).`,
    columns: [
      { name: 'row', type: 'number', about: 'number of the row in the file' },
      ...named.map((column) => ({
        name: column.name,
        type: 'text' as const,
        about: column.header.toLowerCase() === column.name ? '' : column.header,
      })),
    ],
    view: { name: table, sql: `SELECT ${selected.join(', ')} FROM "${fileSchema(id)}".row` },
    file: id,
  }
}

function withoutEnding(name: string): string {
  return name.replace(/\.(csv|tsv|txt|xlsx)$/i, '')
}
