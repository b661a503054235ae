import { isSupportedCountry } from 'libphonenumber-js/min'
import { AppError } from '../../shared/errors.ts'
import type { Delimiter } from '../../shared/model.ts'
import type { AddressPart } from '../../shared/values/foldAlike.ts'

/** Readers of option values. They refuse before anything is done. @throws AppError `invalid-input` */
export function wholeNumber(option: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= min && number <= max) return number
    throw new AppError('invalid-input', `${option} "${text}" is not a whole number from ${min} to ${max}.`)
  }
}

/** `us` → `US` */
export function countryCode(text: string): string {
  const code = text.trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(code) && isSupportedCountry(code)) return code
  throw new AppError(
    'invalid-input',
    `--country "${text}" is not the code of a country: two letters (ISO), such as US, GB or DE.`,
  )
}

/** `tab` is easier to type than a tab. */
export function delimiterMark(text: string): Delimiter {
  if (text === ',' || text === ';' || text === '|' || text === '\t') return text
  if (text === 'tab' || text === '\\t') return '\t'
  throw new AppError('invalid-input', `--delimiter "${text}" is not one of , ; | or tab.`)
}

/** Number of a record, counted from 1; `null` for none. */
export function headerRecord(text: string): number | null {
  if (text === 'none') return null
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new AppError(
    'invalid-input',
    `--header "${text}" is neither a record number, counted from 1, nor none.`,
  )
}

export function addressPart(text: string): AddressPart {
  if (text === 'plus-tag' || text === 'gmail-dots') return text
  throw new AppError('invalid-input', `--same-address "${text}" is not known. Use plus-tag or gmail-dots.`)
}
