import { AppError } from '../../shared/errors.ts'
import type { ConnectionView } from '../../shared/contract/connections.ts'
import { askFields } from './askFields.ts'
import { sameCommand } from './sameCommand.ts'
import type { Session } from './session.ts'

export interface ConnectionChoice {
  /** Name or id; not needed when there is only one. */
  readonly to?: string | undefined
  readonly secretStdin?: boolean | undefined
}

/**
 * The account to work with, its key at hand: from the keychain, or with `--secret-stdin` typed or piped in.
 * @throws AppError `unauthorized` where the key is not kept, with what to type instead
 */
export async function chooseConnection(session: Session, choice: ConnectionChoice): Promise<ConnectionView> {
  const found = await namedConnection(session, choice.to)
  if (choice.secretStdin === true) return unlock(session, found)
  if (found.secretKept) return found
  throw noKey(found, session.vaultWarning !== null)
}

/** The account of that name, or the only one there is: for what is on this computer already, and needs no key. */
export async function namedConnection({ client }: Session, to: string | undefined): Promise<ConnectionView> {
  const all = await client.connections.list({})
  const found = to === undefined && all.length === 1 ? all[0] : all.find((one) => isCalled(one, to))
  if (found) return found
  throw noConnection(all, to)
}

async function unlock({ client, signal }: Session, found: ConnectionView): Promise<ConnectionView> {
  const connectors = await client.connections.connectors({})
  const way = connectors
    .find(({ id }) => id === found.service)
    ?.credentials.find(({ id }) => id === found.wayIn.id)
  if (way?.kind !== 'keys')
    throw new AppError(
      'invalid-input',
      `“${found.name}” has no key to give: one signs in to ${found.serviceTitle}. Leave --secret-stdin out.`,
    )
  const values = await askFields(way, signal)
  return client.connections.unlock({ connection: found.id, values }, signal)
}

function isCalled({ id, name }: ConnectionView, wanted: string | undefined): boolean {
  return id === wanted || name.toLowerCase() === wanted?.toLowerCase()
}

function noConnection(all: readonly ConnectionView[], to: string | undefined): AppError {
  if (all.length === 0)
    return new AppError('not-found', 'No account is connected yet. Connect one first: listferry connect kit')
  const names = all.map(({ name }) => `“${name}”`).join(', ')
  return to === undefined
    ? new AppError(
        'invalid-input',
        `Several accounts are connected: say which with --to. There are: ${names}.`,
      )
    : new AppError('not-found', `There is no account called “${to}”. There are: ${names}.`)
}

/** How `connect` names a way in; the first one needs no name. */
const wayOptions: Readonly<Record<string, readonly string[]>> = { oauth: ['--sign-in'], v3: ['--v3'] }

function noKey({ name, service, wayIn }: ConnectionView, noKeychain: boolean): AppError {
  if (!noKeychain) {
    const way = wayOptions[wayIn.id] ?? []
    const again = sameCommand(['connect', service, ...way, '--name', name], {})
    return new AppError(
      'unauthorized',
      `The key of “${name}” is not in the keychain of this computer any more. Connect the account again:\n\n    ${again}`,
    )
  }
  const args = process.argv.slice(2)
  const typed = sameCommand(args, { add: ['--secret-stdin'] })
  const piped = sameCommand(args, {
    add: args[0] === 'run' ? ['--secret-stdin', '--yes'] : ['--secret-stdin'],
  })
  return new AppError(
    'unauthorized',
    `The key of “${name}” is not kept, because this computer has no keychain. This asks for it:\n\n    ${typed}\n\n` +
      `In a script, pipe it in:\n\n    echo "$KEY" | ${piped}`,
  )
}
