import { columnsOf } from '../mapping/columnsOf.ts'
import type { AudienceRef, FieldId, FieldRule } from '../model.ts'
import type { Condition, Filter, Rule } from './rules.ts'

interface Rules {
  readonly filter?: Filter | null | undefined
  readonly rules?: readonly Rule[] | undefined
}

/** Every filter of a plan: which rows count, and when each rule does. */
export function filtersOf({ filter, rules = [] }: Rules): readonly Filter[] {
  return [filter, ...rules.map(({ when }) => when)].filter((one) => one !== null && one !== undefined)
}

export function conditionsOf(rules: Rules): readonly Condition[] {
  return filtersOf(rules).flatMap(({ groups }) => groups.flatMap(({ conditions }) => conditions))
}

/** What rules put people into, and what they take them out of. */
export function ruleAudiences({ rules = [] }: Rules, op: 'join' | 'leave'): readonly AudienceRef[] {
  return rules.flatMap(({ then }) => then.flatMap((one) => (one.do === op ? [one.audience] : [])))
}

/** The audiences that conditions ask about. */
export function conditionAudiences(rules: Rules): readonly AudienceRef[] {
  return conditionsOf(rules).flatMap(({ of }) => ('audience' in of ? [of.audience] : []))
}

export function conditionFields(rules: Rules): readonly FieldId[] {
  return conditionsOf(rules).flatMap(({ of }) => ('field' in of ? [of.field] : []))
}

/** The values that rules set. */
export function setsOf({ rules = [] }: Rules): readonly FieldRule[] {
  return rules.flatMap(({ then }) => then.flatMap((one) => (one.do === 'set' ? [one.rule] : [])))
}

/** Every column that conditions and rules read. */
export function ruleColumns(rules: Rules): readonly number[] {
  return [
    ...conditionsOf(rules).flatMap(({ of }) => ('column' in of ? [of.column] : [])),
    ...setsOf(rules).flatMap(({ from }) => columnsOf(from)),
  ]
}

export function unsubscribes({ rules = [] }: Rules): boolean {
  return rules.some(({ then }) => then.some((one) => one.do === 'unsubscribe'))
}
