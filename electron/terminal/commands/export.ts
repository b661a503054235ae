import { createReadStream } from 'node:fs'
import { chmod, copyFile, constants } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type CsvDelimiter, csvDelimiters, type ExportFormat } from '../../../shared/contract/exportFormat.ts'
import type { ExportedFile } from '../../../shared/contract/exports.ts'
import { AppError } from '../../../shared/errors.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import { typeCalled } from '../objectWords.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
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
    const path = await session.exportPath(file.file)
    if (path === null) throw new AppError('not-found', 'The file is gone already. Export it again.')
    if (options.out === '-') {
      if (!output.json) await pipeline(createReadStream(path), process.stdout, { end: false })
      return exitCodes.done
    }
    await save(output, path, file, options)
    return exitCodes.done
  })
}

async function save(output: Output, from: string, file: ExportedFile, options: ExportOptions): Promise<void> {
  const to = options.out ?? file.name
  try {
    await copyFile(from, to, options.force === true ? 0 : constants.COPYFILE_EXCL)
    await chmod(to, 0o600)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new AppError(
        'conflict',
        `There is a file ${to} already. Choose another with --out, or add --force.`,
        { cause },
      )
    throw new AppError('unavailable', `${to} could not be written. Choose another place with --out.`, {
      cause,
    })
  }
  output.result(
    { file: to, sizeBytes: file.sizeBytes },
    () => `Wrote ${to}, ${file.sizeBytes.toLocaleString('en')} bytes.`,
  )
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
      throw new AppError('invalid-input', `"${text}" is not a date. Write it like 2026-03-31.`)
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
