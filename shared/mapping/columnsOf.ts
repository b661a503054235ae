import type { FieldRule, ValueOrigin, ValueSettings } from '../model.ts'

/** The columns that a field is filled from. */
export function columnsOf(from: ValueOrigin): readonly number[] {
  if ('column' in from) return [from.column]
  return 'template' in from ? from.template.flatMap((part) => ('column' in part ? [part.column] : [])) : []
}

/** The column that says where phone numbers are from, if there is one. */
export function countryColumnOf({ countryColumn }: ValueSettings): readonly number[] {
  return countryColumn === undefined || countryColumn === null ? [] : [countryColumn]
}

/** Whether a rule reads phone numbers, whose country another column may say. */
export function readsPhones({ type, transforms }: Pick<FieldRule, 'type' | 'transforms'>): boolean {
  return type === 'phone' || transforms.some((one) => typeof one !== 'string' && one.step === 'phone')
}
