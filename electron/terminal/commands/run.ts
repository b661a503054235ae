import { AppError } from '../../../shared/errors.ts'
import type { ActReceipt } from '../../../shared/contract/objects.ts'
import { exitCodeOfRun } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { receiptWords } from '../receiptWords.ts'
import { showRunProgress } from '../runProgress.ts'
import { type Session, withSession } from '../session.ts'
import { confirmedPlan } from './confirmedPlan.ts'
import type { SyncOptions } from './syncOptions.ts'

export interface RunOptions extends SyncOptions {
  readonly yes?: boolean
  /** The number of what the plan takes away, or does to unusually many. */
  readonly confirm?: number
  readonly canary?: boolean
  readonly verify?: boolean
}

/** `listferry run FILE…`: shows the plan, asks, and applies it. */
export async function runCommand(
  output: Output,
  files: readonly string[],
  options: RunOptions,
): Promise<number> {
  refuseWithoutTerminal(options)
  return withSession(output, options, async (session) => {
    const { plan } = await confirmedPlan(session, files, options)
    const confirm = plan.guard?.count
    const { canary = false, verify = false } = options
    return applyPlan(session, (signal) =>
      session.client.runs.start(
        { plan: plan.id, canary, verify, goesOn: true, ...(confirm !== undefined && { confirm }) },
        signal,
      ),
    )
  })
}

/** @throws AppError `invalid-input` where nobody can be asked and `--yes` was not said */
export function refuseWithoutTerminal({ yes }: { readonly yes?: boolean }): void {
  if (yes === true || process.stdin.isTTY) return
  throw new AppError(
    'invalid-input',
    'Nothing was sent: without a terminal to ask on, say --yes to send what the plan shows.',
  )
}

function secretWords({ secrets = [] }: ActReceipt): string[] {
  return secrets.map(
    ({ id, name, secret }) =>
      `The signing secret${id === null ? '' : ` of endpoint ${id}`}, shown this once and not kept here: ${secret} (${name})`,
  )
}

/**
 * Lets the engine send, shows how far it is, reads back what was written where that was asked for, prints the receipt.
 * @returns the exit code
 */
export async function applyPlan(
  session: Session,
  send: (signal: AbortSignal) => Promise<ActReceipt>,
): Promise<number> {
  const { output, signal } = session
  // After the last moment for a Ctrl-C between two calls.
  signal.throwIfAborted()
  const off = showRunProgress(session)
  try {
    const receipt = await withSecrets(session, await readBackOf(session, await send(signal)))
    output.result(receipt, () => [receiptWords(receipt), ...secretWords(receipt)].join('\n'))
    return exitCodeOfRun(receipt)
  } finally {
    off()
    output.progressEnd()
  }
}

/**
 * Of what was made, for whoever has made it: nobody gets them again. A run that was stopped has made some too; where its
 * engine ended with it they are gone, and each can be replaced.
 */
async function withSecrets({ client }: Session, receipt: ActReceipt): Promise<ActReceipt> {
  const secrets = await client.objects.secrets({ run: receipt.id }).catch(() => [])
  return secrets.length === 0 ? receipt : { ...receipt, secrets }
}

/** A program that ends can't look later: it waits until the account shows what was written. */
async function readBackOf({ client, output, signal }: Session, receipt: ActReceipt) {
  if (!receipt.toReadBack) return receipt
  output.progress('sending', 'Reading back what was written…')
  try {
    return await client.runs.verify({ run: receipt.id }, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    // The run is over, and its receipt is what it did.
    output.note('Stopped before it was read back.')
    return receipt
  }
}
