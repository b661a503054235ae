import type {
  Column,
  DateOrder,
  Field,
  FieldId,
  LeftRule,
  TemplatePart,
  Transform,
  ValueSettings,
  ValueType,
} from '../model.ts'
import { trimInvisible } from '../values/trimInvisible.ts'
import { emailField } from './emailField.ts'
import { assignFields } from './assignFields.ts'
import type { Assignment } from './assignFields.ts'
import { leftWhen } from './guessColumn.ts'
import type { ColumnGuess } from './guessColumn.ts'
import { agreedOrder, dateEvidence } from './dateOrders.ts'
import { guessColumns } from './guessColumns.ts'
import type { SampledGuess } from './guessColumns.ts'
import { knownColumn, type KnownFile, type RecognisedFile } from './knownFiles/knownFile.ts'
import { recogniseFile } from './knownFiles/recogniseFile.ts'
import { joinLastNames } from './joinLastNames.ts'
import { noFieldReason } from './matchField.ts'
import { isKnownHeader } from './matchHeader.ts'
import { suggestSettings } from './suggestSettings.ts'
import type { ChosenSettings, SettingsSuggestion } from './suggestSettings.ts'

export interface SampledColumn {
  readonly column: Column
  /** Cells as in the file, blanks included; a hundred are plenty. */
  readonly samples: readonly string[]
}

export type SuggestedTarget =
  | {
      readonly field: FieldId
      readonly type: ValueType
      readonly transforms: readonly Transform[]
      /** What fills the field where the column alone is only part of it. */
      readonly template?: readonly TemplatePart[]
    }
  | { readonly left: LeftRule }
  | { readonly ignore: true }

export interface ColumnSuggestion {
  readonly column: Column
  readonly target: SuggestedTarget
  /** What its cells need besides being trimmed, whichever field the user gives them to. */
  readonly steps?: readonly Transform[]
  /** Sentences for the user: `93 of 100 values look like phone numbers.` */
  readonly reason: string
  /** 0 to 1 */
  readonly confidence: number
}

export interface MappingSuggestion {
  /** One for each column, in their order. */
  readonly columns: readonly ColumnSuggestion[]
  readonly values: ValueSettings
  readonly valueReasons: SettingsSuggestion['reasons']
  /** Whose export the file is; `null` where nothing says so. */
  readonly known: RecognisedFile | null
}

/**
 * What each column seems to be, for this account: from headers in seven languages and from the values themselves.
 * A field gets one column, the best one. Columns that say who left are never spent on a field.
 */
export function suggestMapping(input: {
  readonly columns: readonly SampledColumn[]
  readonly fields: readonly Field[]
  readonly chosen?: ChosenSettings
  /** `false`: the user said that it is no export of a program that is known. */
  readonly recognise?: boolean
  readonly fileName?: string
}): MappingSuggestion {
  const known = input.recognise === false ? null : recogniseFile(input.columns.map(({ column }) => column))
  const guessed = columnsToGuess(input.columns)
  const guesses = guessColumns(guessed, known)
  const assignment = assignFields(
    guesses.map(({ guess }) => guess),
    input.fields,
  )
  const settings = suggestSettings(guesses, input.chosen)
  const suggestions = guesses.map((one) =>
    inOwnOrder(suggestColumn(one, assignment, known), one.samples, settings.values.dateOrder),
  )
  return {
    columns: withoutGuess(input.columns, joinLastNames(suggestions, guesses, input.fields)),
    values: settings.values,
    valueReasons: settings.reasons,
    known: known && recognised(known, guesses, input.fileName ?? ''),
  }
}

/** A file may have 16,384 columns, and a look at each takes a millisecond. */
const mostGuessed = 300
const mostKnown = 1000

/** The first ones, and of the others those whose headers are known: who left must be found wherever that stands. */
function columnsToGuess(columns: readonly SampledColumn[]): readonly SampledColumn[] {
  const known = columns.slice(mostGuessed).filter(({ column }) => isKnownHeader(column.header))
  return [...columns.slice(0, mostGuessed), ...known.slice(0, mostKnown)]
}

function withoutGuess(
  columns: readonly SampledColumn[],
  suggestions: readonly ColumnSuggestion[],
): readonly ColumnSuggestion[] {
  if (suggestions.length === columns.length) return suggestions
  const found = new Map(suggestions.map((one) => [one.column.index, one]))
  const reason = 'Among so many columns only the first and those with a well-known name are looked at.'
  return columns.map(
    ({ column }) => found.get(column.index) ?? { column, target: { ignore: true }, reason, confidence: 0 },
  )
}

function recognised(
  { program, title, warning }: KnownFile,
  guesses: readonly SampledGuess[],
  fileName: string,
): RecognisedFile {
  const leavers = guesses.filter(({ guess }) => leftWhen(guess) !== null)
  return {
    program,
    title,
    leavers: leavers.map(({ guess }) => guess.column.name),
    warning: warning?.(fileName) ?? null,
  }
}

function suggestColumn(
  { guess, samples }: SampledGuess,
  assignment: Assignment,
  known: KnownFile | null,
): ColumnSuggestion {
  const { column, confidence } = guess
  const steps = known && knownColumn(known, column.header)?.steps
  const own = steps ? { steps } : {}
  const when = leftWhen(guess)
  if (when !== null)
    return {
      column,
      target: { left: { column: column.index, leftWhen: when } },
      reason: leftReason(guess, when),
      confidence,
    }
  const won = assignment.byColumn.get(column.index)
  if (won) {
    const { id, type } = won.field
    const transforms = steps ? (['trim', ...steps] as const) : suggestTransforms(won.field, samples)
    return {
      column,
      target: { field: id, type, transforms },
      ...own,
      reason: won.reason,
      confidence: won.confidence,
    }
  }
  return { column, target: { ignore: true }, ...own, reason: ignoreReason(guess, assignment), confidence }
}

/** Dates of a column that all ask for the other order, as where a list was put together of two. */
function inOwnOrder(
  suggestion: ColumnSuggestion,
  samples: readonly string[],
  fileOrder: DateOrder,
): ColumnSuggestion {
  const { target, reason } = suggestion
  if (!('field' in target) || target.type !== 'date') return suggestion
  const order = agreedOrder(dateEvidence(samples))
  if (order === null || order === fileOrder) return suggestion
  return {
    ...suggestion,
    target: { ...target, transforms: [...target.transforms, { step: 'date', order }] },
    reason: `${reason} Its dates have the ${order === 'day-month' ? 'day' : 'month'} first, unlike others of this file.`,
  }
}

function leftReason(guess: ColumnGuess, when: LeftRule['leftWhen']): string {
  const held = { yes: 'Whoever has a yes', no: 'Whoever has a no', 'any-value': 'Whoever has anything here' }[
    when
  ]
  return `${guess.reason} ${held} is held back.`
}

/** A column that lost its field to another says to which. */
function ignoreReason(guess: ColumnGuess, { candidates, byField }: Assignment): string {
  if (guess.shape.filled === 0 && guess.concept === null) return 'The column is empty.'
  const lost = candidates.find((one) => one.guess === guess)
  const winner = lost && byField.get(lost.field.id)
  if (winner) return `“${winner.field.label}” is filled from “${winner.guess.column.name}” already.`
  return noFieldReason(guess)
}

/** An address never needs the space around it; other cells are trimmed only where that changes one. */
function suggestTransforms(field: Field, samples: readonly string[]): readonly Transform[] {
  const edges = field.id === emailField || samples.some((sample) => trimInvisible(sample) !== sample)
  return edges ? ['trim'] : []
}
