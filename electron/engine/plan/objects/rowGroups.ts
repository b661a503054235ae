import type { FieldId, RecordChange } from '../../../../shared/model.ts'
import type { ObjectType } from '../../../../shared/objectTypes.ts'
import { type ObjectRow, textIn } from './objectReader.ts'
import type { RecordPlan } from './planRecord.ts'

/** Several rows that are one object: the products of a purchase. They go together or not at all. */
export interface RowGroups {
  /** Notes a row that counts. `lines`: how many the account has of its object. */
  add(row: ObjectRow, plan: RecordPlan, lines: number): void
  /** What becomes of a row, given all rows of its object. */
  settle(row: ObjectRow, plan: RecordPlan): RecordPlan
}

interface Group {
  readonly firstRow: number
  /** What the rows must have in common, as in the first. */
  readonly common: Readonly<Record<string, string>>
  rows: number
  readonly lines: number
  problem: { readonly row: number; readonly words: string } | null
  /** Some row differs from what the account has. */
  differs: boolean
}

export function rowGroups(type: ObjectType): RowGroups {
  const { groupBy } = type
  const groups = new Map<string, Group>()
  return {
    add(row, plan, lines) {
      const name = groupBy === null ? '' : textIn(row.values, groupBy)
      if (name === '') return
      const common = commonOf(type, row.values)
      const group = groups.get(name) ?? newGroup(row.row, common, lines)
      groups.set(name, group)
      group.rows += 1
      const other = Object.keys(common).find((field) => common[field] !== group.common[field])
      const words =
        plan.kind === 'invalid' ? plan.reason : other === undefined ? null : otherWords(type, other, group)
      if (words !== null) group.problem ??= { row: row.row, words }
      if (plan.kind === 'update' && changesSomething(plan)) group.differs = true
    },
    settle(row, plan) {
      const group = groupBy === null ? undefined : groups.get(textIn(row.values, groupBy))
      if (group === undefined || plan.kind === 'duplicate') return plan
      const { problem } = group
      if (problem !== null)
        return {
          ...plan,
          kind: 'invalid',
          change: null,
          reason:
            problem.row === row.row
              ? problem.words
              : `Row ${problem.row} is of the same ${type.one} and can't be used, so none of it is sent.`,
        }
      if (plan.change === null) return plan
      if (plan.kind === 'update' && !group.differs && group.rows === group.lines)
        return { ...plan, kind: 'unchanged', change: null, reason: null }
      const change = { ...(plan.change as RecordChange), together: textIn(row.values, groupBy as FieldId) }
      return { ...plan, change }
    },
  }
}

function newGroup(firstRow: number, common: Group['common'], lines: number): Group {
  return { firstRow, common, rows: 0, lines, problem: null, differs: false }
}

function commonOf({ ofRow, fields }: ObjectType, values: ObjectRow['values']): Group['common'] {
  const common = fields.filter(({ id }) => !ofRow.includes(id))
  return Object.fromEntries(common.map(({ id }) => [id, textIn(values, id)]))
}

function otherWords({ fields, one }: ObjectType, field: string, { firstRow }: Group): string {
  const label = fields.find(({ id }) => id === field)?.label ?? field
  return `“${label}” is not the same as in row ${firstRow}, which is of the same ${one}. Make them agree.`
}

function changesSomething({ change }: RecordPlan): boolean {
  if (change?.object !== 'record') return false
  const { before, after } = change
  return Object.entries(after).some(([field, value]) => {
    if (value === null || !Object.hasOwn(before, field)) return value !== null
    return isOther(before[field as FieldId], value)
  })
}

/** The service never shows some fields, so nothing can be said of them. */
function isOther(held: unknown, wanted: unknown): boolean {
  if (held === null || held === undefined) return false
  return typeof held === 'string' && typeof wanted === 'string'
    ? held.toLowerCase() !== wanted.toLowerCase()
    : held !== wanted
}
