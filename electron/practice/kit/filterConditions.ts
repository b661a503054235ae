import { Refusal } from '../answer.ts'
import { invalid } from './answers.ts'
import { engagementCondition } from './filterEngagement.ts'
import type { Input } from './input.ts'
import { asList, asRecord, choice, idList, optionalTime, scalarText } from './input.ts'
import type { Attribution, Subscriber } from './model.ts'
import { subscriberStates } from './model.ts'
import type { KitState } from './state.ts'

export type Meets = (person: Subscriber) => boolean

const milesPerDegree = 69.0

/**
 * One condition of `POST /v4/subscribers/filter`.
 * @throws Refusal 500 without a body for a type that doesn't exist, as Kit's own test suite saw it live; 422 for
 * parts of the wrong type
 */
export function conditionOf(condition: Input, state: KitState, mode: 'raw' | 'unique_email'): Meets {
  switch (condition.type) {
    case 'opens':
    case 'clicks':
    case 'sent':
    case 'delivered':
      return engagementCondition(condition, condition.type, state, mode)
    case 'subscribed':
      return subscribed(condition)
    case 'subscriber_state':
      return inStates(condition)
    case 'tags':
      return tagged(condition, state)
    case 'custom_field':
      return customField(condition, state)
    case 'attribution':
      return attributed(condition)
    case 'location':
      return near(condition)
    default:
      throw new Refusal({ status: 500 })
  }
}

function subscribed(condition: Input): Meets {
  const after = optionalTime(condition, 'after') ?? -Infinity
  const before = optionalTime(condition, 'before') ?? Infinity
  return (person) => person.createdAt >= after && person.createdAt < before
}

function inStates(condition: Input): Meets {
  const states = asList(condition.states) ?? []
  if (states.length === 0 || !states.every((state) => subscriberStates.some((each) => each === state)))
    throw invalid(`states must be a list of: ${subscriberStates.join(', ')}`)
  return (person) => states.includes(person.state)
}

function tagged(condition: Input, state: KitState): Meets {
  const matchers = anyOf(condition, ['ids'])
  const wanted = new Set(matchers.flatMap((matcher) => idList(matcher.matching, 'matching')))
  return (person) =>
    state.memberships.tag
      .ofPersonAsOf(person.id, state.seenAt())
      .some(({ audienceId }) => wanted.has(audienceId))
}

/** The alternatives of a condition, each an object of one of these types. @throws Refusal 422 */
export function anyOf(condition: Input, types: readonly string[]): readonly Input[] {
  const alternatives = asList(condition.any)?.map((each) => asRecord(each) ?? {})
  if (alternatives === undefined || !alternatives.every(({ type }) => types.some((each) => each === type)))
    throw invalid(`any must be a list of objects of type: ${types.join(', ')}`)
  return alternatives
}

const comparisons = [
  'is',
  'contains',
  'has_value',
  'greater_than',
  'greater_than_or_equal',
  'less_than',
  'less_than_or_equal',
] as const
type Comparison = (typeof comparisons)[number]

function customField(condition: Input, state: KitState): Meets {
  const id = condition.subscriber_custom_field_id
  if (typeof id !== 'number' || !state.customFields.has(id))
    throw invalid('subscriber_custom_field_id is invalid')
  const comparison = choice(condition, 'comparison', comparisons, 'is')
  const value =
    condition.value === undefined || condition.value === null ? '' : scalarText(condition.value, 'value')
  const meets = compare(comparison, value)
  return (person) => meets(person.values.get(id) ?? '')
}

/** Numbers are compared as numbers, and what is no number never matches. A blank `contains` means any value. */
function compare(comparison: Comparison, value: string): (stored: string) => boolean {
  const numeric = (test: (stored: number, wanted: number) => boolean) => (stored: string) =>
    stored.trim() !== '' && value.trim() !== '' && test(Number(stored), Number(value))
  const tests: Readonly<Record<Comparison, (stored: string) => boolean>> = {
    is: (stored) => stored === value,
    contains: (stored) => stored !== '' && stored.toLowerCase().includes(value.toLowerCase()),
    has_value: (stored) => stored !== '',
    greater_than: numeric((stored, wanted) => stored > wanted),
    greater_than_or_equal: numeric((stored, wanted) => stored >= wanted),
    less_than: numeric((stored, wanted) => stored < wanted),
    less_than_or_equal: numeric((stored, wanted) => stored <= wanted),
  }
  return tests[comparison]
}

function attributed(condition: Input): Meets {
  const alternatives = anyOf(condition, ['forms', 'kit_source']).map((each) =>
    each.type === 'forms' ? fromForms(idList(each.ids, 'ids')) : fromSource(each),
  )
  return (person) => alternatives.some((meets) => meets(person.attribution))
}

function fromForms(ids: readonly number[]) {
  return ({ sourceType, sourceId }: Attribution) =>
    sourceType === 'form_subscription' && sourceId !== null && ids.includes(sourceId)
}

function fromSource(source: Input) {
  const names = asList(source.source_names)
  const ids = asList(source.source_ids)
  return (attribution: Attribution) =>
    (source.source_type === undefined || source.source_type === attribution.sourceType) &&
    (source.mechanism === undefined || source.mechanism === attribution.mechanism) &&
    (names?.includes(attribution.sourceName) ?? true) &&
    (ids?.includes(attribution.sourceId) ?? true)
}

/** A box around the point, as the document describes it, rather than a circle. */
function near(condition: Input): Meets {
  const { latitude, longitude, radius } = condition
  if (typeof latitude !== 'number' || typeof longitude !== 'number' || typeof radius !== 'number')
    throw invalid('latitude, longitude and radius are required')
  const tall = radius / milesPerDegree
  const wide = tall / Math.max(0.01, Math.cos((latitude * Math.PI) / 180))
  return ({ location }) =>
    location !== null &&
    location.latitude !== null &&
    location.longitude !== null &&
    Math.abs(location.latitude - latitude) <= tall &&
    Math.abs(location.longitude - longitude) <= wide
}
