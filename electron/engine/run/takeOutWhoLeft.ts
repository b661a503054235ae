import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { Change, MembershipChange, RunId } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'
import { inTransaction } from '../store/transaction.ts'
import { leftMeanwhile } from './leftMeanwhile.ts'
import type { RunDeps } from './runDeps.ts'

/**
 * A service may take minutes over a job, and nobody can be taken out of it. Who left meanwhile, as the mirror and the list
 * of who left know by now, is taken out again of what the job put them into, and counts as held back from it.
 * Nothing of the job is settled before that, so that whoever goes on after a crash looks once more.
 */
export async function takeOutWhoLeft(
  deps: RunDeps,
  run: RunId,
  changes: readonly Change[],
  outcomes: readonly StepOutcome[],
  signal: AbortSignal,
): Promise<readonly StepOutcome[]> {
  const leaves = whoMustLeave(deps, run, changes, outcomes)
  if (leaves.length === 0) return outcomes
  const ends = await takenOut(deps, run, leaves, signal)
  const { service } = deps.plans.summary(deps.journal.get(run).plan).connection
  return outcomes.map((outcome) => {
    const end = ends.get(outcome.change)
    return end === undefined ? outcome : { ...outcome, ...asHeldBack(end, service) }
  })
}

function whoMustLeave(
  deps: RunDeps,
  run: RunId,
  changes: readonly Change[],
  outcomes: readonly StepOutcome[],
): readonly MembershipChange[] {
  const written = new Map(
    outcomes.filter(({ status }) => status === 'written').map((one) => [one.change, one]),
  )
  const joins = changes.filter(
    (change): change is MembershipChange =>
      change.object === 'membership' &&
      change.op === 'join' &&
      change.wasIn !== true &&
      written.has(change.id),
  )
  if (joins.length === 0) return []
  const left = new Set(
    leftMeanwhile(deps, deps.journal.get(run).plan)(joins.map(({ id }) => id)).map(({ change }) => change),
  )
  return joins
    .filter(({ id }) => left.has(id))
    .map((join) => {
      const remoteId = join.key.remoteId ?? written.get(join.id)?.remoteId ?? null
      return { ...join, op: 'leave', key: { ...join.key, remoteId } }
    })
}

/** How it went for each, or why it can't be done. */
type End = StepOutcome | AppError

/** The journal has the requests, and the steps stay with the job. */
async function takenOut(
  { account, db, journal, clock }: RunDeps,
  run: RunId,
  leaves: readonly MembershipChange[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Change['id'], End>> {
  const ends = new Map<Change['id'], End>()
  let request: number | null = null
  try {
    for await (const event of account.apply(leaves, signal)) {
      const now = clock.now()
      if (event.type === 'sending')
        request = inTransaction(db, () => journal.noteAside(run, event.request, event.changes.length, now))
      if (event.type !== 'settled') continue
      const [first] = event.outcomes
      if (request !== null && first !== undefined) journal.answeredAside(request, first.httpStatus, now)
      for (const outcome of event.outcomes) ends.set(outcome.change, outcome)
    }
  } catch (error) {
    if (!(error instanceof AppError) || !lasting.includes(error.code)) throw error
    for (const { id } of leaves) if (!ends.has(id)) ends.set(id, error)
  }
  return ends
}

/** The same would meet whoever goes on with the run. */
const lasting: readonly ErrorCode[] = ['forbidden', 'not-found', 'rejected', 'invalid-input']

function asHeldBack(end: End, service: string): Pick<StepOutcome, 'status' | 'reason'> {
  const left = `Left while ${service} was at work on the import`
  if (!(end instanceof AppError) && end.status === 'written')
    return { status: 'held-back', reason: `${left}, and was taken off the list again.` }
  const why = end instanceof AppError ? end.message : (end.reason ?? '')
  return {
    status: 'written',
    reason: `${left}, and is still on the list: take them off it in ${service}. ${why}`.trim(),
  }
}
