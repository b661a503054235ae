import { AppError } from '../../../shared/errors.ts'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { AccountInfo, ConnectionId, ServiceId } from '../../../shared/model.ts'
import type { Secret } from '../connectors/connector.ts'
import { connectorFor, connectors } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import type { Connection } from '../store/connections.ts'
import { leastUsedColour } from '../leastUsedColour.ts'
import { connectPractice } from '../practiceConnections.ts'
import { nameFor, refuseTakenName } from './connectionName.ts'
import { viewOf } from './connectionView.ts'
import { createAudience, createField } from './createInAccount.ts'

export function connectionHandlers(parts: EngineParts): Handlers['connections'] {
  const { connections, vault, accounts } = parts
  return {
    connectors: () =>
      Promise.resolve(
        connectors.map(({ id, title, identifiers, credentials, audiences, consent, newFieldTypes }) => ({
          id,
          title,
          requiredFields: identifiers.map(({ field }) => field),
          credentials,
          audiences,
          consent: consent?.channels ?? [],
          newFieldTypes,
        })),
      ),
    list: () => Promise.all(connections.list().map((connection) => viewOf(parts, connection))),
    add: (input, signal) => addConnection(parts, input, signal),
    async unlock({ connection, values }, signal) {
      const found = connections.find(connection)
      const secret = checkedSecret({ service: found.service, form: found.credentialForm, values })
      const { account } = await accounts.tryOut(found.service, secret, found.practiceAddress)
      checkSameAccount(found, await account.identify(signal))
      accounts.unlock(found.id, secret)
      changed(parts)
      return viewOf(parts, found)
    },
    async describe({ connection }, signal) {
      const found = connections.find(connection)
      const { account } = await accounts.open(found)
      const schema = await account.describe(signal)
      parts.mirrorOf(found.id).saveSchema(schema)
      return schema
    },
    async test({ connection }, signal) {
      const found = connections.find(connection)
      const { account } = await accounts.open(found)
      const info = await account.identify(signal)
      checkSameAccount(found, info)
      const renewed = { ...connections.find(found.id), account: info }
      connections.save(renewed)
      changed(parts)
      return viewOf(parts, renewed)
    },
    edit({ connection, name, colour }) {
      const found = connections.find(connection)
      if (name !== undefined) refuseTakenName(name, connections.list(), found.id)
      const edited = { ...found, name: name ?? found.name, colour: colour ?? found.colour }
      connections.save(edited)
      changed(parts)
      return viewOf(parts, edited)
    },
    createAudience: ({ connection, ...wanted }, signal) =>
      createAudience(parts, connections.find(connection), wanted, signal),
    createField: ({ connection, ...wanted }, signal) =>
      createField(parts, connections.find(connection), wanted, signal),
    async practice(_input, signal) {
      const both = await connectPractice(parts, signal)
      changed(parts)
      return Promise.all(both.map((connection) => viewOf(parts, connection)))
    },
    remove({ connection }, signal) {
      const found = connections.find(connection)
      if ([...parts.underWay.values()].some((run) => run.connection === found.id))
        throw new AppError(
          'conflict',
          `A run to "${found.name}" is under way. Stop it first, then remove the account.`,
        )
      return parts.inTurn(found.id, signal, async () => {
        await vault.delete(found.id)
        accounts.close(found.id)
        connections.remove(found.id)
        changed(parts)
        return { name: found.name }
      })
    },
  }
}

function changed({ push }: EngineParts): void {
  push({ name: 'changed', payload: { what: 'connections' } })
}

function checkSameAccount({ name, account }: Connection, found: AccountInfo): void {
  if (found.id === account.id) return
  throw new AppError(
    'conflict',
    `That key belongs to another account, "${found.name}", and not to "${name}". Use the key of "${name}", or connect the other account beside it.`,
  )
}

interface GivenSecret {
  readonly service: ServiceId
  readonly form: string
  readonly values: Readonly<Record<string, string>>
}

interface AddInput extends GivenSecret {
  readonly name?: string | undefined
}

/** Signs in, and only then keeps the secret. */
async function addConnection(
  parts: EngineParts,
  input: AddInput,
  signal: AbortSignal,
): Promise<{ connection: ConnectionView; warning: string | null }> {
  const secret = checkedSecret(input)
  const { account, practiceAddress } = await parts.accounts.tryOut(input.service, secret, null)
  const info = await account.identify(signal)
  const connection = connectionFor(parts, input, info, practiceAddress)
  await parts.vault.set(connection.id, secret)
  parts.connections.save(connection)
  parts.accounts.close(connection.id)
  changed(parts)
  return { connection: await viewOf(parts, connection), warning: parts.vaultWarning }
}

function checkedSecret({ service, form, values }: GivenSecret): Secret {
  const connector = connectorFor(service)
  const found = connector.credentials.find((one) => one.id === form)
  if (!found) throw new AppError('bug', `${connector.title} has no way in called "${form}".`)
  for (const field of found.fields)
    if ((values[field.name] ?? '').trim() === '')
      throw new AppError('invalid-input', `The ${field.label} is empty. ${found.help}`)
  const trimmed = Object.entries(values).map(([name, value]) => [name, value.trim()] as const)
  return { form, values: Object.fromEntries(trimmed) }
}

/** The same account once more renews its secret; another one needs a name of its own. */
function connectionFor(
  parts: EngineParts,
  input: AddInput,
  account: AccountInfo,
  practiceAddress: string | null,
): Connection {
  const all = parts.connections.list()
  const same = all.find(
    (one) =>
      one.service === input.service &&
      one.account.id === account.id &&
      one.practiceSince === null &&
      (one.practiceAddress === null) === (practiceAddress === null),
  )
  const name = input.name ?? same?.name ?? nameFor(account.name, all)
  refuseTakenName(name, all, same?.id)
  return {
    id: same?.id ?? (parts.newId() as ConnectionId),
    service: input.service,
    name,
    colour: same?.colour ?? leastUsedColour(all.map(({ colour }) => colour)),
    practiceAddress,
    practiceSince: null,
    credentialForm: input.form,
    account,
    createdAt: same?.createdAt ?? parts.clock.now(),
  }
}
