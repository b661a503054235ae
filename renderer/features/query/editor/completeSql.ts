import type { QueryTable } from '../../../../shared/contract/queries.ts'
import { isSqlKeyword, sqlKeywords, writeSqlName } from '../../../../shared/sqlName.ts'
import { type SqlToken, sqlTokens } from '../../../../shared/sqlTokens.ts'

export interface SqlOption {
  readonly label: string
  /** What is written for it. */
  readonly insert: string
  /** Beside it: what type a column has. */
  readonly detail: string
  readonly about: string
}

export interface SqlCompletion {
  /** Where the word begins that is completed; it ends at the caret. */
  readonly from: number
  readonly options: readonly SqlOption[]
}

const functions =
  `abs avg coalesce count date datetime group_concat ifnull iif instr json_each json_extract julianday length lower
  ltrim max min nullif printf replace round rtrim strftime substr sum time total trim typeof unixepoch upper`.split(
    /\s+/,
  )

const words: readonly SqlOption[] = [
  ...sqlKeywords.map((word) => plain(word.toUpperCase())),
  ...functions.map(plain),
]

/**
 * What may be meant by the word before the caret: columns behind a table's name and a dot, tables where one is due,
 * otherwise columns, tables and words of SQL. `null` where nothing is to be offered; an empty word is completed only
 * when it is `asked` for. Pure.
 */
export function completeSql(
  sql: string,
  caret: number,
  tables: readonly QueryTable[],
  asked: boolean,
): SqlCompletion | null {
  const tokens = sqlTokens(sql)
  const from = caret - (/[\p{L}\p{N}_$]*$/u.exec(sql.slice(0, caret))?.[0].length ?? 0)
  const before = tokens.filter(({ to }) => to <= from)
  if (isInText(sql, tokens, caret) || isInComment(sql.slice(before.at(-1)?.to ?? 0, from))) return null
  const word = sql.slice(from, caret).toLowerCase()
  const isBehindDot = before.at(-1)?.text === '.' && before.at(-1)?.to === from
  if (/^\d/.test(word) || (word === '' && !asked && !isBehindDot)) return null
  const options = matching(word, offered(before, isBehindDot, tokens, tables))
  return options.length === 0 || (options.length === 1 && options[0]?.insert.toLowerCase() === word)
    ? null
    : { from, options }
}

function offered(
  before: readonly SqlToken[],
  isBehindDot: boolean,
  tokens: readonly SqlToken[],
  tables: readonly QueryTable[],
): readonly SqlOption[] {
  const named = namedTables(tokens, tables)
  if (isBehindDot) {
    const owner = before.at(-2)?.text.toLowerCase()
    return (owner === undefined ? [] : (named.get(owner) ?? [])).flatMap(columnOptions)
  }
  const tableOptions = tables.map(({ name, about }) => ({
    label: name,
    insert: writeSqlName(name),
    detail: '',
    about,
  }))
  if (/^(?:from|join)$/i.test(before.at(-1)?.text ?? '')) return tableOptions
  const columns = [...new Set([...named.values()].flat())].flatMap(columnOptions)
  return [...new Map([...columns, ...tableOptions, ...words].map((one) => [one.label, one])).values()]
}

/** The tables that a query names, by their own names and by those that it gives them. */
function namedTables(
  tokens: readonly SqlToken[],
  tables: readonly QueryTable[],
): ReadonlyMap<string, readonly QueryTable[]> {
  const named = new Map<string, readonly QueryTable[]>()
  tokens.forEach((token, at) => {
    if (!isName(token) || tokens[at - 1]?.text === '.') return
    const same = tables.filter(({ name }) => name.toLowerCase() === token.text.toLowerCase())
    if (same.length === 0) return
    named.set(token.text.toLowerCase(), same)
    const next = tokens[at + 1]
    const alias = next?.text.toLowerCase() === 'as' ? tokens[at + 2] : next
    if (isName(alias) && (alias.kind === 'name' || !isSqlKeyword(alias.text)))
      named.set(alias.text.toLowerCase(), same)
  })
  return named
}

function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'word' || token?.kind === 'name'
}

function columnOptions({ columns }: QueryTable): readonly SqlOption[] {
  return columns.map(({ name, type, about }) => ({
    label: name,
    insert: writeSqlName(name),
    detail: type,
    about,
  }))
}

/** Those that begin with the word come first; words of SQL are known by their beginning only. */
function matching(word: string, options: readonly SqlOption[]): readonly SqlOption[] {
  const placeOf = ({ label }: SqlOption) => label.toLowerCase().indexOf(word)
  const isWithin = (one: SqlOption) => word.length > 1 && placeOf(one) > 0 && !words.includes(one)
  return [...options.filter((one) => placeOf(one) === 0), ...options.filter(isWithin)]
}

function isInText(sql: string, tokens: readonly SqlToken[], caret: number): boolean {
  return tokens.some(({ kind, from, to }) => {
    if (kind !== 'text' && kind !== 'name') return false
    const isClosed = to - from > 1 && /['"`\]]/.test(sql.charAt(to - 1))
    return from < caret && (isClosed ? caret < to : caret <= to)
  })
}

/** `gap`: what stands between a token and the caret. */
function isInComment(gap: string): boolean {
  return /--[^\n]*$|\/\*(?:(?!\*\/)[\s\S])*$/.test(gap)
}

function plain(word: string): SqlOption {
  return { label: word, insert: word, detail: '', about: '' }
}
