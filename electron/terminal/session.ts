import { AppError } from '../../shared/errors.ts'
import { dataFolder } from '../dataFolder.ts'
import { type EngineThread, startEngineThread } from '../engineThread.ts'
import { openVault, type OpenedVault } from '../keychain/openVault.ts'
import { createMemoryVault } from '../engine/store/vault.ts'
import type { Output } from './output.ts'

/** One command's engine, and the signal that Ctrl-C aborts. */
export interface Session extends EngineThread {
  readonly output: Output
  readonly signal: AbortSignal
  /** Why secrets are only in memory, in words. */
  readonly vaultWarning: string | null
}

export interface SessionOptions {
  /** Read the secret from standard input and keep it in memory only, for machines without a keychain. */
  readonly secretStdin?: boolean
}

/** Starts the engine of the data folder, lets `use` work with it, and closes it. */
export async function withSession<T>(
  output: Output,
  options: SessionOptions,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const { vault, warning } = await sessionVault(options)
  const folder = dataFolder(process.env)
  const engine = await startEngineThread({
    dataFolder: folder,
    host: 'terminal',
    vault,
    vaultWarning: warning,
  })
  const interrupt = new AbortController()
  const onInterrupt = () => {
    if (interrupt.signal.aborted) process.exit(130)
    output.note('Stopping after the request that is under way. Press Ctrl-C again to end at once.')
    interrupt.abort(new AppError('cancelled', 'Stopped by you.'))
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    return await use({ ...engine, output, signal: interrupt.signal, vaultWarning: warning })
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
    await engine.close()
  }
}

/** With a secret on standard input the keychain is not touched at all. */
async function sessionVault({ secretStdin }: SessionOptions): Promise<OpenedVault> {
  if (secretStdin !== true) return openVault()
  return { vault: createMemoryVault(), warning: null }
}
