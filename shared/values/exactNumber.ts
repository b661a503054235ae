export type DecimalMark = '.' | ','

/** The number a text stands for, `undefined` if it is none or would lose something. */
export function exactNumber(written: string, decimalMark: DecimalMark): number | undefined {
  const { negative, amount } = withoutSign(written)
  const match = (decimalMark === '.' ? pointDecimal : commaDecimal).exec(amount)
  if (!match) return undefined
  const wholes = (match[1] ?? '').replace(/\D/g, '')
  const decimals = match[3] ?? ''
  if (wholes + decimals === '' || /^0\d/.test(wholes)) return undefined
  const value = Number(`${wholes || '0'}.${decimals || '0'}`)
  if (!keepsDigits(value, wholes, decimals)) return undefined
  return negative && value !== 0 ? -value : value
}

const spaceOrApostrophe = " \\u00a0\\u2009\\u202f'’"
const pointDecimal = new RegExp(
  `^(\\d*|${groupsOf(',' + spaceOrApostrophe)}|\\d{1,2}(?:,\\d{2})+,\\d{3})(?:\\.(\\d*))?$`,
)
const commaDecimal = new RegExp(`^(\\d*|${groupsOf('.' + spaceOrApostrophe)})(?:,(\\d*))?$`)

/** `1 234 567`: the same separator all along. */
function groupsOf(separators: string): string {
  return `\\d{1,3}([${separators}])\\d{3}(?:\\2\\d{3})*`
}

function withoutSign(written: string): { readonly negative: boolean; readonly amount: string } {
  if (isDigit(written.charCodeAt(0)) && isDigit(written.charCodeAt(written.length - 1)))
    return { negative: false, amount: written }
  const match = /^([-−–‐‑﹣-]\s?)?(\()?(\+)?([^()]*?)(\))?(\s?[-−–])?$/u.exec(written)
  if (!match) return { negative: false, amount: written }
  const [, before, open, plus, amount = '', close, after] = match
  const signs = [before, open, plus, after].filter((sign) => sign !== undefined).length
  if (signs > 1 || (open === undefined) !== (close === undefined)) return { negative: false, amount: written }
  return { negative: signs === 1 && plus === undefined, amount }
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/** Whether the number, written out again, has the digits it was read from. Fifteen always survive. */
function keepsDigits(value: number, wholes: string, decimals: string): boolean {
  if (wholes.length + decimals.length <= 15) return true
  const [wholesKept = '', decimalsKept = ''] = String(value).split('.')
  return wholesKept === (wholes || '0') && decimalsKept === decimals.replace(/0+$/, '')
}
