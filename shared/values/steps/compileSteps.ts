import { assertNever } from '../../errors.ts'
import type { Transform } from '../../model.ts'
import { applyTransform } from '../transforms.ts'
import { isBlank } from '../trimInvisible.ts'
import { partStep } from './partStep.ts'
import { booleanStep, dateStep, numberStep, phoneStep } from './readingSteps.ts'
import { replaceStep } from './replaceStep.ts'
import { isRefusal, type Step } from './step.ts'
import { valuesStep } from './valuesStep.ts'

/**
 * Compiles steps once, for any number of cells: tables become look-ups and patterns are read here. Each step gets what
 * the one before made; once nothing is left, the rest has nothing to do.
 * @throws AppError `invalid-input` for a pattern that can't be used
 */
export function compileSteps(transforms: readonly Transform[]): Step {
  const steps = transforms.map(compileStep)
  const [first, ...others] = steps
  if (first === undefined) return (text) => text
  return others.length === 0 ? first : inTurn(steps)
}

function inTurn(steps: readonly Step[]): Step {
  return (text, context) => {
    let now = text
    for (let at = 0; at < steps.length; at += 1) {
      const result = steps[at]?.(now, context) ?? now
      if (typeof result === 'string') {
        if (result === '' || isBlank(result)) return result
        now = result
      } else if (isRefusal(result)) return result
      else return noted(result, inTurn(steps.slice(at + 1))(result.text, context))
    }
    return now
  }
}

/** The first thing that is to be seen is said; what a later step refuses counts for more. */
function noted(first: Exclude<ReturnType<Step>, string>, rest: ReturnType<Step>): ReturnType<Step> {
  if (isRefusal(first)) return first
  if (typeof rest === 'string') return { ...first, text: rest }
  return isRefusal(rest) ? rest : { ...first, text: rest.text }
}

function compileStep(transform: Transform): Step {
  if (typeof transform === 'string') return (text) => applyTransform(text, transform)
  switch (transform.step) {
    case 'replace':
      return replaceStep(transform)
    case 'values':
      return valuesStep(transform)
    case 'part':
      return partStep(transform)
    case 'date':
      return dateStep(transform.order)
    case 'number':
      return numberStep(transform.decimalMark)
    case 'boolean':
      return booleanStep(transform)
    case 'phone':
      return phoneStep
    default:
      return assertNever(transform)
  }
}
