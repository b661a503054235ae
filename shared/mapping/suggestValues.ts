import { yesOrNo } from '../values/boolean.ts'
import type { ValuePair } from '../model.ts'
import { countryCodeOf, countryNameOf } from './countryNames.ts'
import { genderOf, languageCodeOf } from './valueWords.ts'

/** What the values of a column usually become: a table to begin with. */
export interface ValueSuggestion {
  readonly id: 'country-codes' | 'country-names' | 'yes-no' | 'genders' | 'language-codes' | 'one-spelling'
  /** `Country codes, such as DE` */
  readonly label: string
  /** `27 of 30 values are names of countries.` */
  readonly reason: string
  readonly pairs: readonly ValuePair[]
}

interface CountedValue {
  readonly value: string
  readonly count: number
}

interface Kind {
  readonly id: ValueSuggestion['id']
  readonly label: string
  readonly are: string
  readonly become: (value: string) => string | null
}

const kinds: readonly Kind[] = [
  {
    id: 'country-codes',
    label: 'Country codes, such as DE',
    are: 'countries',
    become: countryCodeOf,
  },
  {
    id: 'country-names',
    label: 'English names of countries, such as Germany',
    are: 'countries',
    become: (value) => {
      const code = countryCodeOf(value)
      return code === null ? null : countryNameOf(code)
    },
  },
  {
    id: 'yes-no',
    label: 'yes and no',
    are: 'a yes or a no',
    become: (value) => ({ true: 'yes', false: 'no', undefined: null })[String(yesOrNo(value))] ?? null,
  },
  { id: 'genders', label: 'female and male', are: 'a gender or a form of address', become: genderOf },
  { id: 'language-codes', label: 'Language codes, such as de', are: 'languages', become: languageCodeOf },
]

/** Nothing where fewer than this part of the values is known: then it is something else. */
const fewest = 0.6

/** Tables for values in seven languages, and one spelling where a value is written in several. */
export function suggestValues(values: readonly CountedValue[]): readonly ValueSuggestion[] {
  const known = kinds.flatMap((kind) => suggestKind(kind, values))
  return [...known, ...oneSpelling(values)]
}

function suggestKind({ id, label, are, become }: Kind, values: readonly CountedValue[]): ValueSuggestion[] {
  const found = values.flatMap(({ value }) => {
    const to = become(value)
    return to === null ? [] : [{ from: value, to }]
  })
  const pairs = found.filter(({ from, to }) => from !== to)
  if (found.length < Math.max(2, values.length * fewest) || pairs.length === 0) return []
  return [{ id, label, reason: `${found.length} of ${values.length} values are ${are}.`, pairs }]
}

/** `berlin`, `BERLIN` and `Berlin`: all as most rows have it. */
function oneSpelling(values: readonly CountedValue[]): ValueSuggestion[] {
  const groups = Map.groupBy(values, ({ value }) => value.normalize('NFC').toLowerCase().replace(/\s+/g, ' '))
  const pairs = [...groups.values()].flatMap((group) => {
    const [most] = group.toSorted((a, b) => b.count - a.count)
    return group.flatMap(({ value }) =>
      most === undefined || value === most.value ? [] : [{ from: value, to: most.value }],
    )
  })
  if (pairs.length === 0) return []
  const reason = `${pairs.length} ${pairs.length === 1 ? 'value is' : 'values are'} written in another way elsewhere.`
  return [{ id: 'one-spelling', label: 'The commonest spelling of each', reason, pairs }]
}
