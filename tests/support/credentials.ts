import type { Credentials, Secret } from '../../electron/engine/connectors/credentials.ts'
import { inMemory, keptCredentials } from '../../electron/engine/keptCredentials.ts'

/** The credentials of an account as the engine keeps them, in memory. */
export function fixedCredentials(secret: Secret): Credentials {
  return keptCredentials(inMemory(secret))
}

/** For an account that must make no request. */
export const noCredentials: Credentials = {
  read: () => Promise.reject(new Error('no request')),
  rotate: () => Promise.reject(new Error('no request')),
}
