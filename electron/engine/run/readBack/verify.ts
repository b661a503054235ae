import type { RunId } from '../../../../shared/model.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { EngineParts } from '../../createEngine.ts'
import { readBacks } from '../../store/readBacks.ts'
import { verifyRun } from './verifyRun.ts'

/**
 * Reads back what a run wrote, once its account can be trusted to show it; the account is free for others until then.
 * @throws AppError `conflict` for a run that is under way.
 */
export async function verify(parts: EngineParts, run: RunId, signal: AbortSignal): Promise<void> {
  const { db, clock, journal, plans, connections, accounts } = parts
  const { plan, status } = journal.get(run)
  if (status === 'running')
    throw new AppError('conflict', `Run ${run} is not over yet. What it wrote is read back when it is.`)
  const { connection } = plans.spec(plan)
  const reads = readBacks(db)
  const either = AbortSignal.any([signal, parts.closing])
  const { account } = await accounts.open(connections.find(connection))
  const ageMs = clock.now() - (reads.lastSentAt(run) ?? -Infinity)
  const { showsAfterMs = 0 } = account.limits
  // A clock that was set back says nothing of the age.
  const waitMs = ageMs < 0 ? showsAfterMs : showsAfterMs - ageMs
  if (waitMs > 0) {
    parts.tellWait(connection, { ms: waitMs, why: 'verify' })
    await clock.sleep(waitMs, either)
  }
  await parts.inTurn(connection, either, (turn) =>
    verifyRun({ db, clock, account, mirror: parts.mirrorOf(connection), reads }, run, turn),
  )
  tell(parts)
}

/** For a run whose caller went on: a failure leaves what is not read back yet to be asked for. */
export function verifyLater(parts: EngineParts, run: RunId): void {
  if (readBacks(parts.db).wish(run).verify !== 'asked') return
  const { status } = parts.journal.get(run)
  if (status === 'running' || status === 'stopped') return
  void verify(parts, run, parts.closing).catch(() => {
    if (!parts.closing.aborted) tell(parts)
  })
}

/** What a program that ended left unread is read back by the next one. */
export function verifyLeftOver(parts: EngineParts): void {
  for (const { id } of parts.journal.list()) verifyLater(parts, id)
}

function tell({ push }: EngineParts): void {
  push({ name: 'changed', payload: { what: 'runs' } })
}
