import { AppError } from '../../../shared/errors.ts'
import type { ActReceipt } from '../../../shared/contract/objects.ts'
import type { RunView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodeOfRun } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { receiptWords } from '../receiptWords.ts'
import { runNumber } from '../runNumber.ts'
import { showRunProgress } from '../runProgress.ts'
import { type Session, stoppedLater, withSession } from '../session.ts'
import { accountWords } from '../words.ts'
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
    return applyPlan(
      session,
      (signal) =>
        session.client.runs.start(
          { plan: plan.id, canary, verify, goesOn: true, ...(confirm !== undefined && { confirm }) },
          signal,
        ),
      verify,
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

/** `listferry resume [RUN]` */
export async function resumeCommand(
  output: Output,
  runText: string | undefined,
  options: ResumeOptions,
): Promise<number> {
  const run = runText === undefined ? undefined : runNumber(runText)
  return withSession(output, options, (session) => tellWhatStays(session, () => goOn(session, run, options)))
}

interface ResumeOptions {
  readonly secretStdin?: boolean
  readonly leaveDoubts?: boolean
}

async function goOn(session: Session, run: RunId | undefined, options: ResumeOptions): Promise<number> {
  const { output } = session
  const runs = await session.client.runs.list({})
  const goesOn = ({ status }: RunView) => status === 'running' || status === 'stopped'
  const found = runs.find((one) => (run === undefined ? goesOn(one) : one.id === run))
  if (found && goesOn(found)) {
    const { name, serviceTitle, practice } = await chooseConnection(session, {
      ...options,
      to: found.connection,
    })
    output.note(
      `Going on with run ${found.id}: ${found.source} → ${accountWords(serviceTitle, name, practice)}`,
    )
  }
  const which = found === undefined ? { ...(run && { run }) } : { run: found.id }
  return applyPlan(session, (signal) =>
    session.client.runs.resume({ ...which, leaveDoubts: options.leaveDoubts === true, goesOn: true }, signal),
  )
}

/** The run may have sent people before, whatever this command came to. */
async function tellWhatStays<T>({ signal }: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!signal.aborted) throw error
    throw stoppedLater(
      signal,
      'Stopped by you before anything more was sent. What the run sent earlier stays sent.',
    )
  }
}

function secretWords({ secrets = [] }: ActReceipt): string[] {
  return secrets.map(
    ({ id, name, secret }) =>
      `The signing secret${id === null ? '' : ` of endpoint ${id}`}, shown this once and not kept here: ${secret} (${name})`,
  )
}

/** Lets the engine send, shows how far it is, prints the receipt. @returns the exit code */
export async function applyPlan(
  session: Session,
  send: (signal: AbortSignal) => Promise<ActReceipt>,
  verify = false,
): Promise<number> {
  const { output, signal } = session
  // After the last moment for a Ctrl-C between two calls.
  signal.throwIfAborted()
  const off = showRunProgress(session)
  try {
    const receipt = await withSecrets(session, await readBackOf(session, await send(signal), verify))
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
async function readBackOf({ client, output, signal }: Session, receipt: ActReceipt, verify: boolean) {
  if (!verify || receipt.status !== 'finished') return receipt
  output.progress('sending', 'Reading back what was written…')
  try {
    return await client.runs.verify({ run: receipt.id }, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    // The run is over, and its receipt is what it did.
    output.note(`Stopped before it was read back. To do that later: listferry verify ${receipt.id}`)
    return receipt
  }
}
