import { AppError } from '../../../shared/errors.ts'
import { confirm } from '../askSecret.ts'
import { chooseConnection } from '../chooseConnection.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { accountWords, counted } from '../words.ts'
import { importCommand } from './importObjects.ts'
import type { ConnectionOptions } from './objects.ts'
import { applyPlan, refuseWithoutTerminal } from './run.ts'

export interface UnsubscribeOptions extends ConnectionOptions {
  readonly file?: string
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
  refuseWithoutTerminal(options)
  return withSession(output, options, async (session) => {
    const { id, name, serviceTitle, practice } = await chooseConnection(session, options)
    const who = counted(emails.length, 'person', 'people')
    const question = `Unsubscribe ${who} from ${accountWords(serviceTitle, name, practice)}? Only they can undo it.`
    if (options.yes !== true && !(await confirm(question, session.signal)))
      throw new AppError('cancelled', 'Nothing was sent.')
    return applyPlan(session, (signal) =>
      session.client.objects.act(
        { connection: id, type: 'subscribers', op: 'unsubscribe', rows: emails.map((email) => ({ email })) },
        signal,
      ),
    )
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
