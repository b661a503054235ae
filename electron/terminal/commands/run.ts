import { AppError } from '../../../shared/errors.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { confirm } from '../askSecret.ts'
import { exitCodeOfRun, exitCodes } from '../exitCode.ts'
import { bar, type Output } from '../output.ts'
import { mappingWords, planWords } from '../planWords.ts'
import { receiptWords } from '../receiptWords.ts'
import { type Session, withSession } from '../session.ts'
import { count, duration } from '../words.ts'
import { sourceWords } from './plan.ts'
import { chooseConnection, preparePlan } from './preparePlan.ts'
import type { SyncOptions } from './syncOptions.ts'

export interface RunOptions extends SyncOptions {
  readonly yes?: boolean
}

/** `listferry run FILE`: shows the plan, asks, and applies it. */
export async function runCommand(output: Output, file: string, options: RunOptions): Promise<number> {
  if (options.yes !== true && !process.stdin.isTTY)
    throw new AppError(
      'invalid-input',
      'Nothing was sent: without a terminal to ask on, say --yes to send what the plan shows.',
    )
  return withSession(output, options, async (session) => {
    const prepared = await preparePlan(session, file, options)
    output.note([sourceWords(prepared), mappingWords(prepared.uses), planWords(prepared.plan)].join('\n\n'))
    const { service, name } = prepared.plan.connection
    if (options.yes !== true && !(await confirm(`Send this to ${service} · ${name}?`))) {
      output.note('Nothing was sent.')
      return exitCodes.cancelled
    }
    return finish(session, (signal) => session.client.runs.start({ plan: prepared.plan.id }, signal))
  })
}

/** `listferry resume [RUN]` */
export async function resumeCommand(
  output: Output,
  run: string | undefined,
  options: { secretStdin?: boolean },
): Promise<number> {
  return withSession(output, options, async (session) => {
    if (options.secretStdin === true) await unlockForRun(session, run)
    return finish(session, (signal) =>
      session.client.runs.resume({ ...(run !== undefined && { run }) }, signal),
    )
  })
}

async function unlockForRun(session: Session, run: string | undefined): Promise<void> {
  const runs = await session.client.runs.list({})
  const found = runs.find(({ id, status }) =>
    run === undefined ? status !== 'finished' : id.startsWith(run),
  )
  if (found) await chooseConnection(session, { to: found.connection, secretStdin: true })
}

async function finish(session: Session, work: (signal: AbortSignal) => Promise<Receipt>): Promise<number> {
  const { output, signal } = session
  const off = session.onPush(({ name, payload }) => {
    if (name !== 'run.progress') return
    const { done, total, rejected, remainingMs, waiting } = payload
    const left = remainingMs === null ? '' : `, ${duration(remainingMs)} left`
    const wait = waiting === null ? '' : ` (waiting ${duration(waiting.ms)}: ${waiting.why})`
    output.progress(
      `Sending     ${bar(done, total)}  ${count(done)} of ${count(total)} rows, ${count(rejected)} rejected${left}${wait}`,
    )
  })
  try {
    const receipt = await work(signal)
    output.result(receipt, () => receiptWords(receipt))
    return exitCodeOfRun(receipt)
  } finally {
    off()
    output.progressEnd()
  }
}
