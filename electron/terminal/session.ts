import { AppError } from '../../shared/errors.ts'
import { dataFolder } from '../dataFolder.ts'
import { openEngine, vaultWarningOf } from '../attach/openEngine.ts'
import type { EngineAccess } from '../engineThread.ts'
import { openVault, type OpenedVault } from '../keychain/openVault.ts'
import { createMemoryVault } from '../engine/store/vault.ts'
import type { Output } from './output.ts'
import { waitWords } from './waitWords.ts'

/** One command's engine, and the signal that Ctrl-C aborts. */
export interface Session extends EngineAccess {
  readonly output: Output
  readonly signal: AbortSignal
  /** Why secrets are only in memory, in words. */
  readonly vaultWarning: string | null
}

export interface SessionOptions {
  /** Read the secret from standard input and keep it in memory only, for machines without a keychain. */
  readonly secretStdin?: boolean
}

/**
 * Starts the engine of the data folder, or attaches to the window that has it; lets `use` work with it, and closes or
 * leaves it.
 */
export async function withSession<T>(
  output: Output,
  options: SessionOptions,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({
    dataFolder: dataFolder(process.env),
    host: 'terminal',
    openVault: () => sessionVault(options),
    showWindow: null,
  })
  const { signal, release } = interruption(output)
  // Each wait says what it waits for, whatever the command is doing.
  engine.onPush(({ name, payload }) => {
    if (name === 'account.waiting' && payload.ms >= 1000)
      output.progress('waiting', capital(waitWords(payload)))
  })
  try {
    return await use({ ...engine, output, signal, vaultWarning: vaultWarningOf(engine) })
  } catch (error) {
    // Whatever an aborted call says, this is why; unless a command knows more.
    throw signal.aborted && !isTold(error, signal) ? signal.reason : error
  } finally {
    release()
    await engine.close()
  }
}

/** Why a command ends that was stopped after something had been sent. */
export function stoppedLater(signal: AbortSignal, message: string): AppError {
  return new AppError('cancelled', message, { cause: signal.reason })
}

function isTold(error: unknown, signal: AbortSignal): boolean {
  return error instanceof AppError && error.cause === signal.reason
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `npx` and the launcher pass on the Ctrl-C that the terminal gave to this process as well. */
const sameCtrlCMs = 500

function interruption(output: Output): { readonly signal: AbortSignal; readonly release: () => void } {
  const interrupt = new AbortController()
  let firstAt = 0
  const onInterrupt = () => {
    if (!interrupt.signal.aborted) {
      firstAt = performance.now()
      output.note('Stopping after the request that is under way. Press Ctrl-C again to end at once.')
      interrupt.abort(new AppError('cancelled', 'Stopped by you; nothing was sent.'))
    } else if (performance.now() - firstAt > sameCtrlCMs) process.exit(130)
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.on(name, onInterrupt)
  return {
    signal: interrupt.signal,
    release() {
      for (const name of signals) process.off(name, onInterrupt)
    },
  }
}

/** With a secret on standard input the keychain is not touched at all. */
async function sessionVault({ secretStdin }: SessionOptions): Promise<OpenedVault> {
  if (secretStdin !== true) return openVault()
  return { vault: createMemoryVault(), warning: null }
}
