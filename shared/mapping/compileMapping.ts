import type {
  Column,
  FieldId,
  FieldRule,
  FieldValue,
  Mapping,
  Problem,
  TemplatePart,
  Transform,
  ValueSettings,
  ValueType,
} from '../model.ts'
import { parseValue } from '../values/parseValue.ts'
import { bad, good } from '../values/parsedValue.ts'
import type { ParsedValue } from '../values/parsedValue.ts'
import { compileSteps } from '../values/steps/compileSteps.ts'
import { isRefusal } from '../values/steps/step.ts'
import { isBlank } from '../values/trimInvisible.ts'
import { columnAt } from './columnAt.ts'
import { readsPhones } from './columnsOf.ts'
import { compileTemplate, templateColumns } from './compileTemplate.ts'
import { compileLeft } from './compileLeft.ts'
import { emailField } from './emailField.ts'
import { settingsByCountry } from './settingsByCountry.ts'

/** One row as its mapping reads it. */
export interface MappedRow {
  /**
   * - `ok`: everything was read.
   * - `warning`: the row can go, but read `problems`: a field that failed its type is left out, a value was read in a
   *   way the user should see, or a consent column says nothing.
   * - `invalid`: nothing usable says who this is, so there is nobody to write to. The row does not go.
   */
  readonly severity: 'ok' | 'warning' | 'invalid'
  /** `null` clears the field. A blank that is left alone, or a cell that failed its type, is absent. The caller's own. */
  readonly values: Record<FieldId, FieldValue>
  readonly problems: readonly Problem[]
  /** Why this person must be held back: `column “Unsubscribed” says “yes”`. `null` where nothing says that they left. */
  readonly left: string | null
}

/** Maps one row: `cells` in file order, `row` its 1-based number. The same row always gives the same answer. */
export type MapRow = (cells: readonly (string | undefined)[], row: number) => MappedRow

type ApplyRule = (
  cells: readonly (string | undefined)[],
  row: number,
  values: Record<FieldId, FieldValue>,
  problems: Problem[],
) => void

/**
 * Compiles a mapping once, for any number of rows.
 *
 * A person is known by one of `identifiers`, as a rule their email. So the rule for the field `email` is read as an email
 * whatever type it names, and a row without any identifier, or with a bad email, is invalid as a whole. Any other cell
 * that fails its type costs only its own field.
 * A cell that the row does not have (a short row) is left alone even where blanks clear: the file says nothing about it.
 * @throws AppError `invalid-input` where the mapping names a column that the file does not have.
 */
export function compileMapping(
  mapping: Mapping,
  columns: readonly Column[],
  identifiers: readonly FieldId[] = [emailField],
): MapRow {
  const rules = mapping.fields.map((rule) => compileRule(rule, columns, mapping))
  const readLeftOf = compileLeft(mapping, columns)
  const others = identifiers.filter((field) => field !== emailField)
  const mapsEmail = mapping.fields.some((rule) => rule.field === emailField)
  return (cells, row) => {
    const values: Record<FieldId, FieldValue> = {}
    const problems: Problem[] = []
    for (const apply of rules) apply(cells, row, values, problems)
    const leftProblems: Problem[] = []
    const left = readLeftOf(cells, row, leftProblems)
    if (typeof values[emailField] === 'string')
      return known(values, leftProblems.length === 0 ? problems : [...problems, ...leftProblems], left)
    const isBad = problems.some(({ kind }) => kind === 'invalid-email')
    if (!isBad && others.some((field) => isGiven(values[field]))) {
      const rest = problems.filter(({ kind }) => kind !== 'missing-email')
      return known(values, [...rest, ...leftProblems], left)
    }
    if (!mapsEmail) problems.push({ row, ...(others.length === 0 ? noEmailColumn : nobodyNamed) })
    // Of nobody it need not be said that it is not known whether they left.
    return { severity: 'invalid', values, problems, left }
  }
}

function known(
  values: Record<FieldId, FieldValue>,
  problems: readonly Problem[],
  left: string | null,
): MappedRow {
  return { severity: problems.length === 0 ? 'ok' : 'warning', values, problems, left }
}

const noEmailColumn = { kind: 'missing-email', message: 'No column is mapped to the email address.' } as const
const nobodyNamed = {
  kind: 'missing-identifier',
  message: 'Nothing in this row says who it is about.',
} as const

