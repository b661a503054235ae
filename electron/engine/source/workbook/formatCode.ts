import type { ShownDateOrder } from './numberFormat.ts'

/** A piece of a number's pattern: a digit place, a sign of its own, or fixed text. */
export type NumberToken =
  | { readonly is: 'digit'; readonly mark: '0' | '#' | '?' }
  | { readonly is: 'point' }
  | { readonly is: 'exponent'; readonly sign: '+' | '-' }
  | { readonly is: 'slash' }
  | { readonly is: 'text'; readonly text: string }

export type DatePart =
  'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'half' | 'elapsed' | 'fraction'

export type DateToken =
  { readonly is: DatePart; readonly letters: string } | { readonly is: 'text'; readonly text: string }

export interface SectionCondition {
  /** Values that it holds for are at most this. */
  readonly below: number
  holds(value: number): boolean
}

interface SectionBase {
  readonly condition: SectionCondition | null
  readonly dateOrder: ShownDateOrder | null
}

export type FormatSection = SectionBase &
  (
    | { readonly kind: 'general'; readonly before: string; readonly after: string }
    | {
        readonly kind: 'number'
        readonly tokens: readonly NumberToken[]
        readonly grouped: boolean
        /** Each divides by a thousand. */
        readonly thousands: number
        /** Each multiplies by a hundred. */
        readonly percents: number
      }
    | { readonly kind: 'date'; readonly tokens: readonly DateToken[] }
  )

/** The parts of a number format between its semicolons; the one for text is left out, as text is never formatted. */
export function parseFormatCode(code: string): readonly FormatSection[] {
  return splitSections(code).slice(0, 3).map(parseSection)
}

