import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt, RunProgress, RunRowView, RunView } from '../../../shared/contract/runs.ts'
import type { PlanId, RunId } from '../../../shared/model.ts'
import type { EngineParts, RunUnderWay } from '../createEngine.ts'
import { refuseEditedFile } from '../run/editedFile.ts'
import { makeReceipt, rejects, runRows, runView } from '../run/receipt.ts'
import { rememberRows } from '../run/rememberRows.ts'
import { runPlan } from '../run/runPlan.ts'
import type { Run } from '../store/journal.ts'
import { withStaged } from './sources.ts'

export function runHandlers(parts: EngineParts): Handlers['runs'] {
  const { journal, plans, clock } = parts
  return {
    start({ plan }, signal) {
      return carryOut(parts, plan, signal, () => {
        const earlier = journal.ofPlan(plan)
        if (earlier)
          throw new AppError(
            'conflict',
            `That plan was carried out as run ${earlier.id} already. Make a new plan to see what is left to send.`,
          )
        refuseOldPlan(plans.summary(plan).createdAt, clock.now())
        return journal.create(plan, clock.now())
      })
    },
    resume({ run }, signal) {
      const found = run === undefined ? journal.newestUnfinished() : journal.get(run)
      if (!found) throw new AppError('not-found', 'There is no run to go on with: all of them are finished.')
      return carryOut(parts, found.plan, signal, () => {
        // Asked here, in the queue: another resume may have finished it in the meantime.
        if (journal.get(found.id).status === 'finished')
          throw new AppError('conflict', `Run ${found.id} is finished; there is nothing to go on with.`)
        journal.reopen(found.id)
        return found.id
      })
    },
    list: () => Promise.resolve(journal.list().map((run) => viewOf(parts, run))),
    receipt: ({ run }) => makeReceipt(parts, viewOf(parts, journal.get(run))),
    rows: ({ run, outcome, afterRow, limit }) => {
      const wanted = (row: RunRowView) => outcome === null || row.outcome === outcome
      return Promise.resolve(runRows(parts, run, afterRow).filter(wanted).take(limit).toArray())
    },
    rejects: ({ run, afterRow, limit }) =>
      withStaged(parts, plans.spec(journal.get(run).plan).source, (staged) => ({
        columns: staged.info.columns.map((column) => column.name),
        rows: rejects(parts, run, staged, afterRow).take(limit).toArray(),
      })),
  }
}

/** After so long the account may be another one than the user saw. */
const oldPlanMs = 24 * 60 * 60_000

function refuseOldPlan(createdAt: number, now: number): void {
  if (now - createdAt > oldPlanMs)
    throw new AppError(
      'conflict',
      'That plan is more than a day old, and the account may have changed since. Make it again, and send that.',
    )
}

/** Applies what is left of a plan and answers with the receipt, however the run ended. */
function carryOut(
  parts: EngineParts,
  plan: PlanId,
  signal: AbortSignal,
  open: () => RunId,
): Promise<Receipt> {
  const spec = parts.plans.spec(plan)
  const planned = parts.plans.summary(plan)
  return parts.inTurn(spec.connection, signal, async (either) => {
    const connection = parts.connections.find(spec.connection)
    await refuseEditedFile(parts.sources.get(spec.source))
    const { account } = await parts.accounts.open(connection)
    const run = open()
    const state: RunUnderWay = { connection: connection.id, waiting: null }
    parts.underWay.set(run, state)
    const onProgress = (progress: Omit<RunProgress, 'remainingMs' | 'waiting'>) => {
      const remainingMs = remaining(planned, progress)
      parts.push({ name: 'run.progress', payload: { ...progress, remainingMs, waiting: state.waiting } })
      state.waiting = null
    }
    const onEnd = () => rememberRows(parts.db, run, spec)
    try {
      const mirror = parts.mirrorOf(connection.id)
      await runPlan({ ...parts, account, mirror, onProgress, onEnd }, run, plan, either)
    } finally {
      parts.underWay.delete(run)
    }
    return makeReceipt(parts, viewOf(parts, parts.journal.get(run)))
  })
}

/** The plan's own estimate, less what is done. */
function remaining(
  { estimatedMs }: PlanSummary,
  { done, total }: Pick<RunProgress, 'done' | 'total'>,
): number {
  return total === 0 ? 0 : Math.round((estimatedMs * (total - done)) / total)
}

function viewOf(parts: EngineParts, run: Run): RunView {
  return runView(run, parts.plans.summary(run.plan), parts.underWay.has(run.id))
}
