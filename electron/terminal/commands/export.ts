import { type CsvDelimiter, csvDelimiters, type ExportFormat } from '../../../shared/exportFormat.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { chooseConnection, namedConnection } from '../chooseConnection.ts'
import { ageWords } from './read.ts'
import { exitCodes } from '../exitCode.ts'
import { typeCalled } from '../objectWords.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { takeExport } from '../takeExport.ts'
import { type ListOptions, objectQueryOf } from './objects.ts'

export interface ExportOptions extends Omit<ListOptions, 'csv'> {
  readonly out?: string
  readonly format: ExportFormat['is']
  readonly delimiter?: string
  readonly bom: boolean
  readonly excelSafe: boolean
  readonly search?: string
  readonly left?: boolean
  readonly force?: boolean
}

/** `listferry export WHAT`: everyone the mirror knows, or the objects of a type, into a file. */
export async function exportCommand(output: Output, what: string, options: ExportOptions): Promise<number> {
  const format = formatOf(options)
  const type = what === 'people' ? null : typeCalled(what)
  return withSession(output, options, async (session) => {
    const { exports } = session.client
    if (type !== null) {
      const query = await objectQueryOf(session, type, options)
      await takeExport(session, await exports.objects({ ...query, format }, session.signal), options)
      return exitCodes.done
    }
    const query = await peopleQueryOf(session, options)
    await takeExport(session, await exports.people({ ...query, format }, session.signal), options)
    const mirrors = await session.client.people.mirrors({})
    const asked = mirrors.filter((one) => query.connection === null || query.connection === one.connection)
    if (asked.length > 0) output.note(ageWords(asked))
    return exitCodes.done
  })
}

async function peopleQueryOf(
  session: Session,
  { to, secretStdin = false, parent, since, sinceBy, ...filter }: ExportOptions,
) {
  const { search, left, createdAfter, createdBefore, name, id } = filter
  if (since !== undefined || sinceBy !== undefined)
    throw new AppError('invalid-input', 'For people it is --created-after: what changed is not kept apart.')
  // The names of audiences are asked of the account; everything else is on this computer.
  const chosen =
    parent !== undefined
      ? await chooseConnection(session, { to, secretStdin })
      : to !== undefined
        ? await namedConnection(session, to)
        : null
  const connection = chosen?.id ?? null
  const time = (text: string | undefined) => {
    if (text === undefined) return null
    const ms = Date.parse(text)
    if (Number.isNaN(ms))
      throw new AppError('invalid-input', `“${text}” is not a date. Write it like 2026-03-31.`)
    return ms
  }
  return {
    text: search ?? '',
    connection,
    left: left ?? null,
    audience:
      parent === undefined || connection === null ? null : await audienceCalled(session, connection, parent),
    createdFrom: time(createdAfter),
    createdTo: time(createdBefore),
    firstName: name ?? null,
    remoteId: id ?? null,
  }
}

/** By its name or id, whatever kind it is of. */
async function audienceCalled({ client, signal }: Session, connection: ConnectionId, called: string) {
  const { audiences } = await client.connections.describe({ connection }, signal)
  const wanted = called.trim().toLowerCase()
  const found = audiences.filter(({ name, id }) => name.toLowerCase() === wanted || id === called.trim())
  const [only] = found
  if (only === undefined)
    throw new AppError('not-found', `The account has no tag, form, sequence or list “${called}”.`)
  if (found.length > 1)
    throw new AppError(
      'invalid-input',
      `Several are called "${called}". Use an id: ${found.map(({ kind, id }) => `${id} (${kind})`).join(', ')}.`,
    )
  return { kind: only.kind, id: only.id }
}

const delimiterNames: Readonly<Record<string, CsvDelimiter>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
}

function formatOf({ format, delimiter = ',', bom, excelSafe }: ExportOptions): ExportFormat {
  if (format !== 'csv') return { is: format }
  const sign = delimiterNames[delimiter] ?? csvDelimiters.find((one) => one === delimiter)
  if (sign === undefined)
    throw new AppError('invalid-input', '--delimiter takes comma, semicolon, tab or pipe.')
  return { is: 'csv', delimiter: sign, bom, excelSafe }
}
