import type { RunView } from '../../../shared/contract/runs.ts'
import type { RunId } from '../../../shared/model.ts'
import { chooseConnection } from '../chooseConnection.ts'
import type { Output } from '../output.ts'
import { runNumber } from '../runNumber.ts'
import { type Session, stoppedLater, withSession } from '../session.ts'
import { accountWords } from '../words.ts'
import { applyPlan } from './run.ts'

interface ResumeOptions {
  readonly secretStdin?: boolean
  readonly leaveDoubts?: boolean
}

/** `listferry resume [RUN]`: sends what is left, or reads back what is left of that. */
export async function resumeCommand(
  output: Output,
  runText: string | undefined,
  options: ResumeOptions,
): Promise<number> {
  const run = runText === undefined ? undefined : runNumber(runText)
  return withSession(output, options, (session) => tellWhatStays(session, () => goOn(session, run, options)))
}

async function goOn(session: Session, run: RunId | undefined, options: ResumeOptions): Promise<number> {
  const { client } = session
  const found = chosen(await client.runs.list({}), run)
  if (found && (goesOn(found) || found.toReadBack)) await openAccount(session, found, options)
  const which = found === undefined ? { ...(run && { run }) } : { run: found.id }
  return applyPlan(session, (signal) =>
    found?.toReadBack === true
      ? client.runs.receipt({ run: found.id }, signal)
      : client.runs.resume({ ...which, leaveDoubts: options.leaveDoubts === true, goesOn: true }, signal),
  )
}

/** Without a number: the newest that has something left to send, or else one that is to be read back. */
function chosen(runs: readonly RunView[], run: RunId | undefined): RunView | undefined {
  if (run !== undefined) return runs.find(({ id }) => id === run)
  return runs.find(goesOn) ?? runs.find(({ toReadBack }) => toReadBack)
}

function goesOn({ status }: RunView): boolean {
  return status === 'running' || status === 'stopped'
}

async function openAccount(
  session: Session,
  { id, source, connection, toReadBack }: RunView,
  options: ResumeOptions,
): Promise<void> {
  const { name, serviceTitle, practice } = await chooseConnection(session, { ...options, to: connection })
  const what = toReadBack
    ? `Run ${id} is over, but was not read back to its end. Reading back`
    : `Going on with run ${id}`
  session.output.note(`${what}: ${source} → ${accountWords(serviceTitle, name, practice)}`)
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
