import { resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { PlanProgress, PlanSummary } from '../../../shared/contract/plans.ts'
import type { AccountSchema, Column, Problem, SourceInfo } from '../../../shared/model.ts'
import { askSecret } from '../askSecret.ts'
import { chooseAudiences } from '../chooseAudiences.ts'
import { chooseMapping, type ColumnUse } from '../chooseMapping.ts'
import { bar } from '../output.ts'
import type { Session } from '../session.ts'
import { count } from '../words.ts'
import { audienceChoices, type SyncOptions } from './syncOptions.ts'

export interface PreparedPlan {
  readonly plan: PlanSummary
  readonly source: SourceInfo
  readonly schema: AccountSchema
  readonly uses: readonly ColumnUse[]
  /** The first problems of the file. */
  readonly problems: readonly Problem[]
}

/** File → staged rows → mapping → plan. Sends nothing. */
export async function preparePlan(
  session: Session,
  path: string,
  options: SyncOptions,
): Promise<PreparedPlan> {
  const { client, signal, output } = session
  const off = showProgress(session)
  try {
    const connection = await chooseConnection(session, options)
    const file = await session.registerFile(resolve(path))
    const source = await client.sources.stage({ file, overrides: formatOptions(options) }, signal)
    const schema = await client.connections.describe({ connection: connection.id }, signal)
    const suggestion = await client.sources.suggestMapping(
      { source: source.id, connection: connection.id },
      signal,
    )
    const { mapping, uses } = chooseMapping(suggestion, source.columns, schema.fields, options)
    const audiences = chooseAudiences(audienceChoices(options), schema.audiences)
    const plan = await client.plans.make(
      {
        connection: connection.id,
        source: source.id,
        mapping,
        audiences: audiences.map(({ kind, id }) => ({ kind, id })),
        mode: options.mode,
        duplicates: options.duplicates,
        heldBack: options.heldBack,
        append: appendOptions(options, source.columns, connection),
      },
      signal,
    )
    const problems = await client.sources.problems({ source: source.id, offset: 0, limit: 20 })
    return { plan, source, schema, uses, problems }
  } finally {
    off()
    output.progressEnd()
  }
}

/** By name, or the only one there is; with `--secret-stdin` its key is taken from standard input. */
export async function chooseConnection(
  { client }: Session,
  { to, secretStdin }: { to?: string; secretStdin?: boolean },
): Promise<ConnectionView> {
  const all = await client.connections.list({})
  const found = to === undefined && all.length === 1 ? all[0] : all.find((one) => isCalled(one, to))
  if (!found) throw noConnection(all, to)
  if (secretStdin !== true) return found
  const connectors = await client.connections.connectors({})
  const secretField = connectors
    .find(({ id }) => id === found.service)
    ?.credentials[0]?.fields.find((field) => field.secret)
  if (!secretField) throw new AppError('bug', `${found.serviceTitle} has no key to give.`)
  const key = await askSecret(secretField.label)
  return client.connections.unlock({ connection: found.id, values: { [secretField.name]: key } })
}

function isCalled({ id, name }: ConnectionView, wanted: string | undefined): boolean {
  return id === wanted || name.toLowerCase() === wanted?.toLowerCase()
}

function noConnection(all: readonly ConnectionView[], to: string | undefined): AppError {
  if (all.length === 0)
    return new AppError('not-found', 'No account is connected yet. Connect one first: listferry connect kit')
  const names = all.map(({ name }) => `"${name}"`).join(', ')
  return to === undefined
    ? new AppError(
        'invalid-input',
        `Several accounts are connected: say which with --to. There are: ${names}.`,
      )
    : new AppError('not-found', `There is no account called "${to}". There are: ${names}.`)
}

function formatOptions({ encoding, delimiter, quote, header }: SyncOptions) {
  return {
    ...(encoding && { encoding }),
    ...(delimiter !== undefined && { delimiter: delimiterOf(delimiter) }),
    ...(quote && { quote }),
    ...(header !== undefined && { headerRecord: headerOf(header) }),
  }
}

function delimiterOf(text: string): ',' | ';' | '\t' | '|' {
  if (text === ',' || text === ';' || text === '|' || text === '\t') return text
  if (text === 'tab' || text === '\\t') return '\t'
  throw new AppError('invalid-input', `--delimiter "${text}" is not one of , ; | or tab.`)
}

function headerOf(text: string): number | null {
  if (text === 'none') return null
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new AppError(
    'invalid-input',
    `--header "${text}" is neither a record number, counted from 1, nor none.`,
  )
}

function appendOptions(options: SyncOptions, columns: readonly Column[], connection: ConnectionView) {
  if (options.mode !== 'append') return null
  const { cursor } = options
  const column = columns.find(({ name }) => name.toLowerCase() === cursor?.toLowerCase())
  if (cursor !== undefined && !column)
    throw new AppError('invalid-input', `The file has no column "${cursor}" to use as a cursor.`)
  return {
    recipe: options.recipe ?? `${connection.id} ${shapeOf(columns)}`,
    cursorColumn: column?.index ?? null,
  }
}

/** Without a name, a recipe is known by its account and the columns of its file. */
function shapeOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => name.toLowerCase()).join('|')
}

function showProgress(session: Session): () => void {
  const { output } = session
  return session.onPush(({ name, payload }) => {
    if (name === 'source.progress')
      output.progress(`Reading     ${bar(payload.bytesRead, payload.sizeBytes)}  ${count(payload.rows)} rows`)
    if (name === 'plan.progress') output.progress(planProgressWords(payload))
  })
}

function planProgressWords({ phase, done, total }: PlanProgress): string {
  const words = {
    account: 'Signing in',
    mirror: 'Reading the account',
    mapping: 'Mapping',
    comparing: 'Comparing',
  }
  if (total !== null) return `${words[phase].padEnd(11)} ${bar(done, total)}  ${count(done)} rows`
  return phase === 'mirror' ? `${words.mirror}  ${count(done)} people` : words[phase]
}
