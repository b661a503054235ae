import { AppError, assertNever } from '../../../shared/errors.ts'
import { type QueryProblem, type Refusal, unguarded } from './queryPort.ts'

/** The error for a query that could not be run, in words. `tables`: the names of what can be queried. Pure. */
export function queryError(problem: QueryProblem, tables: readonly string[]): AppError {
  const { refused } = problem
  if (problem.message === unguarded)
    return new AppError(
      'unavailable',
      'This Listferry runs on a SQLite that can’t keep a query from writing, so no query is run. Update Listferry, then try again.',
    )
  if (refused !== null)
    return new AppError(
      refused.what === 'table' ? 'invalid-input' : 'forbidden',
      refusalWords(refused, tables),
    )
  return new AppError('invalid-input', problemWords(problem, tables), { cause: problem.message })
}

/** For a query that was ended because its time was over. */
export function timeOver(limitMs: number): AppError {
  const limit = limitMs < 2000 ? `${limitMs / 1000} seconds` : `${Math.round(limitMs / 1000)} seconds`
  return new AppError(
    'unavailable',
    `The query took longer than ${limit} and was stopped; nothing was changed. Ask for less, or give it more time.`,
  )
}

/** For a child that ended by itself. */
export function brokeOff(): AppError {
  return new AppError(
    'unavailable',
    'The query ended before it was done, probably because it needed too much memory. Ask for less: fewer columns, or a part of the rows.',
  )
}

function refusalWords(refused: Refusal, tables: readonly string[]): string {
  switch (refused.what) {
    case 'write':
      return 'A query only reads, so nothing was changed. Start it with SELECT; to change people, make a sync.'
    case 'file':
      return 'A query opens no files, so this was refused. Import the file: it is then a table of its own here.'
    case 'setting':
      return 'A query can’t read or change the settings of the database (PRAGMA). Start it with SELECT.'
    case 'transaction':
      return 'A query is a single SELECT, without BEGIN, COMMIT or SAVEPOINT.'
    case 'second-statement':
      return 'This is more than one query. Run them one by one: nothing may stand behind the semicolon.'
    case 'explain':
      return 'EXPLAIN is not offered here. Start the query with SELECT.'
    case 'function':
      return `The function ${refused.name} can’t be used here.`
    case 'table':
      return `There is no table “${refused.name}” for queries. ${tableWords(tables)}`
    default:
      return assertNever(refused)
  }
}

function problemWords({ message, at }: QueryProblem, tables: readonly string[]): string {
  const place = at === null ? '' : ` (line ${at.line}, column ${at.column})`
  const [, near] = /^near "([\s\S]*)": syntax error$/.exec(message) ?? []
  if (near !== undefined)
    return `The query can’t be understood at “${near}”${place}. Look at what stands there, and right before it.`
  if (message === 'incomplete input') return 'The query ends too early: something is missing at its end.'
  if (/^The SQL query contains no statements/.test(message))
    return 'There is nothing to run. Write a query that starts with SELECT.'
  const [, kind = '', name = ''] =
    /^(no such table|no such column|no such function|ambiguous column name): (.+)$/.exec(message) ?? []
  switch (kind) {
    case 'no such table':
      return `There is no table “${name}”${place}. ${tableWords(tables)}`
    case 'no such column':
      return `No table of this query has a column “${name}”${place}. Texts stand in single quotes: 'like this'.`
    case 'no such function':
      return `There is no function “${name}”${place}.`
    case 'ambiguous column name':
      return `More than one table of this query has a column “${name}”${place}. Write the table in front: people.${name}.`
  }
  if (/too big|out of memory/.test(message))
    return 'The query made a text or a table that is too big for this computer. Ask for less.'
  return `The query could not be run${place}: ${message}.`
}

const namedTables = 12

function tableWords(tables: readonly string[]): string {
  const more = tables.length > namedTables ? ', …' : ''
  return `Tables: ${tables.slice(0, namedTables).join(', ')}${more}.`
}
