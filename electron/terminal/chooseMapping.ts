import { AppError } from '../../shared/errors.ts'
import type { MappingSuggestion } from '../../shared/mapping/suggestMapping.ts'
import type { Column, Field, FieldId, FieldRule, LeftRule, Mapping, WriteRule } from '../../shared/model.ts'

/** What the user said about the mapping on the command line. */
export interface MappingOptions {
  readonly map: readonly string[]
  readonly ignore: readonly string[]
  readonly set: readonly string[]
  readonly left: readonly string[]
  readonly write: readonly string[]
  readonly clearBlanks: readonly string[]
  readonly country: string | undefined
  readonly dates: 'day-month' | 'month-day' | undefined
  readonly decimal: '.' | ',' | undefined
}

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
  for (const one of suggestion.columns) chosen.set(one.column.index, suggested(one))
  for (const text of options.ignore) chosen.set(columnOf(lookup, text).index, ignored)
  for (const text of options.left) setLeft(chosen, lookup, text)
  for (const text of options.map) setField(chosen, lookup, text)
  const rules = [...chosen].flatMap(([column, choice]) => fieldRule(column, choice))
  const constants = options.set.map((text) => constantRule(lookup, text))
  const taken = new Set(constants.map((rule) => rule.field))
  const withRules = [...rules.filter((rule) => !taken.has(rule.field)), ...constants]
  const mapping: Mapping = {
    fields: withRules.map((rule) => withOptions(rule, lookup, options)),
    left: [...chosen.values()].flatMap((choice) => (choice.left ? [choice.left] : [])),
    values: valueSettings(suggestion, options),
  }
  return {
    mapping,
    uses: columns.map((column) => useOf(column, chosen.get(column.index) ?? ignored, fields)),
  }
}

interface Choice {
  readonly rule?: Omit<FieldRule, 'from' | 'write' | 'blank'>
  readonly left?: LeftRule
  readonly reason: string
}

interface Lookup {
  readonly columns: readonly Column[]
  readonly fields: readonly Field[]
}

const ignored: Choice = { reason: 'you left it out' }

function suggested({ target, reason }: MappingSuggestion['columns'][number]): Choice {
  if ('field' in target) return { rule: target, reason }
  if ('left' in target) return { left: target.left, reason }
  return { reason }
}

function setLeft(chosen: Map<number, Choice>, lookup: Lookup, text: string): void {
  const [name, when = 'yes'] = pair(text)
  if (when !== 'yes' && when !== 'no' && when !== 'any-value')
    throw new AppError(
      'invalid-input',
      `--left "${text}" ends with yes, no or any-value: which answer means that the person left.`,
    )
  const { index } = columnOf(lookup, name)
  chosen.set(index, { left: { column: index, leftWhen: when }, reason: 'you said so' })
}

/** What the user maps wins: another column that was suggested for the same field is left out. */
function setField(chosen: Map<number, Choice>, lookup: Lookup, text: string): void {
  const [name, target] = pair(text)
  if (target === undefined)
    throw new AppError('invalid-input', `--map "${text}" needs the form "column=field".`)
  const field = fieldOf(lookup, target)
  const { index } = columnOf(lookup, name)
  for (const [column, choice] of chosen)
    if (choice.rule?.field === field.id) chosen.set(column, { reason: `"${name}" fills ${field.label}` })
  const { id, type } = field
  chosen.set(index, { rule: { field: id, type, transforms: ['trim'] }, reason: 'you said so' })
}

function constantRule(lookup: Lookup, text: string): FieldRule {
  const [target, constant] = pair(text)
  if (constant === undefined)
    throw new AppError('invalid-input', `--set "${text}" needs the form "field=value".`)
  const { id, type } = fieldOf(lookup, target)
  return { field: id, type, from: { constant }, transforms: [], write: 'always', blank: 'leave' }
}

function fieldRule(column: number, choice: Choice): FieldRule[] {
  return choice.rule ? [{ ...choice.rule, from: { column }, write: 'always', blank: 'leave' }] : []
}

function withOptions(rule: FieldRule, lookup: Lookup, options: MappingOptions): FieldRule {
  const writes = options.write.map((text) => writeRule(lookup, text))
  const clears = options.clearBlanks.map((text) => fieldOf(lookup, text).id)
  return {
    ...rule,
    write: writes.find(([field]) => field === rule.field)?.[1] ?? rule.write,
    blank: clears.includes(rule.field) ? 'clear' : rule.blank,
  }
}

function writeRule(lookup: Lookup, text: string): [FieldId, WriteRule] {
  const [field, rule] = pair(text)
  if (rule !== 'always' && rule !== 'if-empty' && rule !== 'only-new')
    throw new AppError('invalid-input', `--write "${text}" ends with always, if-empty or only-new.`)
  return [fieldOf(lookup, field).id, rule]
}

function valueSettings(suggestion: MappingSuggestion, options: MappingOptions): Mapping['values'] {
  const { values } = suggestion
  return {
    defaultCountry: options.country?.toUpperCase() ?? values.defaultCountry,
    dateOrder: options.dates ?? values.dateOrder,
    decimalMark: options.decimal ?? values.decimalMark,
  }
}

/** At the last `=`, so that a column's name may hold one. */
function pair(text: string): [string, string?] {
  const at = text.lastIndexOf('=')
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

function columnOf({ columns }: Lookup, name: string): Column {
  const wanted = name.trim().toLowerCase()
  const found =
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === wanted)
  if (found) return found
  throw new AppError(
    'invalid-input',
    `The file has no column "${name}". It has: ${columns.map((column) => column.name).join(', ')}.`,
  )
}

function fieldOf({ fields }: Lookup, name: string): Field {
  const wanted = name.trim().toLowerCase()
  const found = fields.find(({ id, key, label }) =>
    [id, key, label].some((text) => text.toLowerCase() === wanted),
  )
  if (found) return found
  throw new AppError(
    'invalid-input',
    `The account has no field "${name}". It has: ${fields.map((field) => field.label).join(', ')}.`,
  )
}

function useOf(column: Column, choice: Choice, fields: readonly Field[]): ColumnUse {
  const field = fields.find((one) => one.id === choice.rule?.field)
  const use = choice.left ? 'who left' : (field?.label ?? (choice.rule ? choice.rule.field : 'not used'))
  return { column: column.name, use, reason: choice.reason }
}
