import type { Refusal } from '../engine/query/queryPort.ts'
import { hasSecondStatement, type SqlToken } from '../../shared/sqlTokens.ts'

const refusedVerbs: readonly (readonly [Exclude<Refusal['what'], 'table' | 'function'>, string])[] = [
  ['write', 'insert replace update delete create drop alter reindex analyze'],
  ['file', 'attach detach vacuum'],
  ['setting', 'pragma'],
  ['transaction', 'begin commit end rollback savepoint release'],
  ['explain', 'explain'],
]

/**
 * What is refused for its first word, before SQLite looks at it: its own words for that name tables nobody knows. What
 * is not seen here is refused by the guard. Pure.
 */
export function refusedStatement(tokens: readonly SqlToken[]): Refusal | null {
  const [first] = tokens
  const verb = first?.kind === 'word' ? first.text.toLowerCase() : ''
  const found = refusedVerbs.find(([, verbs]) => verb !== '' && verbs.split(' ').includes(verb))
  if (found) return { what: found[0] }
  return hasSecondStatement(tokens) ? { what: 'second-statement' } : null
}
