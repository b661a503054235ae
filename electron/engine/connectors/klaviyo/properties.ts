import type { Field, ValueType } from '../../../../shared/model.ts'
import type { KlaviyoProfile } from './answers.ts'
import { propertyFieldId } from './fields.ts'

/**
 * The custom properties of these people, each with the type of the values seen, by name. Klaviyo has no list of them.
 * One that holds a list or an object for anybody is left out, because a cell can't be one and would destroy it; so are
 * Klaviyo's own, which start with a dollar sign.
 */
export function propertyFields(people: readonly KlaviyoProfile[]): readonly Field[] {
  const seen = new Map<string, Set<Kind>>()
  for (const { attributes } of people)
    for (const [name, value] of Object.entries(attributes.properties ?? {})) {
      const kinds = seen.get(name) ?? new Set()
      seen.set(name, kinds)
      if (value !== null) kinds.add(kindOf(value))
    }
  return [...seen]
    .filter(([name, kinds]) => name !== '' && !name.startsWith('$') && !kinds.has('other'))
    .map(([name, kinds]) => property(name, typeOf(kinds)))
    .sort((one, other) => one.label.localeCompare(other.label))
}

type Kind = 'text' | 'number' | 'boolean' | 'date' | 'other'

/** The forms in which Klaviyo takes text for a date, as far as they can't be anything else. */
const dateText = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/

function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'string':
      return dateText.test(value) ? 'date' : 'text'
    default:
      return 'other'
  }
}

/** Only what everybody agrees on: mixed values are text, which holds them all. */
function typeOf(kinds: ReadonlySet<Kind>): ValueType {
  const [kind, ...others] = kinds
  return kind === undefined || kind === 'other' || others.length > 0 ? 'text' : kind
}

function property(name: string, type: ValueType): Field {
  return { id: propertyFieldId(name), key: name, label: name, type, custom: true }
}
