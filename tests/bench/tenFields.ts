import type { PlanSpec } from '../../shared/contract/plans.ts'
import type { ConnectionId, Field, FieldId, SourceId } from '../../shared/model.ts'
import { tenColumns } from '../support/tenColumns.ts'

/** What the ten columns are in the account: the address, the first name, and custom fields. */
export const tenFieldIds = tenColumns.map((_, n) =>
  n === 0 ? 'email' : n === 1 ? 'first_name' : `custom:${n}`,
) as FieldId[]

export const tenFields: readonly Field[] = tenFieldIds.map((id, n) => ({
  id,
  key: id,
  label: tenColumns[n] ?? '',
  type: n === 0 ? 'email' : 'text',
  custom: n > 1,
}))

export const benchConnection = 'bench' as ConnectionId

/** All ten columns, each to its field. */
export function specOf(source: SourceId): PlanSpec {
  return {
    connection: benchConnection,
    source,
    mapping: {
      fields: tenFieldIds.map((field, column) => ({
        field,
        type: column === 0 ? 'email' : 'text',
        from: { column },
        transforms: [],
        write: 'always',
        blank: 'leave',
      })),
      left: [],
      values: { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' },
    },
    audiences: [],
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
  }
}
