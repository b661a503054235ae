import { AppError } from '../../../shared/errors.ts'
import type { ActReceipt } from '../../../shared/contract/objects.ts'
import type { RunView } from '../../../shared/contract/runs.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodeOfRun } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { confirmPlan } from '../confirmPlan.ts'
import { receiptWords } from '../receiptWords.ts'
import { runNumber } from '../runNumber.ts'
import { showRunProgress } from '../runProgress.ts'
import { type Session, withSession } from '../session.ts'
import { accountWords } from '../words.ts'
import { wholePlanWords } from './plan.ts'
import { preparePlan } from './preparePlan.ts'
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
    const prepared = await preparePlan(session, files, options)
    output.note(`${wholePlanWords(prepared, output.width)}\n`)
    const { plan, practice } = prepared
    await confirmPlan(session, plan, practice, options)
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
  options: { secretStdin?: boolean; leaveDoubts?: boolean },
): Promise<number> {
  const run = runText === undefined ? undefined : runNumber(runText)
  return withSession(output, options, async (session) => {
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
      session.client.runs.resume(
        { ...which, leaveDoubts: options.leaveDoubts === true, goesOn: true },
        signal,
      ),
    )
  })
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

/** Of what was made, for whoever has made it: nobody gets them again. */
async function withSecrets({ client, signal }: Session, receipt: ActReceipt): Promise<ActReceipt> {
  const secrets = await client.objects.secrets({ run: receipt.id }, signal)
  return secrets.length === 0 ? receipt : { ...receipt, secrets }
}

/** A program that ends can't look later: it waits until the account shows what was written. */
async function readBackOf({ client, output, signal }: Session, receipt: ActReceipt, verify: boolean) {
  if (!verify || receipt.status !== 'finished') return receipt
  output.progress('sending', 'Reading back what was written…')
  return client.runs.verify({ run: receipt.id }, signal)
}
