import type { DatabaseSync } from 'node:sqlite'
import type { ServiceId } from '../../shared/model.ts'
import type { Secret } from './connectors/credentials.ts'
import { connectorFor, connectors } from './connectors/registry.ts'
import type { EngineParts } from './createEngine.ts'
import { nameFor } from './handlers/connectionName.ts'
import { leastUsedColour } from './leastUsedColour.ts'
import type { PracticePort } from './practicePort.ts'
import type { Connection, ConnectionStore } from './store/connections.ts'
import { forgetMirror } from './store/forgetMirror.ts'
import type { Vault } from './store/vault.ts'

export interface WakeDeps {
  readonly db: DatabaseSync
  readonly connections: ConnectionStore
  readonly vault: Vault
  readonly practice: PracticePort
}

/**
 * A connection to one of our practice accounts, with its server running. A server that was started anew has forgotten
 * everybody who was brought there, and so must the mirror. Other connections come back as they are.
 */
export async function wakePractice(deps: WakeDeps, connection: Connection): Promise<Connection> {
  if (connection.practiceSince === null) return connection
  const { db, connections, vault, practice } = deps
  const { id, service } = connection
  const { address, values, startedAt } = (await practice.start())[service]
  // A vault in memory has forgotten it as well.
  if ((await vault.get(id)) === null) await vault.set(id, practiceSecret(service, values))
  const known = connections.find(id)
  if (known.practiceSince === startedAt) return known
  const awake = { ...known, practiceAddress: address, practiceSince: startedAt }
  forgetMirror(db, id)
  connections.save(awake)
  return awake
}

/** Both practice accounts, connected: those that are there already, or new ones. */
export async function connectPractice(parts: EngineParts, signal: AbortSignal): Promise<Connection[]> {
  await parts.practice.start()
  const found: Connection[] = []
  for (const { id } of connectors) found.push(await practiceConnection(parts, id, signal))
  return found
}

async function practiceConnection(
  parts: EngineParts,
  service: ServiceId,
  signal: AbortSignal,
): Promise<Connection> {
  const { connections, accounts, vault, clock } = parts
  const known = connections.list().find((one) => one.service === service && one.practiceSince !== null)
  if (known) {
    await accounts.open(known)
    return connections.find(known.id)
  }
  const { address, values, startedAt } = (await parts.practice.start())[service]
  const secret = practiceSecret(service, values)
  const tried = await accounts.tryOut(service, secret, address, { isOurs: true })
  const info = await tried.account.identify(signal)
  const all = connections.list()
  const connection: Connection = {
    id: parts.newId() as Connection['id'],
    service,
    name: nameFor(`Practice ${connectorFor(service).title}`, all),
    colour: leastUsedColour(all.map(({ colour }) => colour)),
    practiceAddress: address,
    practiceSince: startedAt,
    credentialForm: secret.form,
    account: info,
    createdAt: clock.now(),
  }
  await vault.set(connection.id, secret)
  connections.save(connection)
  tried.countFor(connection.id)
  return connection
}

function practiceSecret(service: ServiceId, values: Secret['values']): Secret {
  const form = connectorFor(service).credentials.find(({ kind }) => kind === 'keys')
  return { form: form?.id ?? '', values }
}
