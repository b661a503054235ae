import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { DateOrder, Settings, SourceInfo, ValueSettings } from '../model.ts'
import { trimInvisible } from '../values/trimInvisible.ts'
import { countryCodeOf } from './countryNames.ts'
import { dateEvidence, orderOfMost } from './dateOrders.ts'
import { germanPhones, hasGermanHeaders } from './germanFile.ts'
import type { SampledGuess } from './guessColumns.ts'

export interface SettingsSuggestion {
  readonly values: ValueSettings
  /** Why, a sentence for each. */
  readonly reasons: { readonly [K in Exclude<keyof ValueSettings, 'countryColumn'>]: string } & {
    readonly countryColumn?: string
  }
}

/** What the user chose for all files; `null`: guessed. */
export interface ChosenSettings extends Pick<Settings, 'defaultCountry' | 'dateOrder'> {
  /** What the formats of a workbook say, where they do. */
  readonly written?: NonNullable<SourceInfo['written']>
}

interface Suggested<T> {
  readonly value: T
  readonly reason: string
}

const nothingChosen: ChosenSettings = { defaultCountry: null, dateOrder: null }

/**
 * How ambiguous text of this file is best read. Every choice is a guess that the user can change; what they chose for
 * all files goes first, except where a date can only be read the other way.
 */
export function suggestSettings(
  columns: readonly SampledGuess[],
  chosen: ChosenSettings = nothingChosen,
): SettingsSuggestion {
  const country = asChosen(chosen.defaultCountry) ?? suggestCountry(columns)
  const order =
    asWritten(chosen.written?.dateOrder) ?? suggestDateOrder(columns, country.value, chosen.dateOrder)
  const mark = asWritten(chosen.written?.decimalMark) ?? suggestDecimalMark(columns)
  const by = suggestCountryColumn(columns)
  return {
    values: {
      defaultCountry: country.value,
      dateOrder: order.value,
      decimalMark: mark.value,
      ...(by !== null && { countryColumn: by.value }),
    },
    reasons: {
      defaultCountry: country.reason,
      dateOrder: order.reason,
      decimalMark: mark.reason,
      ...(by !== null && { countryColumn: by.reason }),
    },
  }
}

function asChosen<T>(value: T | null): Suggested<T> | null {
  return value === null ? null : { value, reason: 'As you chose in the settings.' }
}

function asWritten<T>(value: T | null | undefined): Suggested<T> | null {
  return value === null || value === undefined
    ? null
    : { value, reason: 'The formats of the workbook say so.' }
}

function filled(samples: readonly string[]): readonly string[] {
  return samples.map(trimInvisible).filter((value) => value !== '')
}

function suggestDateOrder(
  columns: readonly SampledGuess[],
  country: string | null,
  chosen: DateOrder | null,
): Suggested<DateOrder> {
  const evidence = dateEvidence(columns.flatMap(({ samples }) => samples))
  const certain = orderOfMost(evidence)
  if (certain) return certain
  const always = asChosen(chosen)
  if (always) return always
  if (evidence.dates > 0 && evidence.onlyDots)
    return { value: 'day-month', reason: 'Dates with dots have the day first.' }
  if (hasGermanHeaders(columns))
    return { value: 'day-month', reason: 'The headers are German, and German dates have the day first.' }
  const american = country === null || country === 'US'
  const value = american ? 'month-day' : 'day-month'
  if (evidence.dates === 0) return { value, reason: 'No date in the file depends on it.' }
  return {
    value,
    reason: `No date says; ${american ? 'American lists have the month' : `lists from ${country} have the day`} first. Please check.`,
  }
}

function suggestDecimalMark(columns: readonly SampledGuess[]): Suggested<'.' | ','> {
  const values = columns
    .filter(({ guess: { shape } }) => shape.filled > 0 && shape.numbers / shape.filled > 0.5)
    .flatMap(({ samples }) => filled(samples))
  const commas = values.filter((value) => /\d,\d{1,2}(?!\d)(?![.,])/.test(value) && !/\.\d{1,2}$/.test(value))
  const points = values.filter(
    (value) => /\d\.\d{1,2}(?!\d)(?![.,])/.test(value) && !/\d[./]\d{1,2}[./]\d/.test(value),
  )
  if (commas[0] !== undefined && commas.length > points.length)
    return { value: ',', reason: `“${commas[0]}” has a decimal comma.` }
  if (points[0] !== undefined) return { value: '.', reason: `“${points[0]}” has a decimal point.` }
  if (hasGermanHeaders(columns))
    return { value: ',', reason: 'The headers are German, and German numbers have a decimal comma.' }
  return { value: '.', reason: 'No number in the file depends on it.' }
}