function isGiven(value: FieldValue | undefined): boolean {
  return typeof value === 'string' && value !== ''
}

function compileRule(rule: FieldRule, columns: readonly Column[], { values: settings }: Mapping): ApplyRule {
  const { field, transforms, from } = rule
  const type = field === emailField ? 'email' : rule.type
  const read = compileReading(type, transforms)
  const settingsOf = compileSettings(rule, columns, settings)
  if ('constant' in from) {
    const parsed = read(from.constant, settings)
    return (_cells, row, values, problems) => take(rule, parsed, { row }, 'Fixed value', values, problems)
  }
  if ('template' in from) {
    const join = compileTemplate(from.template, columns)
    const source = templateSource(from.template, columns)
    return (cells, row, values, problems) => {
      const text = join(cells)
      if (text !== undefined) take(rule, read(text, settingsOf(cells)), { row }, source, values, problems)
      else if (field === emailField) problems.push(missingEmail(source, { row }))
    }
  }
  const { index, name } = columnAt(columns, from.column)
  const source = `Column “${name}”`
  const asRead: ApplyRule = (cells, row, values, problems) => {
    const cell = cells[index]
    if (cell !== undefined)
      take(rule, read(cell, settingsOf(cells)), { row, column: index }, source, values, problems)
    else if (field === emailField) problems.push(missingEmail(source, { row, column: index }))
  }
  return type === 'text' && transforms.length === 0 ? textAsItIs(rule, index, asRead) : asRead
}

type ReadText = (text: string, settings: ValueSettings) => ParsedValue | null

/** Steps first, then the type. `null`: a blank, or one once the steps are done. */
function compileReading(type: ValueType, transforms: readonly Transform[]): ReadText {
  if (transforms.length === 0)
    return (text, settings) => (isBlank(text) ? null : parseValue(type, text, settings))
  const steps = compileSteps(transforms)
  return (text, settings) => {
    if (isBlank(text)) return null
    const made = steps(text, { country: settings.defaultCountry })
    if (typeof made === 'string') return isBlank(made) ? null : parseValue(type, made, settings)
    if (isRefusal(made)) return bad(made.problem, made.message)
    if (isBlank(made.text)) return null
    const parsed = parseValue(type, made.text, settings)
    return parsed.ok ? good(parsed.value, made.note) : parsed
  }
}

type SettingsOf = (cells: readonly (string | undefined)[]) => ValueSettings

/** Whose phone numbers a column says the country of, row by row. */
function compileSettings(rule: FieldRule, columns: readonly Column[], settings: ValueSettings): SettingsOf {
  const { countryColumn } = settings
  if (countryColumn === undefined || countryColumn === null || !readsPhones(rule)) return () => settings
  return settingsByCountry(columnAt(columns, countryColumn).index, settings)
}

/** Most columns of most files: hardly anything about them can be wrong. */
function textAsItIs({ field, blank }: FieldRule, index: number, asRead: ApplyRule): ApplyRule {
  return (cells, row, values, problems) => {
    const cell = cells[index]
    if (cell === undefined) return
    if (cell.startsWith('#')) asRead(cells, row, values, problems)
    else if (!isBlank(cell)) values[field] = cell
    else if (blank === 'clear') values[field] = null
  }
}

function templateSource(template: readonly TemplatePart[], columns: readonly Column[]): string {
  return `What is made of ${templateColumns(template, columns)}`
}

function missingEmail(source: string, place: Pick<Problem, 'row' | 'column'>): Problem {
  const message = `${source} is missing in this row, and with it the email address.`
  return { kind: 'missing-email', ...place, message }
}

/** Puts what was read (`null`: a blank) where it belongs. */
function take(
  rule: FieldRule,
  parsed: ParsedValue | null,
  place: { readonly row: number; readonly column?: number },
  source: string,
  values: Record<FieldId, FieldValue>,
  problems: Problem[],
): void {
  if (parsed === null) {
    if (rule.field === emailField)
      problems.push({ kind: 'missing-email', ...place, message: `${source} has no email address.` })
    else if (rule.blank === 'clear') values[rule.field] = null
    return
  }
  if (!parsed.ok) {
    problems.push({ kind: parsed.problem, ...place, message: `${source}: ${parsed.message}` })
    return
  }
  values[rule.field] = parsed.value
  if (parsed.note)
    problems.push({ kind: parsed.note.kind, ...place, message: `${source}: ${parsed.note.message}` })
}
