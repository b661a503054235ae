import { z } from 'zod'
import { fieldRuleInput } from '../contract/mappingInput.ts'
import type { AudienceRef, FieldId, FieldRule } from '../model.ts'

/** What of a row or of its person a condition looks at. `person`: as the account has them now. */
export type Subject =
  | { readonly column: number }
  | { readonly field: FieldId }
  | { readonly audience: AudienceRef }
  | { readonly person: 'known' | 'state' | 'created' | 'id' }

/**
 * - `is`, `has`, `starts`, `ends`: text, in any letters; of several given, one is enough.
 * - `blank`: no value at all.
 * - `over`, `under`: numbers. `after`, `before`: dates (ISO 8601, or a day).
 * - `yes`: is in the audience; is in the account.
 */
export type Test =
  | { readonly op: 'is' | 'has' | 'starts' | 'ends'; readonly text: readonly string[] }
  | { readonly op: 'blank' | 'yes' }
  | { readonly op: 'over' | 'under'; readonly number: number }
  | { readonly op: 'after' | 'before'; readonly date: string }

export interface Condition {
  readonly of: Subject
  readonly test: Test
  /** The opposite counts. */
  readonly not: boolean
}

/** Conditions of which all or any must be true. */
export interface ConditionGroup {
  readonly match: 'all' | 'any'
  readonly conditions: readonly Condition[]
}

/** Groups of which all or any must be true. */
export interface Filter {
  readonly match: 'all' | 'any'
  readonly groups: readonly ConditionGroup[]
}

export type Action =
  | { readonly do: 'join' | 'leave'; readonly audience: AudienceRef }
  | { readonly do: 'set'; readonly rule: FieldRule }
  | { readonly do: 'unsubscribe' }

/** IF … THEN …; without a filter for everyone. Of two rules that say the opposite the later one counts. */
export interface Rule {
  readonly when: Filter | null
  readonly then: readonly Action[]
}

const audience = z.object({ kind: z.enum(['form', 'tag', 'sequence', 'list']), id: z.string() })

const subject = z.union([
  z.object({ column: z.int().min(0) }),
  z.object({ field: z.string() }),
  z.object({ audience }),
  z.object({ person: z.enum(['known', 'state', 'created', 'id']) }),
])

export const testInput = z.union([
  z.object({
    op: z.enum(['is', 'has', 'starts', 'ends']),
    text: z.array(z.string().max(1000)).min(1).max(200),
  }),
  z.object({ op: z.enum(['blank', 'yes']) }),
  z.object({ op: z.enum(['over', 'under']), number: z.number() }),
  z.object({ op: z.enum(['after', 'before']), date: z.union([z.iso.date(), z.iso.datetime()]) }),
])

/** A filter over other subjects than those of a plan: a recipe names columns, a plan numbers them. */
export function filterOf<S extends z.ZodType>(of: S) {
  const condition = z.object({ of, test: testInput, not: z.boolean() })
  const match = z.enum(['all', 'any'])
  const group = z.object({ match, conditions: z.array(condition).min(1).max(50) })
  return z.object({ match, groups: z.array(group).min(1).max(20) })
}

/** The same shape as `Filter`, whose ids differ from text only in their types. */
export const filterInput = filterOf(subject) as unknown as z.ZodType<Filter, Filter>

const action = z.union([
  z.object({ do: z.enum(['join', 'leave']), audience }),
  z.object({ do: z.literal('set'), rule: fieldRuleInput }),
  z.object({ do: z.literal('unsubscribe') }),
])

export const ruleInput = z.object({
  when: filterInput.nullable(),
  then: z.array(action).min(1).max(50),
}) as unknown as z.ZodType<Rule, Rule>
