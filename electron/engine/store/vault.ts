import type { Secret } from '../connectors/credentials.ts'

/** Where the keys of connections are kept. Never plain text on disk. Names are connection ids. */
export interface Vault {
  /** `os`: kept by the operating system, across restarts. `memory`: forgotten when this process ends. */
  readonly protection: 'os' | 'memory'

  /**
   * The secret last set under this name; `null` when there is none.
   * @throws AppError when the keychain is locked, gone or refuses. Never `null` in its place.
   */
  get(name: string): Promise<Secret | null>

  /**
   * Stores a secret, replacing the one before. Once this resolves, the next `get` has it, in any process for `os`.
   * @throws AppError when it could not be stored; the name then holds either the old secret or this one.
   */
  set(name: string, secret: Secret): Promise<void>

  /**
   * Forgets a secret. Also resolves when there was none.
   * @throws AppError when it exists and could not be deleted.
   */
  delete(name: string): Promise<void>
}

/** A vault that forgets everything when the process ends: for tests, and where there is no keychain. */
export function createMemoryVault(): Vault {
  const secrets = new Map<string, Secret>()
  return {
    protection: 'memory',
    get: (name) => Promise.resolve(secrets.get(name) ?? null),
    set: (name, secret) => {
      secrets.set(name, secret)
      return Promise.resolve()
    },
    delete: (name) => {
      secrets.delete(name)
      return Promise.resolve()
    },
  }
}
