import { trimInvisible } from './trimInvisible.ts'

/** What usually stands between the values of one cell. */
export const usualSeparators = ',;|\n'

/**
 * The values of a cell that holds a list: `vip; newsletter` → `vip`, `newsletter`. Quotes and brackets around them,
 * as exports write lists (`"vip","boston"`, `["vip"]`), are none of theirs. Each value once, whatever its capitals.
 */
export function cellListReader(separators: string): (cell: string) => readonly string[] {
  const signs = new Set(separators)
  return (cell) => {
    const values = new Map<string, string>()
    for (const part of parts(withoutBrackets(trimInvisible(cell)), signs)) {
      const value = withoutQuotes(trimInvisible(part))
      const key = value.normalize('NFC').toLowerCase()
      if (value !== '' && !values.has(key)) values.set(key, value)
    }
    return [...values.values()]
  }
}

function parts(cell: string, signs: ReadonlySet<string>): string[] {
  const found: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at <= cell.length; at += 1) {
    const sign = cell.charAt(at)
    // A sign inside of quotes belongs to the value, as in `"Bread, fresh", "Cake"`.
    if (sign === '"' && (quoted || trimInvisible(cell.slice(start, at)) === '')) quoted = !quoted
    if (quoted || (at < cell.length && !signs.has(sign))) continue
    found.push(cell.slice(start, at))
    start = at + 1
  }
  // A quote that nobody closed is a sign like any other.
  return quoted ? [...found, ...cell.slice(start).split(new RegExp(`[${escaped(signs)}]`, 'u'))] : found
}

function withoutBrackets(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
}

function withoutQuotes(text: string): string {
  const quote = text.charAt(0)
  const isQuoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote)
  return isQuoted ? trimInvisible(text.slice(1, -1)) : text
}

function escaped(signs: ReadonlySet<string>): string {
  return [...signs].map((sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`).join('')
}
