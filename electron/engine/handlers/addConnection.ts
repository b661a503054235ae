import { AppError } from '../../../shared/errors.ts'
import type { ConnectedAccount } from '../../../shared/contract/connections.ts'
import type { AccountInfo, ConnectionId, ServiceId } from '../../../shared/model.ts'
import type { Secret } from '../connectors/credentials.ts'
import { wayIn } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { isSameAccount } from '../connectors/sameAccount.ts'
import { leastUsedColour } from '../leastUsedColour.ts'
import type { Connection } from '../store/connections.ts'
import { nameFor, refuseTakenName } from './connectionName.ts'
import { viewOf } from './connectionView.ts'

export interface GivenSecret {
  readonly service: ServiceId
  readonly form: string
  readonly values: Readonly<Record<string, string>>
}

export interface AddInput {
  readonly service: ServiceId
  readonly secret: Secret
  /** The user's name for it. */
  readonly name?: string | undefined
  /** The account that it must be. */
  readonly reconnect?: ConnectionId | undefined
}

/** Signs in, and only then keeps the secret. The same account once more renews it. */
export async function addConnection(
  parts: EngineParts,
  input: AddInput,
  signal: AbortSignal,
): Promise<ConnectedAccount> {
  const { service, reconnect } = input
  const known = reconnect === undefined ? null : await awake(parts, parts.connections.find(reconnect))
  const tried = await parts.accounts.tryOut(
    service,
    input.secret,
    known?.practiceAddress ?? null,
    known === null ? {} : { isOurs: known.practiceSince !== null, of: known.id },
  )
  const info = await tried.account.identify(signal)
  if (known) checkSameAccount(known, info)
  const secret = await tried.secret()
  const connection = connectionFor(parts, input, info, tried.practiceAddress)
  refuseOtherWay(parts, connection)
  await parts.vault.set(connection.id, secret)
  parts.connections.save(connection)
  tried.countFor(connection.id)
  parts.accounts.close(connection.id)
  parts.push({ name: 'changed', payload: { what: 'connections' } })
  return { connection: await viewOf(parts, connection), warning: parts.vaultWarning }
}

/** A practice account of ours has its server running. */
async function awake(parts: EngineParts, connection: Connection): Promise<Connection> {
  if (connection.practiceSince !== null) await parts.accounts.open(connection)
  return parts.connections.find(connection.id)
}

/** @throws AppError `invalid-input` for a field that is empty, or text that belongs somewhere else */
export function checkedSecret({ service, form, values }: GivenSecret): Secret {
  const way = wayIn(service, form)
  if (way.kind !== 'keys')
    throw new AppError('invalid-input', `“${way.title}” takes no key: it opens a page in your browser.`)
  for (const field of way.fields)
    if ((values[field.name] ?? '').trim() === '')
      throw new AppError('invalid-input', `The ${field.label} is empty. ${way.help}`)
  const trimmed = Object.entries(values).map(([name, value]) => [name, value.trim()] as const)
  return { form, values: Object.fromEntries(trimmed) }
}

export function checkSameAccount({ name, account }: Connection, found: AccountInfo): void {
  if (isSameAccount(account, found)) return
  throw new AppError(
    'conflict',
    `That key belongs to another account, “${found.name}”, and not to “${name}”. Use the key of “${name}”, or connect the other account beside it.`,
  )
}

/** What is under way was made for the old way in, and can't go on with the other. */
function refuseOtherWay(parts: EngineParts, { id, name, credentialForm }: Connection): void {
  const before = parts.connections.list().find((one) => one.id === id)
  if (!before || before.credentialForm === credentialForm) return
  if ([...parts.underWay.values()].some((run) => run.connection === id))
    throw new AppError(
      'conflict',
      `A run to “${name}” is under way with “${wayIn(before.service, before.credentialForm).title}”. Stop it first, change the way in, and go on with it then.`,
    )
}

/** The same account once more renews its secret; another one needs a name of its own. */
function connectionFor(
  parts: EngineParts,
  { service, secret, name: wanted, reconnect }: AddInput,
  account: AccountInfo,
  practiceAddress: string | null,
): Connection {
  const all = parts.connections.list()
  const same = all.find((one) =>
    reconnect === undefined
      ? one.service === service &&
        isSameAccount(one.account, account) &&
        one.practiceSince === null &&
        (one.practiceAddress === null) === (practiceAddress === null)
      : one.id === parts.connections.find(reconnect).id,
  )
  const name = wanted ?? same?.name ?? nameFor(account.name, all)
  refuseTakenName(name, all, same?.id)
  return {
    id: same?.id ?? (parts.newId() as ConnectionId),
    service,
    name,
    colour: same?.colour ?? leastUsedColour(all.map(({ colour }) => colour)),
    practiceAddress,
    practiceSince: same?.practiceSince ?? null,
    credentialForm: secret.form,
    account,
    createdAt: same?.createdAt ?? parts.clock.now(),
  }
}
