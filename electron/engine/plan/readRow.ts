import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { columnsOf, countryColumnOf, readsPhones } from '../../../shared/mapping/columnsOf.ts'
import { compileMapping } from '../../../shared/mapping/compileMapping.ts'
import type { Column, Field, FieldId, FieldRule, FieldValue, Problem } from '../../../shared/model.ts'
import { isPlainEmail } from '../../../shared/values/email.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { Connector, Identifier } from '../connectors/connector.ts'
import type { SomeCells } from '../source/stagedRows.ts'
import type { RecipeRow } from '../store/recipeRows.ts'
import { type Cursor, cursorReader } from './cursor.ts'
import type { IdentifiedRow } from './fileIdentities.ts'
import { identityOf } from './identity.ts'

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
      /** Who this is; see `identityOf`. */
      readonly identity: string
      /** Other ways to know them, where the service has such. */
      readonly phone: string | null
      readonly externalId: string | null
      /** As the service would hold them, beside the address as it is written; `null` clears. */
      readonly values: Readonly<Record<FieldId, FieldValue>>
    }
)

/** A row that goes, as far as it is about somebody. */
export type ValidRow = Extract<ReadRow, { readonly valid: true }>

const email = 'email' as FieldId

/** Of a plan, what decides how a row is read. */
export type ReadSpec = Pick<PlanSpec, 'mapping' | 'append'>

/** Reads no more of a row than who it is about. */
export interface IdentityReader {
  /** The columns it needs. */
  readonly columns: readonly number[]
  /** `null` for a row that goes nowhere. */
  readonly read: (row: SomeCells) => (IdentifiedRow & RecipeRow) | null
}

/** Says the same of a row as `rowReader`. */
export function identityReader(
  spec: ReadSpec,
  columns: readonly Column[],
  { identifiers }: Pick<Connector, 'identifiers'>,
): IdentityReader {
  const { fields, left } = spec.mapping
  const decides = fields.filter(
    ({ field, type }) => type === 'email' || identifiers.some((one) => one.field === field),
  )
  const mapping = { ...spec.mapping, fields: decides }
  const read = rowReader({ ...spec, mapping }, columns, [], { identifiers, storedValue: (_, value) => value })
  const needed = [
    ...decides.flatMap(({ from }) => columnsOf(from)),
    ...(decides.some(readsPhones) ? countryColumnOf(spec.mapping.values) : []),
    ...left.map(({ column }) => column),
    ...[spec.append?.cursorColumn ?? []].flat(),
  ]
  const readWhole = (some: SomeCells) => {
    const found = read(some)
    return found.valid ? found : null
  }
  const plainAt = needed.length === 1 ? plainAddressColumn(decides) : null
  return {
    columns: [...new Set(needed)],
    read: plainAt === null ? readWhole : (some) => readPlain(some, plainAt) ?? readWhole(some),
  }
}

/** Where a file says by nothing but a column of addresses, as they are, who its rows are about; `null` for other files. */
function plainAddressColumn(decides: readonly FieldRule[]): number | null {
  const [rule, ...others] = decides
  if (rule === undefined || others.length > 0 || rule.field !== email || rule.transforms.length > 0)
    return null
  return 'column' in rule.from ? rule.from.column : null
}

/** Reads an everyday address without the rest of a mapping; `null` for any other cell. */
function readPlain({ row, cells }: SomeCells, column: number): (IdentifiedRow & RecipeRow) | null {
  const cell = cells[column]
  if (cell === undefined || !isPlainEmail(cell)) return null
  return { row, identity: foldEmail(cell), phone: null, externalId: null, leftReason: null, cursor: null }
}

/** Reads staged rows by a plan's mapping. Pure: the same row is always read the same way. */
export function rowReader(
  spec: ReadSpec,
  columns: readonly Column[],
  fields: readonly Field[],
  { storedValue, identifiers }: Pick<Connector, 'storedValue' | 'identifiers'>,
): (row: SomeCells) => ReadRow {
  const map = compileMapping(
    spec.mapping,
    columns,
    identifiers.map(({ field }) => field),
  )
  const fieldOf = (kind: Identifier['kind']) => identifiers.find((one) => one.kind === kind)?.field
  const [phoneField, externalIdField] = [fieldOf('phone'), fieldOf('externalId')]
  const store = valueStorer(spec, fields, storedValue)
  const cursorColumn = columns[spec.append?.cursorColumn ?? -1]
  const readCursor = cursorColumn && cursorReader(cursorColumn, spec.mapping.values)
  // Objects are written out, since a spread costs more than all the rest a million times over.
  return ({ row, cells }) => {
    const { values, severity, problems, left: leftReason } = map(cells, row)
    const named = {
      email: textOf(values, email),
      phone: textOf(values, phoneField),
      externalId: textOf(values, externalIdField),
    }
    const cursor = readCursor ? readCursor(cells[cursorColumn.index] ?? '', row) : null
    const identity = severity === 'invalid' ? null : identityOf(named)
    if (identity === null) {
      const reason = words(problems)
      return { row, valid: false, email: named.email, cursor, warning: null, leftReason, reason }
    }
    return {
      row,
      valid: true,
      email: named.email,
      phone: named.phone,
      externalId: named.externalId,
      identity,
      cursor,
      warning: problems.length > 0 ? words(problems) : null,
      leftReason,
      values: store(values),
    }
  }
}

function textOf(values: Readonly<Record<FieldId, FieldValue>>, field: FieldId | undefined): string | null {
  const value = field === undefined ? null : values[field]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Turns values into what the service would hold, in place: a second object for each row costs as much as the rest. */
function valueStorer(
  { mapping }: ReadSpec,
  fields: readonly Field[],
  storedValue: Connector['storedValue'],
): (values: Record<FieldId, FieldValue>) => Readonly<Record<FieldId, FieldValue>> {
  const fieldById = new Map(fields.map((field) => [field.id, field]))
  const targets = mapping.fields.flatMap(({ field }) => (field === email ? [] : (fieldById.get(field) ?? [])))
  return (values) => {
    for (const field of targets) {
      const value = values[field.id]
      if (value === undefined || value === null) continue
      const stored = storedValue(field, value)
      if (stored !== value) values[field.id] = stored
    }
    return values
  }
}

function words(problems: readonly Problem[]): string {
  return problems.map((problem) => problem.message).join(' ')
}
