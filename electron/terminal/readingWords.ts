import type { SettingsSuggestion } from '../../shared/mapping/suggestSettings.ts'
import type { FieldRule, Mapping, ValueSettings, ValueType } from '../../shared/model.ts'
import type { MappingOptions } from './chooseMapping.ts'

type Said = Pick<MappingOptions, 'country' | 'countryColumn' | 'dates' | 'decimal'>
type Reasons = Partial<SettingsSuggestion['reasons']>

/** How text that could be read in two ways is read, as far as a field depends on it; a line for each. */
export function readingWords({ fields, values }: Mapping, reasons: Reasons, said: Said): readonly string[] {
  const has = (type: ValueType) => fields.some((rule) => rule.type === type && !readsItself(rule))
  const options = {
    dateOrder: said.dates,
    decimalMark: said.decimal,
    defaultCountry: said.country,
    countryColumn: said.countryColumn,
  }
  const because = (key: keyof typeof options) =>
    options[key] === undefined ? ` ${reasons[key] ?? ''}`.trimEnd() : ''
  const lines: string[] = []
  if (has('date'))
    lines.push(
      `Dates such as 03/04/2026 have the ${values.dateOrder === 'day-month' ? 'day' : 'month'} first.${because('dateOrder')}`,
    )
  if (has('number'))
    lines.push(
      `Numbers have a decimal ${values.decimalMark === '.' ? 'point' : 'comma'}.${because('decimalMark')}`,
    )
  if (has('phone')) lines.push(phoneLine(values, because))
  return lines
}

function phoneLine(
  { defaultCountry, countryColumn }: ValueSettings,
  because: (key: 'defaultCountry' | 'countryColumn') => string,
): string {
  if ((countryColumn ?? null) !== null)
    return `A column names the country of each phone number.${because('countryColumn')}`
  if (defaultCountry === null) return 'Phone numbers are read only with their country code.'
  return `Phone numbers without a country code are from ${defaultCountry}.${because('defaultCountry')}`
}

/** A step says how the dates or numbers of its field are written. */
function readsItself({ transforms }: FieldRule): boolean {
  return transforms.some((one) => typeof one !== 'string' && (one.step === 'date' || one.step === 'number'))
}
