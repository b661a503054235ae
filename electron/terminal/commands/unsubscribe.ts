import { AppError } from '../../../shared/errors.ts'
import { chooseConnection } from '../chooseConnection.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { accountWords, counted } from '../words.ts'
import { actOn } from './actOn.ts'
import { importCommand } from './importObjects.ts'
import type { ConnectionOptions } from './objects.ts'
import { refuseWithoutTerminal } from './run.ts'

export interface UnsubscribeOptions extends ConnectionOptions {
  readonly file?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly confirm?: number
}

/** `listferry unsubscribe EMAIL…` or `--file FILE` */
export async function unsubscribeCommand(
  output: Output,
  emails: readonly string[],
  options: UnsubscribeOptions,
): Promise<number> {
  if ((options.file === undefined) === (emails.length === 0))
    throw new AppError('invalid-input', 'Say whom: one or more addresses, or a file of them with --file.')
  if (options.file !== undefined)
    return importCommand(output, 'subscribers', options.file, { ...asImport, ...options })
  if (options.dryRun !== true) refuseWithoutTerminal(options)
  return withSession(output, options, async (session) => {
    const connection = await chooseConnection(session, options)
    const { name, serviceTitle, practice } = connection
    const who = counted(emails.length, 'person', 'people')
    const question = `Unsubscribe ${who} from ${accountWords(serviceTitle, name, practice)}? Only they can undo it.`
    const rows = emails.map((email) => ({ email }))
    return actOn(session, connection, { type: 'subscribers', op: 'unsubscribe', rows }, question, options)
  })
}

const asImport = {
  op: 'unsubscribe',
  mode: 'changed',
  duplicates: 'last',
  heldBack: 'skip',
  rows: 3,
  map: [],
  ignore: [],
  set: [],
  left: [],
  write: [],
  clearBlanks: [],
  country: undefined,
  dates: undefined,
  decimal: undefined,
} as const
