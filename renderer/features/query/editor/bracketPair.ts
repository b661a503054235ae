import { sqlTokens } from '../../../../shared/sqlTokens.ts'

/** Where the round bracket beside the caret is, and where its other half is; empty where there is none. Pure. */
export function bracketPair(sql: string, caret: number): readonly number[] {
  const brackets = sqlTokens(sql).filter(({ kind, text }) => kind === 'other' && /[()]/.test(text))
  const at = brackets.findIndex(({ from, to }) => to === caret || from === caret)
  const beside = brackets[at]
  if (beside === undefined) return []
  const step = beside.text === '(' ? 1 : -1
  let depth = 0
  for (let n = at; brackets[n] !== undefined; n += step) {
    depth += brackets[n]?.text === beside.text ? 1 : -1
    if (depth === 0) return [beside.from, brackets[n]?.from ?? 0]
  }
  return []
}
