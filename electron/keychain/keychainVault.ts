import { AppError } from '../../shared/errors.ts'
import type { Vault } from '../engine/store/vault.ts'
import { keychainName } from './keychainError.ts'
import { channelTo } from '../child/childChannel.ts'
import type { KeychainChannel } from './keychainMessages.ts'
import { forkKeychainChild, KeychainProcess } from './keychainProcess.ts'
import { secretFromText, secretToText } from './secretText.ts'

export interface KeychainOptions {
  /** How long one call may take, with the time in which the user types the keychain's password. */
  readonly timeoutMs: number
  /** Starts the process that loads the keychain library; a host that cannot fork Node brings its own. */
  readonly startChild?: () => KeychainChannel
}

/** The operating system's keychain. */
export interface KeychainVault extends Vault {
  readonly protection: 'os'
  /** Ends the child process. Not needed for the program to end; calls afterwards fail as `cancelled`. */
  close(): void
}

/**
 * Opens the keychain, once it has shown that it keeps what it is given: a value is written, read back and deleted.
 * Before that, a read that prompts nobody finds out whether there is a keychain at all.
 * @throws AppError saying why it can't be used: locked, none there, refused.
 */
export async function openKeychainVault(options: KeychainOptions): Promise<KeychainVault> {
  const keychain = new KeychainProcess(
    options.timeoutMs,
    options.startChild ?? (() => channelTo(forkKeychainChild())),
  )
  try {
    await checkKeychain(keychain)
  } catch (error) {
    keychain.close()
    throw error
  }
  return vaultOver(keychain)
}

function vaultOver(keychain: KeychainProcess): KeychainVault {
  return {
    protection: 'os',
    get: async (name) => {
      const text = await keychain.ask({ op: 'get', name })
      return text === null ? null : secretFromText(text)
    },
    set: async (name, secret) => {
      await keychain.ask({ op: 'set', name, text: secretToText(secret, process.platform) })
    },
    delete: async (name) => {
      await keychain.ask({ op: 'delete', name })
    },
    close: () => keychain.close(),
  }
}

async function checkKeychain(keychain: KeychainProcess): Promise<void> {
  // Its own name for each process: two writing one name at once would leave two entries and an ambiguous one.
  const name = `check of process ${process.pid}`
  const text = 'Listferry checks that the keychain works'
  await keychain.ask({ op: 'get', name })
  await keychain.ask({ op: 'set', name, text })
  const kept = await keychain.ask({ op: 'get', name })
  await keychain.ask({ op: 'delete', name })
  if (kept === text) return
  throw new AppError('unavailable', `${keychainName(process.platform)} does not keep what it is given.`)
}
