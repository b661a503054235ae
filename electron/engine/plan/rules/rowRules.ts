import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import { assertNever } from '../../../../shared/errors.ts'
import { compileLists, type RowLists } from '../../../../shared/lists/compileLists.ts'
import { compileMapping, type MapRow } from '../../../../shared/mapping/compileMapping.ts'
import type { AudienceRef, Column, Field, FieldId, FieldRule, FieldValue } from '../../../../shared/model.ts'
import { compileFilter, type PassesFilter } from '../../../../shared/rules/compileFilter.ts'
import { setsOf } from '../../../../shared/rules/partsOfRules.ts'
import type { Action } from '../../../../shared/rules/rules.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { KnownPerson } from '../../store/knownPeople.ts'
import { factsOf } from './factsOf.ts'
import type { RowActions } from './rowActions.ts'

export interface RowToJudge {
  readonly row: number
  readonly cells: readonly (string | undefined)[]
  readonly person: KnownPerson | null
}

/** Which rows count, and what is done with each. Pure: the same row is always judged the same way. */
export interface RowRules {
  of(row: RowToJudge): { readonly counts: boolean; readonly actions: RowActions | null }
}

/** `null` where a plan has neither a filter nor rules, as most have: then nothing is looked at twice. */
export function rowRules(
  spec: Pick<PlanSpec, 'filter' | 'rules' | 'lists' | 'mapping'>,
  columns: readonly Column[],
  fields: readonly Field[],
  { storedValue }: Pick<Connector, 'storedValue'>,
): RowRules | null {
  const { filter = null, rules = [], lists = [], mapping } = spec
  if (filter === null && rules.length === 0 && lists.length === 0) return null
  const passes = filter === null ? always : compileFilter(filter, mapping.values)
  const compiled = rules.map(({ when, then }) => ({
    holds: when === null ? always : compileFilter(when, mapping.values),
    then,
  }))
  const readLists = lists.length === 0 ? null : compileLists(lists, columns)
  const readSet = setReader(spec, columns, fields, storedValue)
  return {
    of({ row, cells, person }) {
      const facts = factsOf(cells, person)
      if (!passes(facts)) return leftOut
      const all = compiled.filter(({ holds }) => holds(facts)).flatMap(({ then }) => then)
      const listed = readLists === null ? null : readLists(cells)
      const ruled = all.length === 0 ? null : actionsOf(all, readSet, cells, row)
      return { counts: true, actions: listed === null ? ruled : withLists(ruled, listed) }
    },
  }
}

/** What rules say of a row counts for more than its lists. */
function withLists(ruled: RowActions | null, { joins, warning, unplaced }: RowLists): RowActions {
  if (ruled === null)
    return { joins, leaves: [], sets: [], values: {}, unsubscribes: false, warning, unplaced }
  const isIn = (some: readonly AudienceRef[], { kind, id }: AudienceRef) =>
    some.some((one) => one.kind === kind && one.id === id)
  const others = joins.filter((one) => !isIn(ruled.joins, one) && !isIn(ruled.leaves, one))
  return {
    ...ruled,
    joins: [...ruled.joins, ...others],
    unplaced,
    warning: [ruled.warning, warning].filter((one) => one !== null).join(' ') || null,
  }
}

const always: PassesFilter = () => true
const leftOut = { counts: false, actions: null } as const

type ReadSet = (rule: FieldRule, cells: readonly (string | undefined)[], row: number) => ReadValue
interface ReadValue {
  /** Absent: a blank that is left alone, or one that could not be read. */
  readonly value?: FieldValue
  readonly problem: string | null
}

/** Later rules count where two say the opposite. */
function actionsOf(
  then: readonly Action[],
  readSet: ReadSet,
  cells: readonly (string | undefined)[],
  row: number,
): RowActions {
  const joins = new Map<string, AudienceRef>()
  const leaves = new Map<string, AudienceRef>()
  const sets = new Map<FieldId, FieldRule>()
  const values: Record<FieldId, FieldValue> = {}
  const problems: string[] = []
  let unsubscribes = false
  for (const action of then)
    switch (action.do) {
      case 'join':
      case 'leave': {
        const name = `${action.audience.kind} ${action.audience.id}`
        const [into, outOf] = action.do === 'join' ? [joins, leaves] : [leaves, joins]
        into.set(name, action.audience)
        outOf.delete(name)
        break
      }
      case 'set': {
        const { rule } = action
        const { value, problem } = readSet(rule, cells, row)
        if (problem !== null) problems.push(problem)
        if (value === undefined) break
        sets.set(rule.field, rule)
        values[rule.field] = value
        break
      }
      case 'unsubscribe':
        unsubscribes = true
        break
      default:
        assertNever(action)
    }
  return {
    joins: [...joins.values()],
    leaves: [...leaves.values()],
    sets: [...sets.values()],
    values,
    unsubscribes,
    warning: problems.join(' ') || null,
  }
}

/** Reads values of rules as the mapping reads its own. */
function setReader(
  spec: Pick<PlanSpec, 'rules' | 'mapping'>,
  columns: readonly Column[],
  fields: readonly Field[],
  storedValue: Connector['storedValue'],
): ReadSet {
  const readers = new Map<FieldRule, MapRow>(
    setsOf(spec).map((rule) => [
      rule,
      compileMapping({ fields: [rule], left: [], values: spec.mapping.values }, columns),
    ]),
  )
  const fieldById = new Map(fields.map((field) => [field.id, field]))
  return (rule, cells, row) => {
    const read = readers.get(rule)?.(cells, row)
    if (read === undefined) return { problem: null }
    const problem =
      read.problems
        .filter(({ kind }) => kind !== 'missing-email')
        .map(({ message }) => message)
        .join(' ') || null
    const value = read.values[rule.field]
    const field = fieldById.get(rule.field)
    if (value === undefined) return { problem }
    return { value: value === null || field === undefined ? value : storedValue(field, value), problem }
  }
}
