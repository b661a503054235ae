import { AppError } from '../../shared/errors.ts'
import { createMemoryVault } from '../engine/store/vault.ts'
import type { Vault } from '../engine/store/vault.ts'
import { openKeychainVault } from './keychainVault.ts'
import type { KeychainOptions } from './keychainVault.ts'

export interface OpenedVault {
  readonly vault: Vault
  /** For the user, when keys can't be kept: why, what it means, what to do. `null` for a working keychain. */
  readonly warning: string | null
}

const withPromptMs = 60_000
const withoutPromptMs = 5_000

/**
 * The vault of a host: the keychain where it works, else memory and a warning. Never a file.
 * Takes up to `timeoutMs` where a keychain is locked; by default `keychainTimeLimitMs`.
 */
export async function openVault(options: Partial<KeychainOptions> = {}): Promise<OpenedVault> {
  const timeoutMs = options.timeoutMs ?? keychainTimeLimitMs(process.env, process.platform)
  try {
    return { vault: await openKeychainVault({ ...options, timeoutMs }), warning: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { vault: createMemoryVault(), warning: memoryWarning(error) }
  }
}

/** How long to wait for a keychain, in milliseconds: long where it can ask the user for its password, else short. */
export function keychainTimeLimitMs(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): number {
  return canPrompt(env, platform) ? withPromptMs : withoutPromptMs
}

function canPrompt(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return true
  if (platform === 'darwin') return !env['SSH_CONNECTION']
  return Boolean(env['DISPLAY'] ?? '') || Boolean(env['WAYLAND_DISPLAY'] ?? '')
}

function memoryWarning(error: AppError): string {
  return (
    'Keys are kept in memory only: Listferry forgets those you enter when it ends, ' +
    `and cannot read those it stored before. The reason: ${error.message}`
  )
}
