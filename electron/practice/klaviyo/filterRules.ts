import { invalidParameter } from './errors.ts'
import type { FilterCall, FilterValue } from './filter.ts'
import { FilterSyntaxError, parseFilter } from './filter.ts'
import { parseTime } from './times.ts'

/** What a field may be compared with. */
export type FilterKind = 'text' | 'time' | 'number' | 'boolean' | 'none'

export interface FieldRule {
  readonly operators: readonly string[]
  readonly kind: FilterKind
}

/** Field → what is allowed; in the order the service lists it. */
export type FilterRules = Readonly<Record<string, FieldRule>>

/** A call that passed its rules; times are milliseconds since 1970, a list stays one. */
export interface Condition {
  readonly field: string
  readonly operator: string
  readonly values: readonly (string | number | boolean | null)[]
}

const ranges = ['greater-or-equal', 'greater-than', 'less-or-equal', 'less-than'] as const

/** Shorthands for the tables of the operations. */
export const rule = {
  anyText: { operators: ['any', 'equals'], kind: 'text' },
  equalText: { operators: ['equals'], kind: 'text' },
  timeRange: { operators: ranges, kind: 'time' },
  numberRange: { operators: ranges, kind: 'number' },
  after: { operators: ['greater-than'], kind: 'time' },
  afterOrBefore: { operators: ['greater-than', 'less-than'], kind: 'time' },
  anyBoolean: { operators: ['any', 'equals'], kind: 'boolean' },
  equalBoolean: { operators: ['equals'], kind: 'boolean' },
  name: { operators: ['contains', 'ends-with', 'equals', 'starts-with'], kind: 'text' },
  present: { operators: ['has'], kind: 'none' },
} as const satisfies Record<string, FieldRule>

/** Reads a filter and holds it against the rules of its endpoint. @throws Refusal 400 at `filter` */
export function readFilter(text: string, rules: FilterRules): readonly Condition[] {
  return parsed(text).map((call) => check(call, rules))
}

function parsed(text: string): readonly FilterCall[] {
  try {
    return parseFilter(text)
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error
    throw invalidParameter('filter', `Invalid filter provided: ${error.message}.`)
  }
}

function check({ operator, field, value }: FilterCall, rules: FilterRules): Condition {
  const found = Object.hasOwn(rules, field) ? rules[field] : undefined
  if (found === undefined) {
    const known = Object.keys(rules).join(',')
    throw invalidParameter('filter', `'${field}' is not a filterable field.  Filterable fields are ${known}`)
  }
  if (!found.operators.includes(operator))
    throw invalidParameter(
      'filter',
      `'${operator}' is not an allowed filter operator for ${field}.  Allowed operators are ${found.operators.join(',')}`,
    )
  return { field, operator, values: valuesOf(found.kind, operator, field, value) }
}

function valuesOf(kind: FilterKind, operator: string, field: string, value: FilterValue | undefined) {
  if (kind === 'none') {
    if (value !== undefined) throw wrongValue(field, 'no value')
    return []
  }
  const mayBeList = operator === 'any' || operator === 'equals'
  if (value === undefined || (isList(value) && !mayBeList) || (operator === 'any' && !isList(value)))
    throw wrongValue(field, operator === 'any' ? 'a list' : `a ${kind}`)
  // The document has equals with a list, live clients send a single value: both are understood.
  return (isList(value) ? value : [value]).map((each) => typed(kind, field, each))
}

function isList(value: FilterValue | undefined): value is readonly (string | number | boolean | null)[] {
  return Array.isArray(value)
}

function typed(kind: FilterKind, field: string, value: string | number | boolean | null) {
  if (kind === 'time') {
    const at = typeof value === 'string' ? parseTime(value) : undefined
    if (at === undefined) throw wrongValue(field, 'a time')
    return at
  }
  const type = kind === 'text' ? 'string' : kind
  if (typeof value !== type) throw wrongValue(field, `a ${kind}`)
  return value
}

function wrongValue(field: string, wanted: string) {
  return invalidParameter('filter', `The filter on ${field} needs ${wanted}.`)
}
