import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import { compileMapping } from '../../../../shared/mapping/compileMapping.ts'
import type { Column, FieldId, FieldValue, Problem } from '../../../../shared/model.ts'
import type { ObjectType } from '../../../../shared/objectTypes.ts'
import type { StagedRow } from '../../source/stagedRows.ts'

/** A row of the file as something that is not a person to bring in. */
export interface ObjectRow {
  readonly row: number
  /** Why nothing of it can be used. */
  readonly problem: string | null
  /** What was read in a way the user should see. */
  readonly warning: string | null
  /** Why the file says that this person left. */
  readonly leftReason: string | null
  /** As they were read; `null` clears. */
  readonly values: Readonly<Record<FieldId, FieldValue>>
}

/** Reads staged rows by a plan's mapping. Pure: the same row is always read the same way. */
export function objectReader(
  { mapping }: PlanSpec,
  columns: readonly Column[],
  type: ObjectType,
  stored: (values: ObjectRow['values']) => ObjectRow['values'],
): (staged: StagedRow) => ObjectRow {
  const map = compileMapping(
    mapping,
    columns,
    mapping.fields.map(({ field }) => field),
  )
  return ({ row, cells }) => {
    const { values, severity, problems, left } = map(cells, row)
    const isEmpty = Object.values(values).every((value) => value === null || value === '')
    const read = { row, leftReason: left, values: stored(values) }
    const said = words(
      problems.filter(({ kind }) => kind !== 'missing-email' && kind !== 'missing-identifier'),
    )
    if (severity === 'invalid' && said !== '' && !isNamed(problems))
      return { ...read, problem: said, warning: null }
    if (isEmpty)
      return {
        ...read,
        problem: said || `Nothing in this row says which ${type.one} it is about.`,
        warning: null,
      }
    return { ...read, problem: null, warning: said === '' ? null : said }
  }
}

/** A bad address costs the row: it may be somebody else's. */
function isNamed(problems: readonly Problem[]): boolean {
  return !problems.some(({ kind }) => kind === 'invalid-email')
}

function words(problems: readonly Problem[]): string {
  return problems.map((problem) => problem.message).join(' ')
}

/** A value as text, `''` where there is none. */
export function textIn(values: ObjectRow['values'], field: FieldId | string): string {
  const value = values[field as FieldId]
  return value === null || value === undefined ? '' : String(value)
}

/** The first field that such an operation can't do without and that this row lacks, in a sentence. */
export function missingField({ fields }: ObjectType, op: string, values: ObjectRow['values']): string | null {
  const missing = fields.find(
    ({ id, requiredFor }) => requiredFor.includes(op as never) && textIn(values, id) === '',
  )
  return missing === undefined ? null : `“${missing.label}” is empty in this row, and can't be left out.`
}
