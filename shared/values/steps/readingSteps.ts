import type { DateOrder, TransformStep } from '../../model.ts'
import { parseBoolean } from '../boolean.ts'
import { parseDate } from '../date.ts'
import { parseNumber } from '../number.ts'
import type { ParsedValue } from '../parsedValue.ts'
import { parsePhone } from '../phone.ts'
import { isBlank } from '../trimInvisible.ts'
import type { Step, StepResult } from './step.ts'

/** What a text stands for, written in one way whoever typed it: for fields that hold text, as most do. */
export function dateStep(order: DateOrder): Step {
  return (text) => (isBlank(text) ? text : written(parseDate(text, order)))
}

export function numberStep(decimalMark: '.' | ','): Step {
  return (text) => (isBlank(text) ? text : written(parseNumber(text, decimalMark)))
}

export function booleanStep({ yes, no }: Extract<TransformStep, { readonly step: 'boolean' }>): Step {
  return (text) => {
    if (isBlank(text)) return text
    const parsed = parseBoolean(text)
    if (!parsed.ok) return { problem: parsed.problem, message: parsed.message }
    return parsed.value === true ? yes : no
  }
}

export const phoneStep: Step = (text, { country }) =>
  isBlank(text) ? text : written(parsePhone(text, country))

function written(parsed: ParsedValue): StepResult {
  if (!parsed.ok) return { problem: parsed.problem, message: parsed.message }
  const text = String(parsed.value)
  return parsed.note === undefined ? text : { text, note: parsed.note }
}
