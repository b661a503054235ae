import type { Column, FieldId, FieldValue, Mapping } from '../model.ts'
import type { ObjectOp, ObjectType } from '../objectTypes.ts'
import type { CellProblem } from './checkKinds.ts'
import { type CheckCells, compileReading } from './compileCheck.ts'

/** What the rows of a file are, where they are not people to bring in. */
export interface CheckedType {
  readonly type: ObjectType
  readonly op: ObjectOp
  /** Why the service would refuse to make this; `null` where nothing speaks against it. Pure. */
  readonly refusal: (values: Values) => string | null
}

type Values = Readonly<Record<FieldId, FieldValue>>

/**
 * Compiles the check of a file about tags, fields, purchases and alike. It says what a plan would say of a row by itself,
 * without looking at the account.
 * @throws AppError `invalid-input` where the mapping names a column that the file does not have.
 */
export function compileObjectCheck(
  mapping: Mapping,
  columns: readonly Column[],
  { type, op, refusal }: CheckedType,
): CheckCells {
  const read = compileReading(
    mapping,
    columns,
    mapping.fields.map(({ field }) => field),
  )
  const columnOf = columnsByField(mapping)
  const needed = type.fields.filter(({ requiredFor }) => requiredFor.includes(op))
  const neededColumns = new Set(needed.map(({ id }) => columnOf.get(id)))
  return (cells, row) => {
    const { values, problems } = read(cells, row)
    const found = problems
      // Who is meant is not all that a row can be about.
      .filter(({ kind }) => kind !== 'no-email' && kind !== 'nobody')
      .map((problem) => (isNeeded(problem) ? { ...problem, weight: 'row' as const } : problem))
    if (found.some(({ weight }) => weight === 'row')) return found
    const more = missing(values) ?? unnamed(values) ?? refused(values)
    return more === null ? found : [...found, ...more]
  }

  /** Without it nothing can be done with the row. */
  function isNeeded({ column, weight }: CellProblem): boolean {
    return weight === 'value' && column !== null && neededColumns.has(column)
  }

  function missing(values: Values): readonly CellProblem[] | null {
    const lacking = needed.filter(({ id }) => isBlank(values[id]))
    const all = lacking.map(({ id, label }) =>
      rowProblem(
        'missing-value',
        `“${label}” is empty in this row, and can't be left out.`,
        columnOf.get(id) ?? null,
      ),
    )
    return all.length === 0 ? null : all
  }

  function unnamed(values: Values): readonly CellProblem[] | null {
    const { aboutPeople, foundBy, one } = type
    const isNamed =
      op === 'insert' && !aboutPeople ? !isEmpty(values) : foundBy.some((field) => !isBlank(values[field]))
    if (isNamed) return null
    return aboutPeople
      ? [rowProblem('nobody', 'Nothing in this row says who it is about.', null)]
      : [rowProblem('nothing-named', `Nothing in this row says which ${one} it is about.`, null)]
  }

  function refused(values: Values): readonly CellProblem[] | null {
    const message = refusal(values)
    return message === null ? null : [rowProblem('not-accepted', message, null)]
  }
}

function rowProblem(kind: CellProblem['kind'], message: string, column: number | null): CellProblem {
  return { kind, column, weight: 'row', message, fix: null }
}

function columnsByField({ fields }: Mapping): ReadonlyMap<FieldId, number> {
  return new Map(fields.flatMap(({ field, from }) => ('column' in from ? [[field, from.column]] : [])))
}

function isBlank(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || value === ''
}

function isEmpty(values: Values): boolean {
  return Object.values(values).every(isBlank)
}
