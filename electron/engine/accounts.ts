import { AppError } from '../../shared/errors.ts'
import type { ConnectionId, ServiceId } from '../../shared/model.ts'
import type { Clock } from './clock.ts'
import type { Account, Connector, Credentials, Secret } from './connectors/connector.ts'
import { openAccount } from './connectors/openAccount.ts'
import type { Pacer, WaitReason } from './connectors/pacedFetch.ts'
import { connectorFor } from './connectors/registry.ts'
import { isOfficialAddress, serviceAddress } from './connectors/serviceAddress.ts'
import { practiceSpeed } from './practiceSpeed.ts'
import type { Connection } from './store/connections.ts'
import type { Vault } from './store/vault.ts'

/** An account that is signed in: its requests are paced and repeated where that is safe. */
export interface OpenAccount {
  readonly connector: Connector
  readonly account: Account
  readonly pacer: Pacer
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
}

/** Opens accounts and keeps one pacer for each, so that everything that uses an account shares its limits. */
export interface Accounts {
  open(connection: Connection): Promise<OpenAccount>
  /** For a secret that was not kept yet. */
  tryOut(
    service: ServiceId,
    secret: Secret,
  ): Promise<OpenAccount & { readonly practiceAddress: string | null }>
  /** After the secret changed or the connection was removed. */
  close(id: ConnectionId): void
}

export function createAccounts(ports: AccountPorts): Accounts {
  const opened = new Map<ConnectionId, Promise<OpenAccount>>()
  return {
    open(connection) {
      const known = opened.get(connection.id)
      if (known) return known
      const { id, service, practiceAddress } = connection
      const opening = openAt(ports, service, practiceAddress, vaultCredentials(ports.vault, connection), id)
      opened.set(id, opening)
      opening.catch(() => opened.delete(id))
      return opening
    },
    async tryOut(service, secret) {
      const address = serviceAddress(service, { env: ports.env })
      const session = await openAt(ports, service, null, givenCredentials(secret), null)
      return { ...session, practiceAddress: isOfficialAddress(service, address) ? null : address }
    },
    close: (id) => void opened.delete(id),
  }
}

async function openAt(
  ports: AccountPorts,
  service: ServiceId,
  practiceAddress: string | null,
  credentials: Credentials,
  id: ConnectionId | null,
): Promise<OpenAccount> {
  const { clock, random, fetch, env } = ports
  const connector = connectorFor(service)
  const address = serviceAddress(service, { env, practiceAddress })
  const speed = isOfficialAddress(service, address) ? 1 : await practiceSpeed(address, fetch)
  const onWait = (ms: number, why: Wait['why']) => ports.onWait(id, { ms, why })
  return {
    connector,
    ...openAccount(connector, credentials, { address, clock, random, fetch, onWait, speed }),
  }
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
