import type { QueryProblem } from '../engine/query/queryPort.ts'
import { sqlTokens } from '../../shared/sqlTokens.ts'
import type { OpenGround } from './openGround.ts'

/** What went wrong with a query, and where in it. `ground`: for trying parts of it; `null` where it ran already. */
export function problemOf(error: unknown, sql: string, ground: OpenGround | null): QueryProblem {
  const message = error instanceof Error ? error.message : String(error)
  const refused = ground?.refused() ?? (/^cannot modify /.test(message) ? { what: 'write' as const } : null)
  const at = ground === null || refused !== null ? null : placeOf(message, sql, ground)
  return { message, at: at === null ? null : lineAndColumn(sql, at), refused }
}

function placeOf(message: string, sql: string, ground: OpenGround): number | null {
  const near = /^near "([\s\S]*)": syntax error$/.exec(message)?.[1]
  if (near !== undefined) return placeOfSyntaxError(near, sql, ground)
  const name = /^(?:no such (?:table|column|function): |ambiguous column name: )(.+)$/.exec(message)?.[1]
  return name === undefined ? null : placeOfName(name, sql)
}

/** The first of these pieces up to which the query can't be read any more: before it, it only ended too early. */
function placeOfSyntaxError(near: string, sql: string, ground: OpenGround): number | null {
  const places = sqlTokens(sql).filter(({ from, to }) => sql.slice(from, to).startsWith(near))
  if (places.length < 2) return places[0]?.from ?? null
  const found = places.find(({ to }) => {
    try {
      ground.prepare(sql.slice(0, to))
      return false
    } catch (error) {
      return error instanceof Error && error.message === `near "${near}": syntax error`
    }
  })
  return found?.from ?? null
}

function placeOfName(written: string, sql: string): number | null {
  const tokens = sqlTokens(sql)
  // `table.column`
  const parts = written.split('.')
  const wanted = (parts.at(-1) ?? written).toLowerCase()
  const is = (text: string, name: string | undefined) => text.toLowerCase() === name?.toLowerCase()
  const found = tokens.find(({ kind, text }, index) => {
    if (kind === 'text' || !is(text, wanted)) return false
    return parts.length === 1 || is(tokens[index - 2]?.text ?? '', parts.at(-2))
  })
  return found?.from ?? null
}

function lineAndColumn(sql: string, offset: number): { line: number; column: number } {
  const before = sql.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}