/** Pieces that mean themselves: `"kg"`, `\x`, `_x` (as wide as x), `*x` (fills with x), `[Red]`. */
const literal = /^(?:"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\])/su

function splitSections(code: string): string[] {
  const sections: string[] = []
  let section = ''
  for (let at = 0; at < code.length;) {
    const found = literal.exec(code.slice(at))?.[0] ?? code[at] ?? ''
    if (found === ';') {
      sections.push(section)
      section = ''
    } else section += found
    at += found.length
  }
  return [...sections, section]
}

type Piece = { readonly text: string } | { readonly mark: string }

interface Pieces {
  readonly pieces: readonly Piece[]
  readonly condition: SectionCondition | null
  readonly elapsed: string | null
}

function parseSection(section: string): FormatSection {
  const { pieces, condition, elapsed } = piecesOf(section)
  const marks = pieces.map((piece) => ('mark' in piece ? piece.mark : '"')).join('')
  if (/general/i.test(marks)) return { kind: 'general', condition, dateOrder: null, ...around(pieces) }
  // `e` is the year too, but `E+` is an exponent.
  if (elapsed !== null || /[ymdhs]/i.test(marks.replaceAll(/E[+-]/gi, ''))) {
    const tokens = dateTokens(pieces)
    return { kind: 'date', condition, tokens, dateOrder: orderOf(tokens) }
  }
  return { kind: 'number', condition, dateOrder: null, ...numberTokens(pieces) }
}

function piecesOf(section: string): Pieces {
  const pieces: Piece[] = []
  let condition: SectionCondition | null = null
  let elapsed: string | null = null
  for (let at = 0; at < section.length;) {
    const found = literal.exec(section.slice(at))
    if (!found) {
      pieces.push({ mark: section[at] ?? '' })
      at += 1
      continue
    }
    const [all, quoted, escaped, wide, , bracket] = found
    if (quoted !== undefined || escaped !== undefined) pieces.push({ text: quoted ?? escaped ?? '' })
    else if (wide !== undefined) pieces.push({ text: ' ' })
    else if (bracket !== undefined && /^(?:h+|m+|s+)$/i.test(bracket)) {
      elapsed = bracket
      pieces.push({ mark: `[${bracket.toLowerCase()}]` })
    } else if (bracket?.startsWith('$') === true)
      pieces.push({ text: bracket.slice(1).replace(/-[^-]*$/, '') })
    else if (bracket !== undefined) condition = readCondition(bracket) ?? condition
    at += all.length
  }
  return { pieces, condition, elapsed }
}

function readCondition(bracket: string): SectionCondition | null {
  const [, sign, number] = /^(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$/.exec(bracket) ?? []
  if (sign === undefined) return null
  const limit = Number(number)
  const tests: Readonly<Record<string, SectionCondition>> = {
    '<': { below: limit, holds: (value) => value < limit },
    '<=': { below: limit, holds: (value) => value <= limit },
    '>': { below: Infinity, holds: (value) => value > limit },
    '>=': { below: Infinity, holds: (value) => value >= limit },
    '=': { below: limit, holds: (value) => value === limit },
    '<>': { below: Infinity, holds: (value) => value !== limit },
  }
  return tests[sign] ?? null
}

function around(pieces: readonly Piece[]): { before: string; after: string } {
  const texts = pieces.map((piece) => ('text' in piece ? piece.text : piece.mark))
  const [before = '', after = ''] = texts.join('').split(/general/i)
  return { before, after }
}

const dateNames: Readonly<Record<string, DatePart>> = {
  y: 'year',
  e: 'year',
  m: 'month',
  d: 'day',
  h: 'hour',
  s: 'second',
}

function dateTokens(pieces: readonly Piece[]): DateToken[] {
  const tokens: DateToken[] = []
  let rest = [...pieces]
  const marks = () => rest.map((piece) => ('mark' in piece ? piece.mark : '\0')).join('')
  while (rest.length > 0) {
    const [first] = rest
    if (first && 'mark' in first && first.mark.startsWith('[')) {
      tokens.push({ is: 'elapsed', letters: first.mark.slice(1, -1) })
      rest = rest.slice(1)
      continue
    }
    const found = /^(?:am\/pm|a\/p)/i.exec(marks())?.[0] ?? /^([ymdhse])\1*|^\.0+/i.exec(marks())?.[0] ?? null
    if (found === null) {
      const text = first ? ('text' in first ? first.text : first.mark) : ''
      tokens.push({ is: 'text', text })
      rest = rest.slice(1)
      continue
    }
    const letters = found.toLowerCase()
    const is = letters.startsWith('a')
      ? 'half'
      : letters.startsWith('.')
        ? 'fraction'
        : dateNames[letters[0] ?? '']
    tokens.push({ is: is ?? 'day', letters })
    rest = rest.slice(found.length)
  }
  return withMinutes(tokens)
}

/** `m` is the month, but the minute right after an hour or right before a second. */
function withMinutes(tokens: readonly DateToken[]): DateToken[] {
  const near = (at: number, step: 1 | -1): DateToken | undefined => {
    let next = at + step
    while (tokens[next]?.is === 'text') next += step
    return tokens[next]
  }
  return tokens.map((token, at) => {
    if (token.is !== 'month' || token.letters.length > 2) return token
    const before = near(at, -1)
    const isMinute =
      before?.is === 'hour' ||
      (before?.is === 'elapsed' && before.letters.startsWith('h')) ||
      near(at, 1)?.is === 'second'
    return isMinute ? { is: 'minute', letters: token.letters } : token
  })
}

/** Which of two numbers comes first, where the month is a number and the year does not lead. */
function orderOf(tokens: readonly DateToken[]): ShownDateOrder | null {
  const at = (part: DatePart) => tokens.findIndex(({ is }) => is === part)
  const [year, month, day] = [at('year'), at('month'), at('day')]
  const token = tokens[month]
  if (year === -1 || month === -1 || day === -1 || token?.is !== 'month' || token.letters.length > 2)
    return null
  if (year < month && year < day) return null
  return day < month ? 'day-month' : 'month-day'
}

function numberTokens(pieces: readonly Piece[]) {
  const tokens: NumberToken[] = []
  let grouped = false
  let percents = 0
  const isDigit = (piece: Piece | undefined) =>
    piece !== undefined && 'mark' in piece && /[0#?]/.test(piece.mark)
  let thousands = 0
  pieces.forEach((piece, at) => {
    if ('text' in piece) {
      tokens.push({ is: 'text', text: piece.text })
      return
    }
    const { mark } = piece
    const before = pieces[at - 1]
    if (mark === '0' || mark === '#' || mark === '?') tokens.push({ is: 'digit', mark })
    else if (mark === '.') tokens.push({ is: 'point' })
    else if (mark === '/') tokens.push({ is: 'slash' })
    else if (mark === ',') {
      if (pieces.slice(at + 1).some(isDigit)) grouped ||= pieces.slice(0, at).some(isDigit)
      else thousands += 1
    } else if (
      (mark === '+' || mark === '-') &&
      before !== undefined &&
      'mark' in before &&
      /e/i.test(before.mark)
    ) {
      tokens.pop()
      tokens.push({ is: 'exponent', sign: mark })
    } else {
      if (mark === '%') percents += 1
      tokens.push({ is: 'text', text: mark })
    }
  })
  return { tokens, grouped, thousands, percents }
}
