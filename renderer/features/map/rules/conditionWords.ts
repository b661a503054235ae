import type {
  Condition,
  ConditionGroup,
  Filter,
  Rule,
  Subject,
  Test,
} from '../../../../shared/rules/rules.ts'
import type { MapScene } from '../MapContext.tsx'
import { kindWords } from '../mapWords.ts'

/** Ways to compare, as a value of a select: an op, or the opposite of one. */
export type Way = Test['op'] | `not ${Test['op']}`

export function wayOf({ test, not }: Condition): Way {
  return not ? `not ${test.op}` : test.op
}

const textWays: readonly { readonly value: Way; readonly label: string }[] = [
  { value: 'is', label: 'is' },
  { value: 'not is', label: 'is not' },
  { value: 'has', label: 'contains' },
  { value: 'not has', label: 'does not contain' },
  { value: 'starts', label: 'starts with' },
  { value: 'ends', label: 'ends with' },
  { value: 'blank', label: 'is empty' },
  { value: 'not blank', label: 'has a value' },
  { value: 'over', label: 'is more than' },
  { value: 'under', label: 'is less than' },
  { value: 'before', label: 'is before the day' },
  { value: 'after', label: 'is after the day' },
]

/** The ways in which such a thing can be compared. */
export function waysFor(of: Subject): readonly { readonly value: Way; readonly label: string }[] {
  if ('audience' in of)
    return [
      { value: 'yes', label: 'they are in it' },
      { value: 'not yes', label: 'they are not in it' },
    ]
  if ('person' in of && of.person === 'known')
    return [
      { value: 'yes', label: 'yes' },
      { value: 'not yes', label: 'no, they are new' },
    ]
  if ('person' in of && of.person === 'created')
    return textWays.filter(({ value }) => value === 'before' || value === 'after')
  return textWays
}

/** A test of another kind, which keeps what was typed where it still fits. */
export function testFor(way: Way, before: Test): Pick<Condition, 'test' | 'not'> {
  const not = way.startsWith('not ')
  const op = (not ? way.slice(4) : way) as Test['op']
  switch (op) {
    case 'is':
    case 'has':
    case 'starts':
    case 'ends':
      return { test: { op, text: 'text' in before ? before.text : [''] }, not }
    case 'blank':
    case 'yes':
      return { test: { op }, not }
    case 'over':
    case 'under':
      return { test: { op, number: 'number' in before ? before.number : 0 }, not }
    case 'before':
    case 'after':
      return { test: { op, date: 'date' in before ? before.date : today() }, not }
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

export function firstCondition(of: Subject): Condition {
  const way = waysFor(of)[0]?.value ?? 'is'
  return { of, ...testFor(way, { op: 'blank' }) }
}

export function subjectKey(of: Subject): string {
  if ('column' in of) return `column ${of.column}`
  if ('field' in of) return `field ${of.field}`
  if ('audience' in of) return `audience ${of.audience.kind} ${of.audience.id}`
  return `person ${of.person}`
}

const personWords = {
  known: 'Is in the account already',
  state: 'State in the account',
  created: 'In the account since',
  id: 'Id in the account',
} as const

export interface SubjectChoice {
  readonly value: string
  readonly label: string
  readonly group: string
  readonly of: Subject
}

/** All that a condition can look at. */
export function subjectChoices({ source, schema, account }: Pick<MapScene, 'source' | 'schema' | 'account'>) {
  const choice = (of: Subject, label: string, group: string): SubjectChoice => ({
    value: subjectKey(of),
    label,
    group,
    of,
  })
  return [
    ...source.columns.map(({ index, name }) => choice({ column: index }, name, 'Columns of the file')),
    ...(Object.keys(personWords) as (keyof typeof personWords)[]).map((person) =>
      choice({ person }, personWords[person], account.name),
    ),
    ...schema.fields.map(({ id, label }) => choice({ field: id }, `${label} (as it is now)`, account.name)),
    ...schema.audiences.map(({ kind, id, name }) =>
      choice({ audience: { kind, id } }, `Is in ${kindWords[kind].one} ${name}`, kindWords[kind].many),
    ),
  ]
}

export function filterSummary(filter: Filter | null): string {
  const conditions = filter === null ? 0 : countConditions(filter.groups)
  if (conditions === 0) return 'Every row of the file'
  return conditions === 1 ? 'Only where one thing is true' : `Only where ${conditions} conditions say so`
}

function countConditions(groups: readonly ConditionGroup[]): number {
  return groups.reduce((sum, { conditions }) => sum + conditions.length, 0)
}

export function rulesSummary(rules: readonly Rule[]): string {
  if (rules.length === 0) return 'The same for everyone'
  return rules.length === 1 ? 'One rule' : `${rules.length} rules`
}
