import { isSqlKeyword } from '../../../../shared/sqlName.ts'
import { type SqlToken, sqlTokens } from '../../../../shared/sqlTokens.ts'

export type SqlLook = 'word' | 'text' | 'number' | 'comment' | 'plain'

export interface SqlPiece {
  readonly look: SqlLook
  readonly text: string
  /** Where it begins in the whole query. */
  readonly from: number
}

/** A query in pieces of one look each, line by line; the pieces of a line are its text. Pure. */
export function sqlLines(sql: string): readonly (readonly SqlPiece[])[] {
  const lines: SqlPiece[][] = [[]]
  for (const { look, text, from } of sqlPieces(sql)) {
    let start = from
    text.split('\n').forEach((part, n) => {
      if (n > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ look, text: part, from: start })
      start += part.length + 1
    })
  }
  return lines
}

function sqlPieces(sql: string): readonly SqlPiece[] {
  const pieces: SqlPiece[] = []
  let end = 0
  const add = (look: SqlLook, to: number) => {
    if (to > end) pieces.push({ look, text: sql.slice(end, to), from: end })
    end = to
  }
  for (const token of sqlTokens(sql)) {
    addSkipped(token.from)
    add(lookOf(token), token.to)
  }
  addSkipped(sql.length)
  return pieces

  /** Between tokens there are only spaces and comments. */
  function addSkipped(to: number) {
    add(/--|\/\*/.test(sql.slice(end, to)) ? 'comment' : 'plain', to)
  }
}

function lookOf({ kind, text }: SqlToken): SqlLook {
  if (kind === 'text') return 'text'
  if (kind !== 'word') return 'plain'
  if (/^(?:\d|(?:null|true|false)$)/i.test(text)) return 'number'
  return isSqlKeyword(text) ? 'word' : 'plain'
}
