import { AppError } from '../../shared/errors.ts'
import { columnsOf } from '../../shared/mapping/columnsOf.ts'
import { suggestedRules } from '../../shared/mapping/suggestedRules.ts'
import type { MappingSuggestion } from '../../shared/mapping/suggestMapping.ts'
import type {
  Column,
  Field,
  FieldId,
  FieldRule,
  LeftRule,
  Mapping,
  TemplatePart,
  WriteRule,
} from '../../shared/model.ts'
import { columnOf, cutAtFirst, cutAtLast, fieldOf, type Lookup } from './mappingLookup.ts'
import { parseTemplate } from './parseTemplate.ts'
import { applySteps, splitRules, type StepOptions } from './stepOptions.ts'

/** What the user said about the mapping on the command line. */
export interface MappingOptions extends StepOptions {
  /** `false`: nothing but what is said here. */
  readonly suggestions?: boolean
  /** As the last file of the same columns was mapped, whole. */
  readonly remembered?: boolean
  readonly map: readonly string[]
  readonly ignore: readonly string[]
  readonly set: readonly string[]
  readonly left: readonly string[]
  readonly write: readonly string[]
  readonly clearBlanks: readonly string[]
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | undefined
  readonly dates: 'day-month' | 'month-day' | undefined
  readonly decimal: '.' | ',' | undefined
  /** Name of a column that says the country of each phone number. */
  readonly countryColumn?: string | undefined
}

/** What is said of a column that fills nothing. */
export const notUsed = 'not used'

/** How a column is used, for people to read. */
export interface ColumnUse {
  readonly column: string
  readonly use: string
  readonly reason: string
}

export interface ChosenMapping {
  readonly mapping: Mapping
  readonly uses: readonly ColumnUse[]
}

/** The suggested mapping with the user's own choices over it. Pure. @throws AppError `invalid-input` */
export function chooseMapping(
  suggestion: MappingSuggestion,
  columns: readonly Column[],
  fields: readonly Field[],
  options: MappingOptions,
): ChosenMapping {
  const lookup = { columns, fields }
  const chosen = new Map<number, Choice>()
  for (const one of suggestion.columns)
    chosen.set(one.column.index, options.suggestions === false ? notAsked : suggested(one))
  for (const text of options.ignore) chosen.set(columnOf(lookup, text).index, ignored)
  for (const text of options.left) setLeft(chosen, lookup, text)
  for (const text of options.map) setField(chosen, lookup, suggestion, text)
  const rules = [...chosen].flatMap(([column, choice]) => fieldRule(column, choice, chosen))
  const split = (options.split ?? []).flatMap((text) => splitRules(lookup, text))
  const set = [...options.set.map((text) => setRule(lookup, text)), ...split]
  const taken = new Set(set.map((rule) => rule.field))
  const filled = [...rules.filter((rule) => !taken.has(rule.field)), ...set]
  const mapping: Mapping = {
    fields: applySteps(withOptions(filled, lookup, options), lookup, options),
    left: [...chosen.values()].flatMap((choice) => (choice.left ? [choice.left] : [])),
    values: valueSettings(suggestion, lookup, options),
  }
  return {
    mapping,
    uses: columns.map((column) =>
      useOf(column, chosen.get(column.index) ?? ignored, fields, { set, filled: mapping.fields }),
    ),
  }
}

interface Choice {
  readonly rule?: FieldRule
  readonly left?: LeftRule
  readonly reason: string
  readonly isSuggested?: true
}

const notAsked: Choice = { reason: 'suggestions are switched off' }
const ignored: Choice = { reason: 'you left it out' }

function suggested(one: MappingSuggestion['columns'][number]): Choice {
  const { target, reason } = one
  const [rule] = suggestedRules(one)
  if (rule !== undefined) return { rule, reason, isSuggested: true }
  if ('left' in target) return { left: target.left, reason, isSuggested: true }
  return { reason, isSuggested: true }
}

function setLeft(chosen: Map<number, Choice>, lookup: Lookup, text: string): void {
  const [name, when = 'yes'] = cutAtLast(text)
  if (when !== 'yes' && when !== 'no' && when !== 'any-value')
    throw new AppError(
      'invalid-input',
      `--left "${text}" ends with yes, no or any-value: which answer means that the person left.`,
    )
  const { index } = columnOf(lookup, name)
  chosen.set(index, { left: { column: index, leftWhen: when }, reason: 'you said so' })
}

