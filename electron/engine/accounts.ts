import { AppError } from '../../shared/errors.ts'
import type { ConnectionId, Field, ServiceId } from '../../shared/model.ts'
import type { Clock } from './clock.ts'
import type { Account, Connector } from './connectors/connector.ts'
import type { Credentials, Secret } from './connectors/credentials.ts'
import { type NotedRequest, noteRequests } from './connectors/noteRequests.ts'
import { openAccount } from './connectors/openAccount.ts'
import type { AccountPacer } from './connectors/accountPacer.ts'
import type { WaitReason } from './connectors/pacer.ts'
import type { RecentRequests } from './connectors/recentRequests.ts'
import { connectorFor } from './connectors/registry.ts'
import { isOfficialAddress, serviceAddress } from './connectors/serviceAddress.ts'
import { inMemory, inVault, type KeptCredentials, keptCredentials } from './keptCredentials.ts'
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
  /** `verify`: until the account shows what was written. */
  readonly why: WaitReason | 'retry' | 'verify'
  /** What went wrong, for `retry`. */
  readonly words?: string
}

export interface AccountPorts {
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly random: () => number
  readonly vault: Vault
  /** For `LISTFERRY_KIT_URL` and alike. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onWait: (connection: ConnectionId | null, wait: Wait) => void
  /** Each request to a connected account, as it was answered. */
  readonly onRequest: (connection: ConnectionId, request: NotedRequest) => void
  /** Those that programs before this one made count too. */
  readonly recentRequests: (connection: ConnectionId) => RecentRequests
  /** Fields that the user named and the account may not show yet. */
  readonly declaredFields: (connection: ConnectionId) => readonly Field[]
  /** Starts the practice server of a connection that has one of ours; others come back as they are. */
  readonly wake: (connection: Connection) => Promise<Connection>
  /** A sign-in has ended; see `hasEnded`. */
  readonly onEnded: () => void
}

export interface TriedOut extends OpenAccount {
  readonly practiceAddress: string | null
  /** The secret as it is now: it may have been renewed. */
  readonly secret: () => Promise<Secret>
  /** What was asked to try it out counts in the limits of this connection, which is kept by now. */
  countFor(id: ConnectionId): void
}

export interface TryOutOptions {
  /** The server is one that Listferry started. */
  readonly isOurs?: boolean
  /** The connection whose account it must be, where there is one: what is asked waits for, and counts in, its limits. */
  readonly of?: ConnectionId
}

export interface Whereabouts {
  readonly address: string
  readonly isPractice: boolean
  readonly speed: number
}

/** Opens accounts and keeps one pacer for each, so that everything that uses an account shares its limits. */
export interface Accounts {
  open(connection: Connection): Promise<OpenAccount>
  /** Where this service is just now: for signing in. */
  whereabouts(service: ServiceId, practiceAddress: string | null): Promise<Whereabouts>
  /** For a secret that was not kept yet. */
  tryOut(
    service: ServiceId,
    secret: Secret,
    practiceAddress: string | null,
    options?: TryOutOptions,
  ): Promise<TriedOut>
  /** Uses this secret for as long as the engine runs, without keeping it. */
  unlock(id: ConnectionId, secret: Secret): void
  isUnlocked(id: ConnectionId): boolean
  /** Whether its sign-in has ended and can't be renewed, as far as was noticed: somebody has to sign in again. */
  hasEnded(id: ConnectionId): boolean
  /** After the secret changed or the connection was removed. */
  close(id: ConnectionId): void
}

