import type { NumberToken } from './formatCode.ts'

export interface NumberPattern {
  readonly tokens: readonly NumberToken[]
  readonly grouped: boolean
  readonly thousands: number
  readonly percents: number
}

/** Spreadsheets calculate with 15 digits: what is stored as 0.30000000000000004 is shown as 0.3. */
const digitsKept = 15

/** All digits, never an exponent. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  return decimal(Number(value.toPrecision(digitsKept)))
}

/** A number as the places of its pattern show it. */
export function numberText(value: number, pattern: NumberPattern): string {
  const { tokens, thousands, percents } = pattern
  const scaled = (value * 100 ** percents) / 1000 ** thousands
  const isNegative = scaled < 0
  const size = Number(Math.abs(scaled).toPrecision(digitsKept))
  if (!tokens.some(({ is }) => is === 'digit'))
    return (isNegative ? '-' : '') + tokens.map((token) => (token.is === 'text' ? token.text : '')).join('')
  if (tokens.some(({ is }) => is === 'slash')) return (isNegative ? '-' : '') + decimal(size)
  const exponentAt = tokens.findIndex(({ is }) => is === 'exponent')
  if (exponentAt !== -1) return withExponent(size, isNegative, tokens, exponentAt)
  const text = placed(size, tokens, pattern.grouped)
  return isNegative && /[1-9]/.test(text) ? `-${text}` : text
}

/** Digits of a number in their places: whole ones from the right, decimals from the left. */
function placed(size: number, tokens: readonly NumberToken[], grouped: boolean): string {
  const point = tokens.findIndex(({ is }) => is === 'point')
  const whole = point === -1 ? tokens : tokens.slice(0, point)
  const after = point === -1 ? [] : tokens.slice(point + 1)
  const decimals = after.filter(({ is }) => is === 'digit').length
  const [wholeDigits = '', decimalDigits = ''] = rounded(size, decimals).split('.')
  const left = wholeText(wholeDigits === '0' ? '' : wholeDigits, whole, grouped)
  const right = decimalText(decimalDigits, after)
  // `0.` shows its point even where no digit follows.
  return point === -1 ? left : `${left}.${right}`
}

/** Half away from zero, as spreadsheets round, and by the decimal digits that are shown, not by the binary ones. */
function rounded(size: number, decimals: number): string {
  const text = decimal(size)
  const [whole = '0', rest = ''] = text.split('.')
  if (rest.length <= decimals) return decimals === 0 ? whole : `${whole}.${rest.padEnd(decimals, '0')}`
  const kept = BigInt(whole + rest.slice(0, decimals)) + (Number(rest[decimals]) >= 5 ? 1n : 0n)
  const digits = kept.toString().padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function wholeText(digits: string, tokens: readonly NumberToken[], grouped: boolean): string {
  const places = tokens.filter(({ is }) => is === 'digit').length
  let left = digits.length
  let written = 0
  let placesLeft = places
  let text = ''
  for (const token of [...tokens].reverse()) {
    if (token.is === 'text') text = token.text + text
    if (token.is !== 'digit') continue
    placesLeft -= 1
    // The leftmost place takes all digits that are left.
    const count = placesLeft === 0 ? Math.max(left, 1) : 1
    for (let n = 0; n < count; n += 1) {
      left -= 1
      const digit = digits[left] ?? (token.mark === '0' ? '0' : token.mark === '?' ? ' ' : '')
      if (digit === '') continue
      if (grouped && written > 0 && written % 3 === 0) text = `,${text}`
      text = digit + text
      written += 1
    }
  }
  return places === 0 ? digits + text : text
}

function decimalText(digits: string, tokens: readonly NumberToken[]): string {
  const lastDigit = digits.replace(/0+$/, '').length
  let at = 0
  return tokens
    .map((token) => {
      if (token.is === 'text') return token.text
      if (token.is !== 'digit') return ''
      const digit = digits[at] ?? '0'
      const needed = at < lastDigit || token.mark === '0'
      at += 1
      return needed ? digit : token.mark === '?' ? ' ' : ''
    })
    .join('')
}

function withExponent(
  size: number,
  isNegative: boolean,
  tokens: readonly NumberToken[],
  exponentAt: number,
): string {
  const sign = tokens[exponentAt]
  const mantissa = tokens.slice(0, exponentAt)
  const point = mantissa.findIndex(({ is }) => is === 'point')
  const decimals = point === -1 ? 0 : mantissa.slice(point).filter(({ is }) => is === 'digit').length
  const [digits = '0', power = '0'] = size.toExponential(decimals).split('e')
  const exponent = Number(power)
  const places = tokens.slice(exponentAt).filter(({ is }) => is === 'digit').length
  const shownSign = exponent < 0 ? '-' : sign?.is === 'exponent' && sign.sign === '+' ? '+' : ''
  const after = String(Math.abs(exponent)).padStart(places, '0')
  return `${isNegative ? '-' : ''}${digits}E${shownSign}${after}`
}

/** JavaScript writes 1e21 and 1e-7 with an exponent; here every digit is written out. */
function decimal(value: number): string {
  const text = String(value)
  const [, sign = '', whole = '', rest = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? []
  const shift = Number(power)
  if (shift === 0) return text
  const digits = whole + rest
  const point = whole.length + shift
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
