import type { FieldId } from '../../../shared/model.ts'
import type { ServiceObject } from '../../../shared/objectTypes.ts'

/** What a column holds, in whichever database. `time` is a moment in UTC. */
export type ColumnKind = 'text' | 'number' | 'boolean' | 'time'

/** A column that holds a field of the objects. It keeps its name when the field gets another label. */
export interface Column {
  readonly field: FieldId
  readonly name: string
  readonly kind: ColumnKind
}

/** A table as it should be: a type of object of one connection. */
export interface TableShape {
  readonly name: string
  /** Whose and what: the connection's id and the type. A table of the same name that is of others is not ours. */
  readonly connection: string
  readonly object: string
  /** `Tag subscriptions`, for words. */
  readonly title: string
  readonly fields: readonly { readonly field: FieldId; readonly wish: string; readonly kind: ColumnKind }[]
  /** Several rows may be one object: their number is a part of the key. */
  readonly grouped: boolean
  /** Names of fields that are searched by. */
  readonly indexed: ReadonlySet<FieldId>
}

/** A value as any of the databases can take it; a time is ISO 8601 in UTC. */
export type Cell = string | number | boolean | null
/** By column. */
export type Row = Readonly<Record<string, Cell>>

/** What Listferry adds to every table. `line`: only where rows are grouped. */
export const own = {
  id: 'id',
  line: 'line',
  seen: 'listferry_seen',
  writtenAt: 'listferry_written_at',
  deletedAt: 'listferry_deleted_at',
  /** JSON of fields for which there is no column left. */
  more: 'listferry_more',
} as const

export const ownNames: ReadonlySet<string> = new Set(Object.values(own))

/** One page of a service's list. */
export type ObjectBatch = readonly ServiceObject[]
