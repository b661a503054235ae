import { constants } from 'node:sqlite'
import type { Refusal } from '../engine/query/queryPort.ts'

/** What SQLite says of an action before it allows it: https://sqlite.org/c3ref/c_alter_table.html */
interface Action {
  readonly first: string | null
  readonly second: string | null
  readonly schema: string | null
  /** The innermost view, or common table, that it is for. */
  readonly inside: string | null
}

interface Allowed {
  /** Views that a query may read. */
  readonly names: readonly string[]
  /** The view behind it, which alone reads tables. */
  readonly hiddenName: (name: string) => string
  readonly files: readonly string[]
}

/** Tables that are made from JSON, in memory. */
const jsonTables = new Set(['json_each', 'json_tree'])
const refusedFunctions = new Set(['load_extension', 'fts3_tokenizer'])
const fileActions = new Set([constants.SQLITE_ATTACH, constants.SQLITE_DETACH])
const transactionActions = new Set([constants.SQLITE_TRANSACTION, constants.SQLITE_SAVEPOINT])

/** Decides what a query may do: read the views, and compute. @returns `null` for what it may */
export function guardReads({
  names,
  hiddenName,
  files,
}: Allowed): (code: number, action: Action) => Refusal | null {
  const hidden = new Set(names.map(hiddenName))
  const shown = new Set(names)
  const schemas = new Set(['main', ...files])
  const mayRead = ({ first, second, schema, inside }: Action) => {
    const table = first ?? ''
    if (inside !== null && hidden.has(inside)) return true
    if (schema === 'temp')
      return shown.has(table) || (inside !== null && shown.has(inside) && hidden.has(table))
    if (jsonTables.has(table)) return true
    // How many rows a view or a common table has is asked without naming a view or a column.
    return second === '' && (schema === null || schemas.has(schema)) && !table.startsWith('sqlite_')
  }
  return (code, action) => {
    switch (code) {
      case constants.SQLITE_SELECT:
      case constants.SQLITE_RECURSIVE:
        return null
      case constants.SQLITE_FUNCTION: {
        const name = action.second ?? ''
        return refusedFunctions.has(name.toLowerCase()) ? { what: 'function', name } : null
      }
      case constants.SQLITE_READ:
        return mayRead(action) ? null : { what: 'table', name: action.first ?? '' }
      case constants.SQLITE_PRAGMA:
        return { what: 'setting' }
      default:
        if (fileActions.has(code)) return { what: 'file' }
        return { what: transactionActions.has(code) ? 'transaction' : 'write' }
    }
  }
}
