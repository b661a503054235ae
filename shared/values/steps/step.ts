import type { ReadingNote } from '../parsedValue.ts'
import type { ProblemKind } from '../../model.ts'

/** What a step needs to know besides the text. */
export interface StepContext {
  /** For phone numbers without a country code. */
  readonly country: string | null
}

/** A text that can't be taken: its field is left out of the row, for this reason. */
export interface Refusal {
  readonly problem: ProblemKind
  readonly message: string
}

/** A text that was read in a way the user should see. */
export interface NotedText {
  readonly text: string
  readonly note: ReadingNote
}

export type StepResult = string | Refusal | NotedText

/** One step, compiled. Never called with a blank. */
export type Step = (text: string, context: StepContext) => StepResult

export function isRefusal(result: Refusal | NotedText): result is Refusal {
  return 'problem' in result
}
