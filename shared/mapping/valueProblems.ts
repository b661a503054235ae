import { isSupportedCountry } from 'libphonenumber-js/min'
import type { FieldRule, Mapping, ValueSettings } from '../model.ts'
import { parseValue } from '../values/parseValue.ts'
import { compileSteps } from '../values/steps/compileSteps.ts'
import { patternProblem } from '../values/steps/replaceStep.ts'
import { isRefusal } from '../values/steps/step.ts'
import { isBlank } from '../values/trimInvisible.ts'
import { emailField } from './emailField.ts'

/**
 * Patterns, fixed values and a country of a mapping that can't be used: a sentence each. `known`: what the account calls its
 * fields. The window has the engine look for these: the rules of patterns and phone numbers are long.
 */
export function valueProblems(
  { fields, values }: Pick<Mapping, 'fields' | 'values'>,
  known: readonly { readonly id: string; readonly label: string }[],
): readonly string[] {
  const labelOf = ({ field }: FieldRule) => known.find(({ id }) => id === field)?.label ?? field
  return [
    ...fields.flatMap((rule) => patternProblems(rule, labelOf(rule))),
    ...fields.flatMap((rule) => constantProblems(rule, labelOf(rule), values)),
    ...countryProblems(values),
  ]
}

function patternProblems({ transforms }: FieldRule, label: string): readonly string[] {
  return transforms.flatMap((one) => {
    if (typeof one === 'string' || one.step !== 'replace' || !one.pattern) return []
    const problem = patternProblem(one.find)
    return problem === null ? [] : [`“${label}”: ${problem}`]
  })
}

function constantProblems(rule: FieldRule, label: string, settings: ValueSettings): readonly string[] {
  if (!('constant' in rule.from) || rule.field === emailField) return []
  if (isBlank(rule.from.constant) || patternProblems(rule, label).length > 0) return []
  const made = compileSteps(rule.transforms)(rule.from.constant, { country: settings.defaultCountry })
  if (typeof made !== 'string' && isRefusal(made))
    return [`The fixed value of “${label}” cannot be used. ${made.message}`]
  const text = typeof made === 'string' ? made : made.text
  if (isBlank(text)) return []
  const parsed = parseValue(rule.type, text, settings)
  return parsed.ok ? [] : [`The fixed value of “${label}” cannot be used. ${parsed.message}`]
}

function countryProblems({ defaultCountry }: ValueSettings): readonly string[] {
  if (defaultCountry === null || isSupportedCountry(defaultCountry)) return []
  const hint = defaultCountry.toUpperCase() === 'UK' ? 'Use GB.' : 'Use two capital letters such as US or DE.'
  return [`“${defaultCountry}” is not a country code for phone numbers. ${hint}`]
}
