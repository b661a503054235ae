import { writeFile } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import type { FieldValue } from '../../../shared/model.ts'
import type { Incremental } from '../../../shared/objectTypes.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import { objectsWords, typeCalled, typesWords } from '../objectWords.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { counted } from '../words.ts'
import { guardFormula } from '../../engine/source/formulaGuard.ts'
import { writeCsv } from '../writeCsv.ts'

export interface ConnectionOptions {
  readonly to?: string
  readonly secretStdin?: boolean
}

/** `listferry objects` */
export async function objectsCommand(output: Output, options: ConnectionOptions): Promise<number> {
  return withSession(output, options, async (session) => {
    const connection = await chooseConnection(session, options)
    const types = await session.client.objects.types({ connection: connection.id }, session.signal)
    output.result(types, () => typesWords(types, output.width))
    return exitCodes.done
  })
}

export interface ListOptions extends ConnectionOptions {
  readonly parent?: string
  readonly since?: string
  readonly sinceBy?: string
  readonly createdAfter?: string
  readonly createdBefore?: string
  readonly name?: string
  readonly id?: string
  readonly csv?: string
}

/** Shown on a terminal; a file gets all of them. */
const shownObjects = 100

/** `listferry list TYPE` */
export async function listCommand(output: Output, typeText: string, options: ListOptions): Promise<number> {
  const type = typeCalled(typeText)
  return withSession(output, options, async (session) => {
    const { view, ...query } = await readQuery(session, type, options)
    if (options.csv !== undefined || output.json) {
      const all = await readAll(session, query)
      if (options.csv === undefined) output.result(all, () => '')
      else await writeTo(output, options.csv, view, all)
      return exitCodes.done
    }
    const { objects, cursor } = await session.client.objects.list(
      { ...query, limit: shownObjects },
      session.signal,
    )
    const shown = objects.slice(0, shownObjects)
    const isAll = cursor === null && shown.length === objects.length
    output.say(objectsWords(view, shown, { width: output.width, isAll }))
    return exitCodes.done
  })
}

/** What of a type the options ask for. */
export async function objectQueryOf(
  session: Session,
  type: ObjectTypeView['id'],
  options: Omit<ListOptions, 'csv'>,
): Promise<Query> {
  const { connection, parent, since, filter } = await readQuery(session, type, options)
  return { connection, type, parent, since, filter }
}

async function readQuery(
  session: Session,
  type: ObjectTypeView['id'],
  options: Omit<ListOptions, 'csv'>,
): Promise<Query & { readonly view: ObjectTypeView }> {
  const { id: connection } = await chooseConnection(session, options)
  const view = await typeView(session, connection, type)
  if (view.unavailable !== null) throw new AppError('forbidden', view.unavailable)
  const { parent = null } = options
  return { view, connection, type, parent, since: sinceOf(view, options), filter: filterOf(options) }
}

export async function typeView(
  { client, signal }: Session,
  connection: string,
  type: ObjectTypeView['id'],
): Promise<ObjectTypeView> {
  const found = (await client.objects.types({ connection }, signal)).find(({ id }) => id === type)
  if (found) return found
  throw new AppError('invalid-input', 'This service has no such thing. See what it has: listferry objects')
}

type Query = Omit<Parameters<Session['client']['objects']['list']>[0], 'cursor' | 'limit'>

async function readAll({ client, signal }: Session, query: Query): Promise<readonly ObjectView[]> {
  const all: ObjectView[] = []
  for (let cursor: string | null = null; ;) {
    const page: { objects: readonly ObjectView[]; cursor: string | null } = await client.objects.list(
      { ...query, cursor },
      signal,
    )
    all.push(...page.objects)
    if (page.cursor === null) return all
    cursor = page.cursor
  }
}

function sinceOf({ title, incremental }: ObjectTypeView, { since, sinceBy }: ListOptions) {
  if (since === undefined) return null
  const by = sinceBy === undefined ? incremental[0] : incremental.find((one) => one === sinceBy)
  if (by !== undefined) return { by: by satisfies Incremental, at: since }
  const ways = incremental.length === 0 ? 'They are always read whole.' : `Use ${incremental.join(' or ')}.`
  throw new AppError('invalid-input', `${title} can't be read by ${sinceBy ?? 'a date'}. ${ways}`)
}

function filterOf({ createdAfter, createdBefore, name, id }: ListOptions): Query['filter'] {
  const day = (text: string | undefined) => {
    if (text === undefined) return null
    if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))) return text
    throw new AppError('invalid-input', `"${text}" is not a date. Write it like 2026-03-31.`)
  }
  const filter = {
    createdAfter: day(createdAfter),
    createdBefore: day(createdBefore),
    name: name ?? null,
    id: id ?? null,
  }
  return Object.values(filter).every((one) => one === null) ? null : filter
}

async function writeTo(
  output: Output,
  path: string,
  { fields, one, many }: ObjectTypeView,
  objects: readonly ObjectView[],
): Promise<void> {
  const shown = fields.filter(({ id }) => !['new_email', 'old_label', 'old_name'].includes(id))
  const cells = (object: ObjectView) =>
    shown.map(({ id }) => textOf(id === 'id' ? object.id : object.values[id]))
  const rows = [shown.map(({ label }) => label), ...objects.map(cells)]
  if (path === '-') output.data(writeCsv(rows))
  else {
    // A file is opened in a spreadsheet sooner or later (ADR 018).
    const harmless = writeCsv(rows.map((row) => row.map(guardFormula)))
    await writeFile(path, `${harmless}\n`, { mode: 0o600 })
    output.note(`Wrote ${counted(objects.length, one, many)} to ${path}.`)
  }
  if (output.json) output.result({ file: path, objects: objects.length }, () => '')
}

function textOf(value: FieldValue | undefined): string {
  return value === undefined || value === null ? '' : String(value)
}