/** What the user maps wins: another column that was suggested for the same field is left out. */
function setField(
  chosen: Map<number, Choice>,
  lookup: Lookup,
  { columns }: MappingSuggestion,
  text: string,
): void {
  const [name, target] = cutAtLast(text)
  if (target === undefined)
    throw new AppError('invalid-input', `--map "${text}" needs the form "column=field".`)
  const field = fieldOf(lookup, target)
  const { index } = columnOf(lookup, name)
  for (const [column, choice] of chosen)
    if (choice.rule?.field === field.id) chosen.set(column, { reason: `“${name}” fills ${field.label}` })
  const { id, type } = field
  const steps = columns.find(({ column }) => column.index === index)?.steps ?? []
  const rule: FieldRule = {
    field: id,
    type,
    from: { column: index },
    transforms: ['trim', ...steps],
    write: 'always',
    blank: 'leave',
  }
  chosen.set(index, { rule, reason: 'you said so' })
}

/** A fixed value, or several columns made into one. */
function setRule(lookup: Lookup, text: string): FieldRule {
  const [target, value] = cutAtFirst(text)
  if (value === undefined)
    throw new AppError('invalid-input', `--set "${text}" needs the form "field=value".`)
  const { id, type } = fieldOf(lookup, target)
  const rule = { field: id, type, write: 'always', blank: 'leave' } as const
  const template = parseTemplate(value, (name) => columnOf(lookup, name).index)
  if (template.some((part) => 'column' in part))
    return { ...rule, from: { template }, transforms: ['collapse-spaces', 'trim'] }
  return { ...rule, from: { constant: template.map(textOf).join('') }, transforms: [] }
}

function textOf(part: TemplatePart): string {
  return 'text' in part ? part.text : ''
}

/** Columns are joined as suggested only where nothing else was said of any of them. */
function fieldRule(column: number, { rule }: Choice, chosen: ReadonlyMap<number, Choice>): FieldRule[] {
  if (rule === undefined) return []
  const isOwn = columnsOf(rule.from).some((one) => one !== column && !chosen.get(one)?.isSuggested)
  return [isOwn ? { ...rule, from: { column } } : rule]
}

/** Write and blank rules over the fields that are filled. @throws AppError for a rule about any other field */
function withOptions(rules: readonly FieldRule[], lookup: Lookup, options: MappingOptions): FieldRule[] {
  const filled = new Set(rules.map((rule) => rule.field))
  const writes = new Map(options.write.map((text) => writeRule(lookup, filled, text)))
  const clears = new Set(
    options.clearBlanks.map((name) => filledField(lookup, filled, name, `--clear-blanks "${name}"`)),
  )
  return rules.map((rule) => ({
    ...rule,
    write: writes.get(rule.field) ?? rule.write,
    blank: clears.has(rule.field) ? 'clear' : rule.blank,
  }))
}

function writeRule(lookup: Lookup, filled: ReadonlySet<FieldId>, text: string): [FieldId, WriteRule] {
  const [field, rule] = cutAtLast(text)
  if (rule !== 'always' && rule !== 'if-empty' && rule !== 'only-new')
    throw new AppError(
      'invalid-input',
      `--write "${text}" needs the form "field=rule"; the rule is always, if-empty or only-new.`,
    )
  return [filledField(lookup, filled, field, `--write "${text}"`), rule]
}

/** A rule about a field that no column fills would be ignored in silence. */
function filledField(lookup: Lookup, filled: ReadonlySet<FieldId>, name: string, option: string): FieldId {
  const { id, label } = fieldOf(lookup, name)
  if (filled.has(id)) return id
  throw new AppError(
    'invalid-input',
    `${option} has no effect, because no column fills ${label}. Choose one: --map "Column=${label}".`,
  )
}

function valueSettings(
  { values }: MappingSuggestion,
  lookup: Lookup,
  options: MappingOptions,
): Mapping['values'] {
  const { countryColumn } = options
  return {
    ...values,
    defaultCountry: options.country ?? values.defaultCountry,
    dateOrder: options.dates ?? values.dateOrder,
    decimalMark: options.decimal ?? values.decimalMark,
    ...(countryColumn !== undefined && { countryColumn: columnOf(lookup, countryColumn).index }),
  }
}

function useOf(
  column: Column,
  choice: Choice,
  fields: readonly Field[],
  { set, filled }: { readonly set: readonly FieldRule[]; readonly filled: readonly FieldRule[] },
): ColumnUse {
  const labelOf = (id: FieldId) => fields.find((one) => one.id === id)?.label ?? id
  const isSet = set.some(({ field }) => field === choice.rule?.field)
  const own = choice.left ? ['who left'] : choice.rule && !isSet ? [labelOf(choice.rule.field)] : []
  const joined = filled.filter(
    (rule) => takesPart(rule, column) && (isSet || rule.field !== choice.rule?.field),
  )
  const partOf = joined.map(({ field }) => `part of ${labelOf(field)}`)
  const isYours = own.length === 0 && (isSet || set.some((rule) => takesPart(rule, column)))
  return {
    column: column.name,
    use: [...own, ...partOf].join(', ') || notUsed,
    reason: isYours ? 'you said so' : choice.reason,
  }
}

function takesPart({ from }: FieldRule, { index }: Column): boolean {
  return 'template' in from && from.template.some((part) => 'column' in part && part.column === index)
}