export function createAccounts(ports: AccountPorts): Accounts {
  const opened = new Map<ConnectionId, Promise<OpenAccount>>()
  const given = new Set<ConnectionId>()
  const credentials = new Map<ConnectionId, KeptCredentials>()
  const pacers = new Map<string, AccountPacer>()
  const ended = new Set<ConnectionId>()
  const credentialsOf = (connection: Connection) => {
    const { id } = connection
    const known = credentials.get(id)
    if (known) return known
    const kept = keptCredentials(inVault(ports.vault, connection))
    const made = endNoticed(kept, () => {
      if (ended.has(id)) return
      ended.add(id)
      ports.onEnded()
    })
    credentials.set(id, made)
    return made
  }
  return {
    async open(connection) {
      const { id } = connection
      const awake = await ports.wake(connection)
      if (awake.practiceSince !== connection.practiceSince) opened.delete(id)
      const known = opened.get(id)
      if (known) return known
      const name = pacerName(id, awake.credentialForm)
      const opening = openKnown(ports, awake, { credentials: credentialsOf(awake), pacer: pacers.get(name) })
      opened.set(id, opening)
      opening.then(
        ({ pacer }) => pacers.set(name, pacer),
        () => opened.delete(id),
      )
      return opening
    },
    async whereabouts(service, practiceAddress) {
      const address = serviceAddress(service, { env: ports.env, practiceAddress })
      return whereaboutsAt(service, address, ports.fetch)
    },
    async tryOut(service, secret, practiceAddress, { isOurs = false, of } = {}) {
      const env = isOurs ? {} : ports.env
      const address = serviceAddress(service, { env, practiceAddress })
      const tried = keptCredentials(inMemory(secret))
      const { form } = secret
      const asked: (readonly string[])[] = []
      const opening = {
        service,
        practiceAddress,
        credentials: tried,
        form,
        id: null,
        recent: of === undefined ? rememberedIn(asked) : ports.recentRequests(of),
        pacer: of === undefined ? undefined : pacers.get(pacerName(of, form)),
      }
      const session = await openAt({ ...ports, env }, opening)
      return {
        ...session,
        countFor(id) {
          const recent = ports.recentRequests(id)
          for (const buckets of asked.splice(0)) recent.begins(buckets)()
        },
        practiceAddress: isOfficialAddress(service, address) ? null : address,
        secret: () => tried.read(),
      }
    },
    unlock(id, secret) {
      credentials.set(id, keptCredentials(inMemory(secret)))
      given.add(id)
      opened.delete(id)
    },
    isUnlocked: (id) => given.has(id),
    hasEnded: (id) => ended.has(id),
    close(id) {
      ended.delete(id)
      // Whoever is at work with the account goes on with the secret that the keychain has now.
      if (given.delete(id)) credentials.delete(id)
      credentials.get(id)?.forget()
      opened.delete(id)
    },
  }
}

/** Each way in has limits of its own. */
function pacerName(id: ConnectionId, form: string): string {
  return `${id} ${form}`
}

/** A renewal is only refused where the sign-in has ended; whatever else goes wrong with it may pass. */
function endNoticed(kept: KeptCredentials, onEnd: () => void): KeptCredentials {
  return {
    ...kept,
    rotate: (used, next) =>
      kept.rotate(used, next).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'unauthorized') onEnd()
        throw error
      }),
  }
}

async function openKnown(
  ports: AccountPorts,
  connection: Connection,
  { credentials, pacer }: { readonly credentials: Credentials; readonly pacer: AccountPacer | undefined },
): Promise<OpenAccount> {
  const { id, service, practiceAddress, practiceSince, credentialForm: form } = connection
  // What Listferry started itself is where it is, whatever the environment says of the service.
  const env = practiceSince === null ? ports.env : {}
  const recent = ports.recentRequests(id)
  const opening = { service, practiceAddress, credentials, form, id, recent, pacer }
  const opened = await openAt({ ...ports, env }, opening)
  return { ...opened, account: withDeclaredFields(opened.account, () => ports.declaredFields(id)) }
}

interface Opening {
  readonly service: ServiceId
  readonly practiceAddress: string | null
  readonly credentials: Credentials
  readonly form: string
  readonly id: ConnectionId | null
  readonly recent: RecentRequests
  readonly pacer?: AccountPacer | undefined
}

async function openAt(ports: AccountPorts, opening: Opening): Promise<OpenAccount> {
  const { clock, random, fetch, env } = ports
  const { service, practiceAddress, credentials, form, id, recent, pacer } = opening
  const connector = connectorFor(service)
  const { address, speed } = await whereaboutsAt(
    service,
    serviceAddress(service, { env, practiceAddress }),
    fetch,
  )
  const onWait = (ms: number, why: Wait['why'], words?: string) =>
    ports.onWait(id, { ms, why, ...(words !== undefined && { words }) })
  const noted = id === null ? fetch : noteRequests(fetch, (request) => ports.onRequest(id, request))
  const options = {
    address,
    clock,
    random,
    fetch: noted,
    onWait,
    speed,
    form,
    recent,
    ...(pacer && { pacer }),
  }
  return { connector, ...openAccount(connector, credentials, options) }
}

/** Of an account that is not kept yet. */
function rememberedIn(asked: (readonly string[])[]): RecentRequests {
  return {
    agoMs: () => [],
    begins(buckets) {
      asked.push(buckets)
      return () => undefined
    },
  }
}

async function whereaboutsAt(
  service: ServiceId,
  address: string,
  fetch: typeof globalThis.fetch,
): Promise<Whereabouts> {
  const isPractice = !isOfficialAddress(service, address)
  return { address, isPractice, speed: isPractice ? await practiceSpeed(address, fetch) : 1 }
}
