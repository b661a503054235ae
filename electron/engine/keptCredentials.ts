import { AppError } from '../../shared/errors.ts'
import type { ConnectionId } from '../../shared/model.ts'
import type { Credentials, Secret } from './connectors/credentials.ts'
import type { Vault } from './store/vault.ts'

/** Where a secret lasts. */
export interface SecretKeeper {
  /** @throws AppError where there is none */
  get(): Promise<Secret>
  set(secret: Secret): Promise<void>
}

/** The credentials of one connection, shared by everything that uses it: one secret at a time, one renewal at a time. */
export interface KeptCredentials extends Credentials {
  /** Somebody else stored another secret: the next `read` looks. A renewal that is under way then comes too late. */
  forget(): void
}

export function keptCredentials(keeper: SecretKeeper): KeptCredentials {
  let known: Secret | null = null
  /** Made and not stored: what it follows is spent by now. */
  let unstored: Secret | null = null
  let underWay: Promise<Secret> | null = null
  let generation = 0

  const store = async (secret: Secret) => {
    unstored = secret
    await keeper.set(secret)
    unstored = null
    known = secret
    return secret
  }
  const read = async () => {
    if (unstored) return store(unstored)
    known ??= await keeper.get()
    return known
  }
  const renew = async (used: Secret, next: (current: Secret) => Promise<Secret>) => {
    const current = await read()
    if (!isSame(current, used)) return current
    const before = generation
    const made = await next(current)
    return generation === before ? store(made) : read()
  }
  return {
    read,
    rotate(used, next) {
      underWay ??= renew(used, next).finally(() => {
        underWay = null
      })
      return underWay
    },
    forget() {
      generation += 1
      known = null
      unstored = null
    },
  }
}

/** Asks the keychain once for as long as nobody says that it holds another one. */
export function inVault(vault: Vault, { id, name }: { id: ConnectionId; name: string }): SecretKeeper {
  return {
    async get() {
      const secret = await vault.get(id)
      if (secret) return secret
      throw new AppError(
        'unauthorized',
        `The key of “${name}” is not in the keychain of this computer. Connect the account again, or give the key for this one command.`,
      )
    },
    set: (secret) => vault.set(id, secret),
  }
}

/** For as long as this process runs. */
export function inMemory(given: Secret): SecretKeeper {
  let secret = given
  return {
    get: () => Promise.resolve(secret),
    set(next) {
      secret = next
      return Promise.resolve()
    },
  }
}

function isSame(one: Secret, other: Secret): boolean {
  const names = new Set([...Object.keys(one.values), ...Object.keys(other.values)])
  return one.form === other.form && [...names].every((name) => one.values[name] === other.values[name])
}
