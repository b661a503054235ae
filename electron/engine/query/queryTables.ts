import type { QueryTable, QueryTableColumn } from '../../../shared/contract/queries.ts'
import type { Column, ConnectionId, Field, SourceId } from '../../../shared/model.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import { sqlNameOf } from '../../../shared/sqlName.ts'
import { type Column as ObjectColumn, own as ownColumn } from '../replicate/table.ts'
import { fixedTables, personColumns } from './fixedTables.ts'
import type { QueryView } from './queryPort.ts'

/** An account as its people are queried. */
export interface QueriedAccount {
  /** What the database calls it. */
  readonly n: number
  readonly id: ConnectionId
  readonly name: string
  readonly fields: readonly Field[]
  /** What is kept of it besides people. */
  readonly objects: readonly QueriedObjects[]
}

/** Objects of one type, as they were read into this computer. */
export interface QueriedObjects {
  readonly type: ObjectTypeView
  /** What its table is called in the account's file, and the columns there. */
  readonly table: string
  readonly columns: readonly ObjectColumn[]
  /** ISO 8601; `null`: never to its end. */
  readonly readAt: string | null
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
  /** Whose people it tells of. */
  readonly peopleOf: ConnectionId | 'everyone' | null
  /** The file it needs, `null` for what is in the database. */
  readonly from: TableFile | null
}

export type TableFile =
  { readonly is: 'staged'; readonly id: SourceId } | { readonly is: 'objects'; readonly id: ConnectionId }

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
    ...accounts.flatMap((account) =>
      account.objects.map((objects) =>
        objectTable(
          account,
          objects,
          sqlNameOf(`${objects.type.title} of ${account.name}`, taken, 'objects_of'),
        ),
      ),
    ),
    ...files.map((file) => fileTable(file, sqlNameOf(withoutEnding(file.name), taken, 'file'))),
  ]
}

/** What files are attached as. */
export function fileSchema({ is, id }: TableFile): string {
  return `${is === 'staged' ? 'file' : is} ${id}`
}

function accountTable({ n, id: account, name, fields }: QueriedAccount, table: string): QueriedTable {
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
    reads: null,
    about: `The people of ${name}, with a column for each of its fields.`,
    columns: [
      ...personColumns.map(({ name: column, type, about }) => ({ name: column, type, about })),
      ...columns,
    ],
    view: { name: table, sql: `SELECT ${selected.join(', ')} FROM main.contact p WHERE p.connection = ${n}` },
    peopleOf: account,
    from: null,
  }
}

/** What is marked as gone is left out: a table shows what the account had when it was read. */
function objectTable(
  { id, name }: QueriedAccount,
  { type, table: kept, columns, readAt }: QueriedObjects,
  table: string,
): QueriedTable {
  const from: TableFile = { is: 'objects', id }
  const labels = new Map(type.fields.map((field) => [field.id, field.label]))
  const own = [
    { name: 'id', type: 'text' as const, about: `of the ${type.one}`, sql: '"id"' },
    ...columns.map(({ name: column, kind, field }) => {
      const label = labels.get(field) ?? column
      const quoted = `"${column}"`
      return {
        name: column,
        type: queryTypes[kind],
        about: kind === 'boolean' ? `${label}: 1 or 0` : label,
        sql: column === 'email' ? `${quoted} COLLATE NOCASE` : quoted,
      }
    }),
  ]
  const selected = own.map(({ name: column, sql }) => `${sql} AS "${column}"`).join(', ')
  const where = `FROM "${fileSchema(from)}"."${kept}" WHERE ${ownColumn.deletedAt} IS NULL`
  return {
    name: table,
    of: 'account',
    about: readAt === null ? `${unreadWords(table, name)} ${type.sees}` : `${name}: ${type.sees}`,
    columns: own.map(({ name: column, type: held, about }) => ({ name: column, type: held, about })),
    reads: { connection: id, type: type.id, title: type.title, readAt },
    view: { name: table, sql: `SELECT ${selected} ${where}` },
    peopleOf: null,
    from,
  }
}

const queryTypes = { text: 'text', number: 'number', boolean: 'number', time: 'date' } as const

/** What to do before a table can be asked that was never read to its end. Pure. */
export function unreadWords(table: string, account: string): string {
  return `Not read from ${account} yet. Press Read beside ${table} in the list of tables, or in the terminal: listferry query --read ${table}.`
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
    reads: null,
    about: `The file “${name}” as it was imported: ${rows.toLocaleString('en-US')} rows. All cells are text: compare with '7', or CAST(… AS REAL).`,
    columns: [
      { name: 'row', type: 'number', about: 'number of the row in the file' },
      ...named.map((column) => ({
        name: column.name,
        type: 'text' as const,
        about: column.header.toLowerCase() === column.name ? '' : column.header,
      })),
    ],
    view: {
      name: table,
      sql: `SELECT ${selected.join(', ')} FROM "${fileSchema({ is: 'staged', id })}".row`,
    },
    peopleOf: null,
    from: { is: 'staged', id },
  }
}

function withoutEnding(name: string): string {
  return name.replace(/\.(csv|tsv|txt|xlsx)$/i, '')
}
