import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { compileMapping } from '../../../shared/mapping/compileMapping.ts'
import type { Column, Field, FieldId, FieldValue, Problem } from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { Connector } from '../connectors/connector.ts'
import type { SomeCells } from '../source/stagedRows.ts'
import type { RecipeRow } from '../store/recipeRows.ts'
import { type Cursor, cursorReader } from './cursor.ts'
import type { IdentifiedRow } from './fileIdentities.ts'

/** A row of the file as its mapping reads it. */
export type ReadRow = {
  readonly row: number
  readonly email: string | null
  readonly cursor: Cursor
  /** What was read in a way the user should see, in words. */
  readonly warning: string | null
  /** Why the file says that this person left. */
  readonly leftReason: string | null
} & (
  | { readonly valid: false; readonly reason: string }
  | {
      readonly valid: true
      readonly email: string
      /** The folded address: who this is. */
      readonly identity: string
      /** As the service would hold them, without the address; `null` clears. */
      readonly values: Readonly<Record<FieldId, FieldValue>>
    }
)

const email = 'email' as FieldId

/** Reads no more of a row than who it means; `null` for a row that goes nowhere. */
export interface IdentityReader {
  /** The columns it needs. */
  readonly columns: readonly number[]
  readonly read: (row: SomeCells) => (IdentifiedRow & RecipeRow) | null
}

/** Says the same of a row as `rowReader`: only the address decides whether a row goes at all. */
export function identityReader(spec: PlanSpec, columns: readonly Column[]): IdentityReader {
  const { fields, left } = spec.mapping
  const addresses = fields.filter(({ field }) => field === email)
  const read = rowReader({ ...spec, mapping: { ...spec.mapping, fields: addresses } }, columns, [], keep)
  const needed = [
    ...addresses.flatMap(({ from }) => ('column' in from ? [from.column] : [])),
    ...left.map(({ column }) => column),
    ...[spec.append?.cursorColumn ?? []].flat(),
  ]
  return {
    columns: [...new Set(needed)],
    read(some) {
      const found = read(some)
      if (!found.valid) return null
      const { row, identity, leftReason, cursor } = found
      return { row, identity, leftReason, cursor }
    },
  }
}

const keep: Connector['storedValue'] = (_, value) => value

/** Reads staged rows by a plan's mapping. Pure: the same row is always read the same way. */
export function rowReader(
  spec: PlanSpec,
  columns: readonly Column[],
  fields: readonly Field[],
  storedValue: Connector['storedValue'],
): (row: SomeCells) => ReadRow {
  const map = compileMapping(spec.mapping, columns)
  const stored = valueStorer(spec, fields, storedValue)
  const cursorColumn = columns[spec.append?.cursorColumn ?? -1]
  const readCursor = cursorColumn && cursorReader(cursorColumn, spec.mapping.values)
  return ({ row, cells }) => {
    const { values, severity, problems, left: leftReason } = map(cells, row)
    const address = values[email]
    const cursor = readCursor ? readCursor(cells[cursorColumn.index] ?? '', row) : null
    if (severity === 'invalid' || typeof address !== 'string') {
      const said = typeof address === 'string' ? address : null
      return {
        row,
        cursor,
        leftReason,
        valid: false,
        email: said,
        reason: words(problems),
        warning: null,
      }
    }
    return {
      row,
      cursor,
      leftReason,
      valid: true,
      email: address,
      identity: foldEmail(address),
      warning: problems.length > 0 ? words(problems) : null,
      values: stored(values),
    }
  }
}

type Values = Readonly<Record<FieldId, FieldValue>>

function valueStorer(
  { mapping }: PlanSpec,
  fields: readonly Field[],
  storedValue: Connector['storedValue'],
): (values: Values) => Values {
  const mapped = new Set(mapping.fields.map(({ field }) => field))
  const targets = fields.filter(({ id }) => id !== email && mapped.has(id))
  return (values) => {
    const stored: Record<FieldId, FieldValue> = {}
    for (const field of targets) {
      const value = values[field.id]
      if (value !== undefined) stored[field.id] = value === null ? null : storedValue(field, value)
    }
    return stored
  }
}

function words(problems: readonly Problem[]): string {
  return problems.map((problem) => problem.message).join(' ')
}
