import { AppError } from '../../shared/errors.ts'
import type {
  FieldId,
  FieldRule,
  OtherValues,
  PartTaken,
  Transform,
  TransformStep,
  ValuePair,
} from '../../shared/model.ts'
import { columnOf, cutAtFirst, cutAtLast, fieldOf, type Lookup } from './mappingLookup.ts'

/** What the user said about changing cells; each may be left out. */
export interface StepOptions {
  readonly step?: readonly string[]
  readonly split?: readonly string[]
  readonly value?: readonly string[]
  readonly otherValues?: readonly string[]
  /** Tables that values usually become: `Country=country-codes`. */
  readonly valuesAs?: readonly string[]
}

/** Adds steps to the rules of their fields, in the order in which they were said. @throws AppError `invalid-input` */
export function applySteps(
  rules: readonly FieldRule[],
  lookup: Lookup,
  { step = [], value = [], otherValues = [] }: StepOptions,
): FieldRule[] {
  const added = new Map<FieldId, Transform[]>()
  const add = (field: FieldId, transform: Transform) =>
    added.set(field, [...(added.get(field) ?? []), transform])
  for (const text of step) {
    const [name, words = ''] = cutAtFirst(text)
    add(filledBy(rules, lookup, name, `--step "${text}"`), parseStep(words, text))
  }
  for (const [field, table] of tablesOf(rules, lookup, { value, otherValues })) add(field, table)
  return rules.map((rule) => ({
    ...rule,
    transforms: [...rule.transforms, ...(added.get(rule.field) ?? [])],
  }))
}

const words = ['trim', 'collapse-spaces', 'lower-case', 'upper-case', 'title-case'] as const
const parts: readonly PartTaken[] = ['first', 'last', 'rest', 'start']

function parseStep(step: string, option: string): Transform {
  const word = words.find((one) => one === step)
  if (word !== undefined) return word
  const [name, said] = cutOnce(step, ':')
  return stepWith(name, said) ?? refuse(option)
}

function stepWith(name: string, said: string | undefined): TransformStep | undefined {
  const take = parts.find((one) => one === name)
  if (take !== undefined) return { step: 'part', take, separator: said === '' ? null : (said ?? null) }
  switch (name) {
    case 'replace':
    case 'pattern': {
      const [find = '', by] = said?.split('=>') ?? []
      return by === undefined || find === ''
        ? undefined
        : { step: 'replace', find, with: said?.slice(find.length + 2) ?? '', pattern: name === 'pattern' }
    }
    case 'date':
      return said === 'day-month' || said === 'month-day' ? { step: 'date', order: said } : undefined
    case 'number':
      return said === '.' || said === ',' ? { step: 'number', decimalMark: said } : undefined
    case 'yes-no': {
      const [yes = 'yes', no = 'no'] = said?.split('/') ?? []
      return { step: 'boolean', yes, no }
    }
    case 'phone':
      return said === undefined ? { step: 'phone' } : undefined
    default:
      return undefined
  }
}

function refuse(option: string): never {
  throw new AppError(
    'invalid-input',
    `--step "${option}" names no step. Steps are: ${words.join(', ')}, first, last, rest, start (with :, for a comma), ` +
      'replace:a=>b, pattern:a=>b, date:day-month, date:month-day, number:., number:, yes-no and phone.',
  )
}

/** One column into two fields: `Name=First name+Last name`, by words; `City=City+State:,` by a comma. */
export function splitRules(lookup: Lookup, text: string): FieldRule[] {
  const [name, target = ''] = cutAtLast(text)
  const [fields, separator] = cutOnce(target, ':')
  const [first, second, ...others] = fields.split('+')
  if (first === undefined || second === undefined || others.length > 0)
    throw new AppError(
      'invalid-input',
      `--split "${text}" needs the form "column=field+field", with :, at the end to split by a comma.`,
    )
  const column = columnOf(lookup, name).index
  const by = separator === undefined || separator === '' ? null : separator
  return [
    splitRule(lookup, first, column, { step: 'part', take: 'first', separator: by }),
    splitRule(lookup, second, column, { step: 'part', take: 'rest', separator: by }),
  ]
}

function splitRule(lookup: Lookup, name: string, column: number, part: Transform): FieldRule {
  const { id, type } = fieldOf(lookup, name)
  const from = { template: [{ column }] }
  return { field: id, type, from, transforms: ['trim', part], write: 'always', blank: 'leave' }
}

function tablesOf(
  rules: readonly FieldRule[],
  lookup: Lookup,
  { value, otherValues }: { readonly value: readonly string[]; readonly otherValues: readonly string[] },
): Map<FieldId, TransformStep> {
  const pairs = new Map<FieldId, ValuePair[]>()
  for (const text of value) {
    const [name, pair = ''] = cutOnce(text, ':')
    const [from, to] = cutOnce(pair, '=>')
    if (to === undefined)
      throw new AppError('invalid-input', `--value "${text}" needs the form "field:from=>to".`)
    const field = filledBy(rules, lookup, name, `--value "${text}"`)
    pairs.set(field, [...(pairs.get(field) ?? []), { from: from.trim(), to: to.trim() }])
  }
  const others = new Map(
    otherValues.map((text): [FieldId, OtherValues] => {
      const [name, what = ''] = cutAtFirst(text)
      return [filledBy(rules, lookup, name, `--other-values "${text}"`), othersFrom(what, text)]
    }),
  )
  return new Map(
    [...new Set([...pairs.keys(), ...others.keys()])].map((field) => [
      field,
      { step: 'values', values: pairs.get(field) ?? [], others: others.get(field) ?? 'leave' },
    ]),
  )
}

function othersFrom(what: string, option: string): OtherValues {
  if (what === 'leave' || what === 'blank' || what === 'refuse') return what
  if (what.startsWith('=')) return { value: what.slice(1) }
  throw new AppError(
    'invalid-input',
    `--other-values "${option}" ends with leave, blank, refuse, or with = and a text: "Country==other".`,
  )
}

function filledBy(rules: readonly FieldRule[], lookup: Lookup, name: string, option: string): FieldId {
  const { id, label } = fieldOf(lookup, name)
  if (rules.some((rule) => rule.field === id)) return id
  throw new AppError(
    'invalid-input',
    `${option} has no effect, because no column fills ${label}. Choose one: --map "Column=${label}".`,
  )
}

function cutOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)]
}
