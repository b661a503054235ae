/** A piece of SQL that means something: neither space nor comment. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'other'
  /** As written; a quoted name without its quotes. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** In the order in which they are tried: comments and spaces, texts, quoted names, words and numbers, single signs. */
const pieces =
  /(?<skip>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$))|(?<word>[\p{L}\p{N}_$]+)|(?<other>[\s\S])/gu

/** Takes SQL apart as SQLite does, far enough to find names in it and to tell one statement from two. Pure. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  for (const { groups = {}, index, 0: written } of sql.matchAll(pieces)) {
    const kind = (['text', 'name', 'word', 'other'] as const).find((one) => groups[one] !== undefined)
    if (kind === undefined) continue
    const text = kind === 'name' ? withoutQuotes(written) : written
    tokens.push({ kind, text, from: index, to: index + written.length })
  }
  return tokens
}

/** Whether there is something after the end of the first statement, which SQLite would pass over in silence. Pure. */
export function hasSecondStatement(tokens: readonly SqlToken[]): boolean {
  const end = tokens.findIndex(isSemicolon)
  return end !== -1 && tokens.slice(end).some((token) => !isSemicolon(token))
}

function isSemicolon({ kind, text }: SqlToken): boolean {
  return kind === 'other' && text === ';'
}

function withoutQuotes(written: string): string {
  const quote = written.charAt(0)
  const inner = written.slice(1, written.length > 1 && /["`\]]$/.test(written) ? -1 : undefined)
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}
