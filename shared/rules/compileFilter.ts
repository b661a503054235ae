import { assertNever } from '../errors.ts'
import type { AudienceRef, FieldValue, ValueSettings } from '../model.ts'
import type { FieldId } from '../model.ts'
import { parseDate } from '../values/date.ts'
import { parseNumber } from '../values/number.ts'
import type { Condition, ConditionGroup, Filter, Subject, Test } from './rules.ts'

/** A row of the file, and the person it is about as the account has them; `null`: nobody there. */
export interface RowFacts {
  readonly cells: readonly (string | undefined)[]
  readonly person: PersonFacts | null
}

export interface PersonFacts {
  readonly remoteId: string
  /** The service's own word. */
  readonly state: string | null
  readonly createdAt: number | null
  readonly fields: Readonly<Record<FieldId, FieldValue>>
  /** At least those that the filter names. */
  readonly memberships: readonly AudienceRef[]
}

export type PassesFilter = (row: RowFacts) => boolean

/** Compiles a filter once, for any number of rows. Pure. */
export function compileFilter({ match, groups }: Filter, values: ValueSettings): PassesFilter {
  const tests = groups.map((group) => compileGroup(group, values))
  return match === 'all'
    ? (row) => tests.every((passes) => passes(row))
    : (row) => tests.some((passes) => passes(row))
}

function compileGroup({ match, conditions }: ConditionGroup, values: ValueSettings): PassesFilter {
  const tests = conditions.map((condition) => compileCondition(condition, values))
  return match === 'all'
    ? (row) => tests.every((passes) => passes(row))
    : (row) => tests.some((passes) => passes(row))
}

function compileCondition({ of, test, not }: Condition, values: ValueSettings): PassesFilter {
  const read = reader(of)
  const holds = compileTest(test, values)
  return (row) => holds(read(row)) !== not
}

/** What a condition looks at; `null` where there is nothing. */
function reader(of: Subject): (row: RowFacts) => FieldValue {
  if ('column' in of) return ({ cells }) => cells[of.column] ?? null
  if ('field' in of) return ({ person }) => person?.fields[of.field] ?? null
  if ('audience' in of)
    return ({ person }) =>
      person?.memberships.some(({ kind, id }) => kind === of.audience.kind && id === of.audience.id) === true
  switch (of.person) {
    case 'known':
      return ({ person }) => person !== null
    case 'state':
      return ({ person }) => person?.state ?? null
    case 'id':
      return ({ person }) => person?.remoteId ?? null
    case 'created':
      return ({ person }) => {
        const at = person?.createdAt ?? null
        return at === null ? null : new Date(at).toISOString()
      }
    default:
      return assertNever(of.person)
  }
}

function compileTest(test: Test, values: ValueSettings): (value: FieldValue) => boolean {
  switch (test.op) {
    case 'is':
    case 'has':
    case 'starts':
    case 'ends': {
      const compare = textTests[test.op]
      const wanted = test.text.map(folded)
      return (value) => {
        const text = folded(value)
        return wanted.some((one) => compare(text, one))
      }
    }
    case 'blank':
      return (value) => folded(value) === ''
    case 'yes':
      return (value) => value === true
    case 'over':
      return (value) => (numberIn(value, values) ?? -Infinity) > test.number
    case 'under':
      return (value) => (numberIn(value, values) ?? Infinity) < test.number
    case 'after':
    case 'before': {
      const limit = Date.parse(test.date)
      // A day as a whole: after the 3rd is from the 4th on.
      const end = test.date.includes('T') ? limit : limit + dayMs - 1
      return (value) => {
        const at = timeIn(value, values)
        if (at === null) return false
        return test.op === 'after' ? at > end : at < limit
      }
    }
    default:
      return assertNever(test)
  }
}

const dayMs = 24 * 60 * 60_000

const textTests = {
  is: (text: string, wanted: string) => text === wanted,
  has: (text: string, wanted: string) => text.includes(wanted),
  starts: (text: string, wanted: string) => text.startsWith(wanted),
  ends: (text: string, wanted: string) => text.endsWith(wanted),
} as const

function folded(value: FieldValue): string {
  return value === null ? '' : String(value).normalize('NFC').trim().toLowerCase()
}

function numberIn(value: FieldValue, { decimalMark }: ValueSettings): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const read = parseNumber(value.trim(), decimalMark)
  if (read.ok) return Number(read.value)
  return null
}

/** As a time: what a service holds is ISO 8601, what a file holds may be any date. */
function timeIn(value: FieldValue, { dateOrder }: ValueSettings): number | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  const read = parseDate(value.trim(), dateOrder)
  const at = Date.parse(read.ok ? String(read.value) : value)
  return Number.isNaN(at) ? null : at
}
