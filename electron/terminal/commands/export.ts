import { type CsvDelimiter, csvDelimiters, type ExportFormat } from '../../../shared/exportFormat.ts'
import { AppError } from '../../../shared/errors.ts'
import { chooseConnection } from '../chooseConnection.ts'
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
    const file =
      type === null
        ? await exports.people({ ...(await peopleQueryOf(session, options)), format }, session.signal)
        : await exports.objects({ ...(await objectQueryOf(session, type, options)), format }, session.signal)
    await takeExport(session, file, options)
    return exitCodes.done
  })
}

async function peopleQueryOf(
  session: Session,
  { to, search, left, createdAfter, createdBefore, name, id }: ExportOptions,
) {
  const connection = to === undefined ? null : (await chooseConnection(session, { to })).id
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
    audience: null,
    createdFrom: time(createdAfter),
    createdTo: time(createdBefore),
    firstName: name ?? null,
    remoteId: id ?? null,
  }
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
