import type { DuplicateRule, PlanSpec } from '../../../shared/contract/plans.ts'
import type { AddressPart } from '../../../shared/values/foldAlike.ts'
import type {
  AudienceKind,
  FieldRule,
  LeftRule,
  Mode,
  TransformWord,
  ValueType,
} from '../../../shared/model.ts'
import { leadingWords, stepsAfterWords } from './editSpec.ts'
import { stepSummary } from './steps/stepWords.ts'

export const typeWords: Readonly<Record<ValueType, string>> = {
  text: 'text',
  email: 'email',
  phone: 'phone',
  number: 'number',
  boolean: 'yes or no',
  date: 'date',
}

export const leftWhenWords: Readonly<Record<LeftRule['leftWhen'], string>> = {
  yes: 'Who left: yes means they did',
  no: 'Who agreed: no means they left',
  'any-value': 'Who left: anything here means they did',
}

export const transformWords: readonly { readonly value: TransformWord; readonly label: string }[] = [
  { value: 'trim', label: 'Trim spaces at the ends' },
  { value: 'collapse-spaces', label: 'One space between words' },
  { value: 'title-case', label: 'Title Case' },
  { value: 'lower-case', label: 'lower case' },
  { value: 'upper-case', label: 'UPPER CASE' },
]

export const writeWords: readonly { readonly value: FieldRule['write']; readonly label: string }[] = [
  { value: 'always', label: 'Always' },
  { value: 'if-empty', label: 'Only where the account has nothing' },
  { value: 'only-new', label: 'Never over an existing person' },
]

export const modeWords: readonly {
  readonly value: Mode
  readonly label: string
  readonly words: string
}[] = [
  { value: 'changed', label: 'Only what changed', words: 'Rows that differ from what the account has.' },
  {
    value: 'mirror',
    label: 'What changed, and keep it as the file is',
    words:
      'Mirror: also takes whoever is no longer in the file out of the tag or list chosen above. Nobody is deleted, and you are asked before anybody leaves.',
  },
  {
    value: 'append',
    label: 'Only rows never sent before',
    words: 'For lists that grow: rows that this sync has already dealt with are left out.',
  },
  {
    value: 'full-refresh',
    label: 'Every row',
    words: 'Also what is the same already. Slower, and seldom needed.',
  },
]

export const kindWords: Readonly<Record<AudienceKind, { readonly one: string; readonly many: string }>> = {
  form: { one: 'form', many: 'Forms' },
  tag: { one: 'tag', many: 'Tags' },
  sequence: { one: 'sequence', many: 'Sequences' },
  list: { one: 'list', many: 'Lists' },
}

/** What is not as it usually is with a field, in a line. */
export function ruleWords(rule: FieldRule): string {
  const words: string[] = []
  if (rule.write === 'if-empty') words.push('only where empty')
  if (rule.write === 'only-new') words.push('only for new people')
  if (rule.blank === 'clear') words.push('a blank clears it')
  for (const { value, label } of transformWords)
    if (value !== 'trim' && leadingWords(rule.transforms).includes(value)) words.push(label)
  for (const one of stepsAfterWords(rule.transforms)) words.push(stepSummary(one))
  return words.join(' · ')
}

/** Which of several rows with one address counts. */
export const duplicateWords: readonly {
  readonly value: DuplicateRule
  readonly label: string
  readonly words?: string
}[] = [
  { value: 'last', label: 'The last row counts' },
  { value: 'first', label: 'The first row counts' },
  {
    value: 'most-complete',
    label: 'The most complete row counts',
    words: 'The one that fills the most fields; of equals the last.',
  },
  {
    value: 'merge',
    label: 'They are merged',
    words: 'The last row counts, and its blank cells are filled from the others.',
  },
]

export const addressParts: readonly { readonly value: AddressPart; readonly label: string }[] = [
  { value: 'plus-tag', label: 'What follows a + (ann+shop@…)' },
  { value: 'gmail-dots', label: 'Dots in Gmail addresses (a.n.n@gmail.com)' },
]

export function duplicateSummary({ duplicates, sameAddress = [] }: PlanSpec): string {
  const rule = duplicateWords.find(({ value }) => value === duplicates)?.label ?? duplicates
  return sameAddress.length === 0 ? rule : `${rule}, compared loosely`
}