function suggestCountry(columns: readonly SampledGuess[]): Suggested<string | null> {
  const ways = [fromCountryColumn, fromPhonePrefixes, fromMailDomains, fromGermanPhones]
  for (const way of ways) {
    const found = way(columns)
    if (found) return found
  }
  return { value: null, reason: 'Nothing says where people are from: phone numbers need their country code.' }
}

function valuesAbout(
  columns: readonly SampledGuess[],
  concept: 'country' | 'phone' | 'email',
): readonly string[] {
  return columns.filter(({ guess }) => guess.concept === concept).flatMap(({ samples }) => filled(samples))
}

/** Where a list has phone numbers of several countries, its own column says the country of each. */
function suggestCountryColumn(columns: readonly SampledGuess[]): Suggested<number> | null {
  if (!columns.some(({ guess }) => guess.concept === 'phone')) return null
  const column = columns.find(({ guess }) => guess.concept === 'country')
  const values = filled(column?.samples ?? [])
  const codes = values.flatMap((value) => countryCodeOf(value) ?? [])
  const different = new Set(codes).size
  if (column === undefined || different < 2 || codes.length < values.length * 0.9) return null
  const reason = `“${column.guess.column.name}” names ${different} countries in the first rows.`
  return { value: column.guess.column.index, reason }
}

function fromCountryColumn(columns: readonly SampledGuess[]): Suggested<string> | null {
  const values = valuesAbout(columns, 'country')
  const most = mostCommon(values.flatMap((value) => countryCodeOf(value) ?? []))
  if (!most || most.count < values.length * 0.6) return null
  return { value: most.value, reason: `${most.count} of ${values.length} people are from ${most.value}.` }
}

function fromPhonePrefixes(columns: readonly SampledGuess[]): Suggested<string> | null {
  const values = valuesAbout(columns, 'phone').filter((value) => /^(?:\+|00)/.test(value))
  const phones = values.flatMap((value) => parsePhoneNumberFromString(value.replace(/^00/, '+')) ?? [])
  // By prefix first: one of several countries that share it may have a few numbers in any list.
  const prefix = mostCommon(phones.map((phone) => phone.countryCallingCode))
  if (!prefix || prefix.count < values.length * 0.6) return null
  const sharing = phones.filter((phone) => phone.countryCallingCode === prefix.value)
  const country = mostCommon(sharing.flatMap((phone) => phone.country ?? []))
  if (!country) return null
  const reason = `${prefix.count} of ${values.length} full phone numbers start with +${prefix.value}.`
  return { value: country.value, reason }
}

// Sold to the whole world, whatever country they stand for.
const worldwideDomains = new Set([
  'CO',
  'IO',
  'ME',
  'TV',
  'AI',
  'CC',
  'FM',
  'GG',
  'LY',
  'TO',
  'WS',
  'SH',
  'IM',
])

function fromMailDomains(columns: readonly SampledGuess[]): Suggested<string> | null {
  const values = valuesAbout(columns, 'email')
  const endings = values.map((value) => value.slice(value.lastIndexOf('.') + 1).toUpperCase())
  const countries = endings.map((ending) => (ending === 'UK' ? 'GB' : ending))
  const most = mostCommon(countries.filter((code) => isSupportedCountry(code) && !worldwideDomains.has(code)))
  if (!most || most.count < Math.max(2, values.length * 0.3)) return null
  const domain = most.value === 'GB' ? 'uk' : most.value.toLowerCase()
  return { value: most.value, reason: `${most.count} of ${values.length} email addresses end in .${domain}.` }
}

function fromGermanPhones(columns: readonly SampledGuess[]): Suggested<string> | null {
  const phones = hasGermanHeaders(columns) ? germanPhones(columns) : null
  if (phones === null) return null
  const { valid, all } = phones
  return {
    value: 'DE',
    reason: `The headers are German, and ${valid} of ${all} phone numbers can be from there.`,
  }
}

function mostCommon(values: readonly string[]): { readonly value: string; readonly count: number } | null {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: { value: string; count: number } | null = null
  for (const [value, count] of counts) if (best === null || count > best.count) best = { value, count }
  return best
}
