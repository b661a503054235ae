import { AppError } from '../../shared/errors.ts'
import type { ConnectionId, Field, ServiceId } from '../../shared/model.ts'
import type { Clock } from './clock.ts'
import type { Account, Connector, Credentials, Secret } from './connectors/connector.ts'
import { openAccount } from './connectors/openAccount.ts'
import type { AccountPacer } from './connectors/accountPacer.ts'
import type { WaitReason } from './connectors/pacer.ts'
import { connectorFor } from './connectors/registry.ts'
import { isOfficialAddress, serviceAddress } from './connectors/serviceAddress.ts'
import { practiceSpeed } from './practiceSpeed.ts'
import { withDeclaredFields } from './withDeclaredFields.ts'
import type { Connection } from './store/connections.ts'
import type { Vault } from './store/vault.ts'

/** An account that is signed in: its requests are paced and repeated where that is safe. */
export interface OpenAccount {
  readonly connector: Connector
  readonly account: Account
  readonly pacer: AccountPacer
}

export interface Wait {
  readonly ms: number
  readonly why: WaitReason | 'retry'
}

export interface AccountPorts {
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly random: () => number
  readonly vault: Vault
  /** For `LISTFERRY_KIT_URL` and alike. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onWait: (connection: ConnectionId | null, wait: Wait) => void
  /** Fields that the user named and the account may not show yet. */
  readonly declaredFields: (connection: ConnectionId) => readonly Field[]
  /** Starts the practice server of a connection that has one of ours; others come back as they are. */
  readonly wake: (connection: Connection) => Promise<Connection>
}

/** Opens accounts and keeps one pacer for each, so that everything that uses an account shares its limits. */
export interface Accounts {
  open(connection: Connection): Promise<OpenAccount>
  /** For a secret that was not kept yet. */
  tryOut(
    service: ServiceId,
    secret: Secret,
    practiceAddress: string | null,
    server?: { readonly isOurs: true },
  ): Promise<OpenAccount & { readonly practiceAddress: string | null }>
  /** Uses this secret for as long as the engine runs, without keeping it. */
  unlock(id: ConnectionId, secret: Secret): void
  isUnlocked(id: ConnectionId): boolean
  /** After the secret changed or the connection was removed. */
  close(id: ConnectionId): void
}

export function createAccounts(ports: AccountPorts): Accounts {
  const opened = new Map<ConnectionId, Promise<OpenAccount>>()
  const given = new Map<ConnectionId, Secret>()
  const pacers = new Map<ConnectionId, AccountPacer>()
  return {
    async open(connection) {
      const { id } = connection
      const awake = await ports.wake(connection)
      if (awake.practiceSince !== connection.practiceSince) opened.delete(id)
      const known = opened.get(id)
      if (known) return known
      const opening = openKnown(ports, awake, { secret: given.get(id), pacer: pacers.get(id) })
      opened.set(id, opening)
      opening.then(
        ({ pacer }) => pacers.set(id, pacer),
        () => opened.delete(id),
      )
      return opening
    },
    async tryOut(service, secret, practiceAddress, server) {
      const env = server ? {} : ports.env
      const address = serviceAddress(service, { env, practiceAddress })
      const credentials = givenCredentials(secret)
      const session = await openAt({ ...ports, env }, { service, practiceAddress, credentials, id: null })
      return { ...session, practiceAddress: isOfficialAddress(service, address) ? null : address }
    },
    unlock(id, secret) {
      given.set(id, secret)
      opened.delete(id)
    },
    isUnlocked: (id) => given.has(id),
    close(id) {
      given.delete(id)
      opened.delete(id)
    },
  }
}

async function openKnown(
  ports: AccountPorts,
  connection: Connection,
  { secret, pacer }: { readonly secret: Secret | undefined; readonly pacer: AccountPacer | undefined },
): Promise<OpenAccount> {
  const { id, service, practiceAddress, practiceSince } = connection
  const credentials = secret ? givenCredentials(secret) : vaultCredentials(ports.vault, connection)
  // What Listferry started itself is where it is, whatever the environment says of the service.
  const env = practiceSince === null ? ports.env : {}
  const opened = await openAt({ ...ports, env }, { service, practiceAddress, credentials, id, pacer })
  return { ...opened, account: withDeclaredFields(opened.account, () => ports.declaredFields(id)) }
}

interface Opening {
  readonly service: ServiceId
  readonly practiceAddress: string | null
  readonly credentials: Credentials
  readonly id: ConnectionId | null
  readonly pacer?: AccountPacer | undefined
}

async function openAt(ports: AccountPorts, opening: Opening): Promise<OpenAccount> {
  const { clock, random, fetch, env } = ports
  const { service, practiceAddress, credentials, id, pacer } = opening
  const connector = connectorFor(service)
  const address = serviceAddress(service, { env, practiceAddress })
  const speed = isOfficialAddress(service, address) ? 1 : await practiceSpeed(address, fetch)
  const onWait = (ms: number, why: Wait['why']) => ports.onWait(id, { ms, why })
  const options = { address, clock, random, fetch, onWait, speed, ...(pacer && { pacer }) }
  return { connector, ...openAccount(connector, credentials, options) }
}

/** Asks the keychain once for as long as the account is open. */
function vaultCredentials(vault: Vault, { id, name }: Connection): Credentials {
  let known: Secret | null = null
  return {
    async read() {
      known ??= await vault.get(id)
      if (known) return known
      throw new AppError(
        'unauthorized',
        `The key of "${name}" is not in the keychain of this computer. Connect the account again, or give the key for this one command.`,
      )
    },
    async rotate(next) {
      await vault.set(id, next)
      known = next
    },
  }
}

function givenCredentials(secret: Secret): Credentials {
  return { read: () => Promise.resolve(secret), rotate: () => Promise.resolve() }
}
