import { exactNumber } from './exactNumber.ts'
import type { DecimalMark } from './exactNumber.ts'

/** Why this is no number, or none that would keep all of it, as the end of a sentence. */
export function numberReason(written: string, decimalMark: DecimalMark): string {
  if (written === '') return 'it is blank.'
  if (/^[^\d]*\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(written))
    return 'a spreadsheet shortened it and digits may be gone. Format the column as a plain number and export it again.'
  if (/[%‰]/.test(written)) return 'it is a percentage. Remove the % sign, or map the column to a text field.'
  if (/\p{Sc}|\b[A-Z]{3}\b/u.test(written))
    return 'it has a currency. Remove it, or map the column to a text field.'
  if (/[^\P{Nd}0-9]/u.test(written)) return 'it has digits other than 0 to 9. Type it again.'
  if (!/\d/.test(written)) return 'it has no digits.'
  if (/\p{L}/u.test(written)) return 'it has letters in it.'
  return digitsReason(written, decimalMark)
}

function digitsReason(written: string, decimalMark: DecimalMark): string {
  const otherMark = decimalMark === '.' ? ',' : '.'
  if (written.includes(otherMark) && exactNumber(written, otherMark) !== undefined)
    return `it seems to have a decimal ${otherMark === ',' ? 'comma' : 'point'}. Choose that for the file if it is one.`
  if (/^[-+]?0\d/.test(written))
    return 'it starts with a zero that a number cannot keep. Map the column to a text field.'
  if (written.replace(/\D/g, '').length > 15)
    return 'it has more digits than a number can keep. Map the column to a text field.'
  if (/^\d+[-/.:]\d+[-/.:]\d+/.test(written)) return 'it looks like a date.'
  return 'its digits are not grouped the way numbers are.'
}
