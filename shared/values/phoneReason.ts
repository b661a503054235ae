/** Reasons that the digits themselves hide: checked before reading, since the digits would pass for a number. */
export function hiddenDigitsReason(written: string): string | null {
  if (/^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(written))
    return 'a spreadsheet shortened it and the last digits are gone. Format the column as text and export it again.'
  if (/^\+?\d{6,}[.,]0+$/.test(written))
    return 'it was saved as a decimal number. Format the column as text and export it again.'
  return null
}

/**
 * Why this is no phone number, as the end of a sentence.
 * `code` is libphonenumber's own (`NOT_A_NUMBER`, `INVALID_COUNTRY`, `TOO_SHORT`, `TOO_LONG`) or `IMPOSSIBLE`.
 */
export function phoneReason(written: string, code: string): string {
  const digits = written.replace(/\P{Nd}/gu, '').length
  if (digits === 0) return 'it has no digits.'
  if (holdsTwo(written)) return 'there are two numbers in the cell. Keep one.'
  if (written.startsWith("'")) return 'it starts with an apostrophe. Remove it.'
  if (/\p{L}{2}/u.test(written)) return 'it has letters in it.'
  if (code === 'NOT_A_NUMBER') return 'it has characters that phone numbers do not have.'
  if (code === 'INVALID_COUNTRY') return countryReason(written)
  if (code === 'TOO_SHORT' || digits < 7) return 'it has too few digits.'
  if (code === 'TOO_LONG' || digits > 15) return 'it has too many digits.'
  return 'no country has numbers like this. Check the digits and the country code.'
}

function countryReason(written: string): string {
  if (written.startsWith('+')) return 'no country has this code after the +.'
  return 'it has no country code. Write it with + and the code, or choose a country for the file.'
}

function holdsTwo(written: string): boolean {
  const parts = written.split(/[;,/|&\n]|\s(?:or|oder|ou|o|und|and|et|y|e|en)\s/i)
  return parts.filter((part) => part.replace(/\D/g, '').length >= 6).length > 1
}
