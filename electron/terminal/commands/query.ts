import { resolve } from 'node:path'
import type { QueryCell, QueryResult, QueryTable } from '../../../shared/contract/queries.ts'
import { AppError } from '../../../shared/errors.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { table } from '../table.ts'
import { takeExport } from '../takeExport.ts'
import { counted, duration } from '../words.ts'

export interface QueryOptions {
  readonly tables?: boolean
  readonly saved?: string
  readonly file?: readonly string[]
  readonly read?: readonly string[]
  readonly secretStdin?: boolean
  readonly out?: string
  readonly force?: boolean
  readonly rows: number
  readonly timeLimit: number
}

/** `listferry query "SELECT …"`: asks the copies of the accounts that are on this computer. */
export async function queryCommand(
  output: Output,
  sql: string | undefined,
  options: QueryOptions,
): Promise<number> {
  const { file: files = [], read = [] } = options
  return withSession(output, { secretStdin: options.secretStdin === true }, async (session) => {
    for (const path of files) await importFile(session, path)
    if (read.length > 0) await readTables(session, read, options)
    // Reading alone is enough.
    if (read.length > 0 && sql === undefined && options.saved === undefined && options.tables !== true)
      return exitCodes.done
    if (options.tables === true) {
      const tables = await session.client.queries.tables({})
      output.result(tables, () => tablesWords(tables, output.width))
      return exitCodes.done
    }
    const text = sql ?? (await savedText(session, options.saved))
    if (options.out !== undefined) {
      const format = formatOf(options.out)
      const file = await session.client.exports.query(
        { sql: text, name: 'query', format, timeLimitMs: options.timeLimit * 1000 },
        session.signal,
      )
      await takeExport(session, file, options)
      return exitCodes.done
    }
    const found = await session.client.queries.run(
      { sql: text, timeLimitMs: options.timeLimit * 1000 },
      session.signal,
    )
    if (output.json) {
      const rows = await allRows(session, found)
      output.result({ columns: found.columns, rows, cut: found.cut }, () => '')
    } else await show(session, found, options.rows)
    await session.client.queries.close({ result: found.result })
    return exitCodes.done
  })
}

/** A file that is named on the command line can be queried by its name from then on. */
async function importFile(session: Session, path: string): Promise<void> {
  const { client, signal } = session
  const file = await session.registerFile(resolve(path))
  await client.sources.stage({ file, overrides: {} }, signal)
}

/** Tables that do not come with people are read from their accounts, by the names under which queries know them. */
async function readTables(
  session: Session,
  names: readonly string[],
  { secretStdin }: QueryOptions,
): Promise<void> {
  const { client, output, signal } = session
  const tables = (await client.queries.tables({})).flatMap(({ name, reads }) =>
    reads ? [{ name, reads }] : [],
  )
  const wanted = names.map((name) => {
    const found = tables.find((one) => one.name.toLowerCase() === name.toLowerCase())
    if (found) return found
    const there = tables.map((one) => one.name).join(', ')
    throw new AppError(
      'not-found',
      `There is no table “${name}” to be read from an account. ${there === '' ? 'Connect an account first.' : `There are: ${there}.`}`,
    )
  })
  for (const { name, reads } of wanted) {
    const { connection, type } = reads
    // Asks for its key where no keychain has it.
    await chooseConnection(session, { to: connection, ...(secretStdin !== undefined && { secretStdin }) })
    const stopListening = session.onPush((push) => {
      if (push.name !== 'objects.progress' || push.payload.connection !== connection) return
      output.progress('reading', `${name}: ${counted(push.payload.rows, 'row')}`)
    })
    try {
      const read = await client.objects.refresh({ connection, types: [type] }, signal)
      const rows = read.reduce((sum, one) => sum + one.rows, 0)
      output.progressEnd()
      output.note(`${name}: ${counted(rows, 'row')} read.`)
    } finally {
      stopListening()
      output.progressEnd()
    }
  }
}

async function savedText({ client }: Session, name: string | undefined): Promise<string> {
  const saved = await client.queries.saved({})
  const names = saved.map((one) => `“${one.name}”`).join(', ')
  const hint = saved.length === 0 ? 'No query is saved yet.' : `Saved: ${names}.`
  if (name === undefined)
    throw new AppError(
      'invalid-input',
      `Give a query, or the name of a saved one with --saved. ${hint} See what can be asked: listferry query --tables`,
    )
  const found = saved.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (found) return found.sql
  throw new AppError('not-found', `There is no saved query “${name}”. ${hint}`)
}

type Row = readonly QueryCell[]
const pageRows = 500

async function allRows({ client, signal }: Session, { result, rows }: QueryResult): Promise<Row[]> {
  const all: Row[] = []
  while (all.length < rows)
    all.push(...(await client.queries.page({ result, offset: all.length, limit: pageRows }, signal)))
  return all
}

async function show(session: Session, found: QueryResult, most: number): Promise<void> {
  const { output, client } = session
  const limit = Math.min(most, pageRows)
  const rows = limit === 0 ? [] : await client.queries.page({ result: found.result, offset: 0, limit })
  const header = found.columns.map(({ name }) => name)
  if (rows.length > 0) output.say(table([header, ...rows.map((row) => row.map(cellText))], output.width))
  const shown = rows.length < found.rows ? `, of which ${rows.length} are shown` : ''
  if (found.unread.length > 0)
    output.note(
      `Not everyone of ${found.unread.map((name) => `“${name}”`).join(', ')} was read yet: only people of earlier files are known. Read them first: listferry read --to ACCOUNT`,
    )
  output.note(
    `${counted(found.rows, 'row')}${shown}${found.cut ? '; there are more' : ''}, in ${duration(found.tookMs)}.`,
  )
}

const endings = ['csv', 'jsonl', 'xlsx'] as const

/** By the file's ending; CSV where it has none of them. */
function formatOf(path: string): { readonly is: (typeof endings)[number] } {
  return { is: endings.find((one) => path.toLowerCase().endsWith(`.${one}`)) ?? 'csv' }
}

function cellText(cell: QueryCell): string {
  return cell === null ? '' : String(cell)
}

function tablesWords(tables: readonly QueryTable[], width: number): string {
  const parts = tables.map(({ name, about, columns, reads }) => {
    const lines = columns.map((column) => [`    ${column.name}`, column.type, column.about])
    const readAt = reads?.readAt ?? null
    const age = readAt === null ? '' : ` Read ${readAt.slice(0, 16).replace('T', ' ')} UTC.`
    return `${name}\n  ${about}${age}\n${table(lines, width)}`
  })
  return parts.join('\n\n')
}
