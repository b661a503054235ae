import { assertNever } from '../../../../shared/errors.ts'
import type { PartTaken, Transform, TransformStep } from '../../../../shared/model.ts'

export type StepKind = TransformStep['step'] | 'pattern'

/** What can be added, in the words of the menu. */
export const stepKinds: readonly {
  readonly kind: StepKind
  readonly label: string
  readonly words: string
}[] = [
  { kind: 'values', label: 'Map values', words: 'Germany becomes DE' },
  { kind: 'replace', label: 'Replace text', words: 'Every “St.” becomes “Street”' },
  { kind: 'pattern', label: 'Replace a pattern', words: 'With a regular expression' },
  { kind: 'part', label: 'Take a part', words: 'First word, last word, before a comma' },
  { kind: 'date', label: 'Write as a date', words: '31.12.2026 becomes 2026-12-31' },
  { kind: 'number', label: 'Write as a number', words: '1.234,50 becomes 1234.5' },
  { kind: 'boolean', label: 'Write as yes or no', words: 'Ja, oui, TRUE, x become yes' },
  { kind: 'phone', label: 'Write as a phone number', words: '030 1234 becomes +49301234' },
]

/** A step as it is when it is added: it does nothing, or what its name says. */
export function newStep(kind: StepKind): TransformStep {
  switch (kind) {
    case 'replace':
      return { step: 'replace', find: '', with: '', pattern: false }
    case 'pattern':
      return { step: 'replace', find: '', with: '', pattern: true }
    case 'values':
      return { step: 'values', values: [], others: 'leave' }
    case 'part':
      return { step: 'part', take: 'first', separator: null }
    case 'date':
      return { step: 'date', order: 'day-month' }
    case 'number':
      return { step: 'number', decimalMark: '.' }
    case 'boolean':
      return { step: 'boolean', yes: 'yes', no: 'no' }
    case 'phone':
      return { step: 'phone' }
    default:
      return assertNever(kind)
  }
}

export const partWords: Readonly<Record<PartTaken, { readonly words: string; readonly texts: string }>> = {
  first: { words: 'The first word', texts: 'Before the first' },
  last: { words: 'The last word', texts: 'After the last' },
  rest: { words: 'All but the first word', texts: 'After the first' },
  start: { words: 'All but the last word', texts: 'Before the last' },
}

export function stepTitle(transform: Transform): string {
  if (typeof transform === 'string') return wordTitles[transform]
  const kind = transform.step === 'replace' && transform.pattern ? 'pattern' : transform.step
  return stepKinds.find((one) => one.kind === kind)?.label ?? kind
}

const wordTitles: Readonly<Record<Extract<Transform, string>, string>> = {
  trim: 'Trim spaces at the ends',
  'collapse-spaces': 'One space between words',
  'lower-case': 'lower case',
  'upper-case': 'UPPER CASE',
  'title-case': 'Title Case',
}

/** A step in a few words, for the line below a field. */
export function stepSummary(transform: Transform): string {
  if (typeof transform === 'string') return wordTitles[transform]
  switch (transform.step) {
    case 'replace':
      return transform.pattern ? 'a pattern is replaced' : `“${short(transform.find)}” is replaced`
    case 'values':
      return `${transform.values.length} ${transform.values.length === 1 ? 'value' : 'values'} mapped`
    case 'part':
      return transform.separator === null
        ? partWords[transform.take].words.toLowerCase()
        : `${partWords[transform.take].texts.toLowerCase()} “${short(transform.separator)}”`
    case 'date':
      return `as a date, ${transform.order === 'day-month' ? 'day' : 'month'} first`
    case 'number':
      return `as a number with a decimal ${transform.decimalMark === '.' ? 'point' : 'comma'}`
    case 'boolean':
      return `as ${transform.yes} or ${transform.no}`
    case 'phone':
      return 'as a phone number'
    default:
      return assertNever(transform)
  }
}

function short(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text
}
