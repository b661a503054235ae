import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { PlanGuard } from '../../../shared/contract/plans.ts'
import type { Receipt, RunView } from '../../../shared/contract/runs.ts'
import type { PlanId, RunId } from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { breathe } from '../breathe.ts'
import type { EngineParts } from '../createEngine.ts'
import { carryOut, carryOutDetached, type RunChoices, tellEnded } from '../run/carryOut.ts'
import { chart } from '../run/chart.ts'
import { findRows } from '../run/findRows.ts'
import { refuseUnfixable, rowsToRetry, stageFixedRows } from '../run/fixRows.ts'
import { countedSoFar } from '../run/progressTally.ts'
import { makeReceipt, rejects } from '../run/receipt.ts'
import { readBackRows } from '../run/readBack/readBackRows.ts'
import { verify } from '../run/readBack/verify.ts'
import { rememberRows } from '../run/rememberRows.ts'
import { rowDetail } from '../run/rowDetail.ts'
import { cancelledByUser, pausedByUser } from '../run/stopOrder.ts'
import { viewRun } from '../run/viewRun.ts'
import { correctionsOf, saveCorrections } from '../store/corrections.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Run } from '../store/journal.ts'
import { ledger } from '../store/ledger.ts'
import { readBacks } from '../store/readBacks.ts'
import { runReads } from '../store/runReads.ts'
import { planHandlers } from './plans.ts'
import { withStaged } from './sources.ts'
import { planLength } from '../plan/planLength.ts'

/** Sends a plan, for a caller who waits for its receipt. */
export function startRun(
  parts: EngineParts,
  { plan, confirm, ...checks }: Pick<StartInput, 'plan' | 'confirm'> & Partial<StartInput>,
  signal: AbortSignal,
): Promise<Receipt> {
  const receipt = (run: RunId) => makeReceipt(parts, viewRun(parts, parts.journal.get(run)))
  const goesOn = checks.goesOn === true
  return carryOut(parts, plan, signal, () => openPlan(parts, plan, confirm, checks), receipt, {
    goesOn,
  })
}

type StartInput = Parameters<Handlers['runs']['start']>[0]

export function runHandlers(parts: EngineParts): Handlers['runs'] {
  const { journal, plans, underWay } = parts
  const reads = runReads(parts.db)
  const view = (run: RunId) => viewRun(parts, journal.get(run))
  const receipt = (run: RunId) => makeReceipt(parts, view(run))
  const goOn = async (run: RunId, choices: RunChoices) => {
    const running = underWay.get(run)
    if (choices.leaveDoubts === true) running?.leaveDoubts()
    if (running) return view(run)
    const { plan } = goesOn(journal.get(run))
    return view(await carryOutDetached(parts, plan, () => reopen(parts, run), choices))
  }
  return {
    start: (input, signal) => startRun(parts, input, signal),
    async resume({ run, leaveDoubts, goesOn }, signal) {
      const found = run === undefined ? journal.newestUnfinished() : journal.get(run)
      if (!found) throw new AppError('not-found', 'There is no run to go on with: all of them are finished.')
      // Asked in the queue: another resume may have finished it in the meantime.
      return carryOut(parts, found.plan, signal, () => reopen(parts, found.id), receipt, {
        leaveDoubts,
        goesOn,
      })
    },
    begin: async ({ plan, confirm, ...checks }) =>
      view(await carryOutDetached(parts, plan, () => openPlan(parts, plan, confirm, checks))),
    goOn: ({ run }) => goOn(run, { leaveDoubts: false }),
    leaveDoubts: ({ run }) => goOn(run, { leaveDoubts: true }),
    async pause({ run }) {
      goesOn(journal.get(run))
      const running = underWay.get(run)
      running?.stop(pausedByUser())
      await running?.ended
      return view(run)
    },
    async cancel({ run }) {
      const running = underWay.get(run)
      running?.stop(cancelledByUser())
      await running?.ended
      if (running === undefined) goesOn(journal.get(run))
      // One that was pausing already ended as stopped.
      if (isOpen(journal.get(run))) cancelStopped(parts, run)
      return view(run)
    },
    list: ({ person }, signal) => listRuns(parts, person, signal),
    get: ({ run }) => Promise.resolve(view(run)),
    progress: ({ run }) => {
      const { id } = journal.get(run)
      const running = underWay.get(id)
      if (running === undefined) return Promise.resolve(null)
      return Promise.resolve(running.progress.latest() ?? notCountedYet(parts, id))
    },
    chart: ({ run }) => {
      const rowsOf = (plan: PlanId) => planLength(plans.summary(plan))
      const until = underWay.has(run) ? parts.clock.now() : null
      return chart({ reads, rowsOf, until }, journal.get(run))
    },
    ledger: ({ run }) => Promise.resolve(ledger(parts.db).of(journal.get(run).id)),
    requests: ({ run, before, limit }) => Promise.resolve(reads.requests(journal.get(run).id, before, limit)),
    row({ run, row }) {
      const found = journal.get(run)
      return withStaged(parts, plans.spec(found.plan).source, (staged) =>
        rowDetail({ ...parts, reads }, found, row, staged),
      )
    },
    async fix({ run, rows }, signal) {
      const found = journal.get(run)
      const { id } = await stageFixedRows(parts, found, rows, signal)
      return planHandlers(parts).make({ ...plans.spec(found.plan), source: id }, signal)
    },
    corrections: ({ run }) => Promise.resolve(correctionsOf(parts.db, journal.get(run).id)),
    correct({ run, rows }) {
      const found = journal.get(run)
      for (const { row, cells } of rows) if (cells !== null) refuseUnfixable(parts, found, row)
      saveCorrections(parts.db, run, rows)
      parts.push({ name: 'changed', payload: { what: 'runs' } })
      return Promise.resolve(correctionsOf(parts.db, run))
    },
    async verify({ run }, signal) {
      await verify(parts, journal.get(run).id, signal)
      return receipt(run)
    },
    readBack: ({ run, kind, afterRow, limit }) =>
      Promise.resolve(readBackRows(parts, journal.get(run), kind, { afterRow, limit })),
    async retry({ run, rows }, signal) {
      const found = journal.get(run)
      const spec = plans.spec(found.plan)
      const { id } = await withStaged(parts, spec.source, (staged) =>
        stageFixedRows(parts, found, rowsToRetry(parts, found, staged, rows), signal),
      )
      return planHandlers(parts).make({ ...spec, source: id }, signal)
    },
    receipt: ({ run }) => receipt(run),
    rows: ({ run, ...query }, signal) => findRows(parts, journal.get(run), query, signal),
    rejects: ({ run, afterRow, limit }) =>
      withStaged(parts, plans.spec(journal.get(run).plan).source, (staged) => ({
        columns: staged.info.columns.map((column) => column.name),
        rows: rejects(parts, run, staged, afterRow).take(limit).toArray(),
      })),
  }
}

/** After so long the account may be another one than the user saw. */
const oldPlanMs = 24 * 60 * 60_000

/** @throws AppError `conflict` for a plan that was carried out, is old, or takes something away that was not confirmed. */
function openPlan(
  { db, journal, plans, clock }: EngineParts,
  plan: PlanId,
  confirm: number | undefined,
  { canary = false, verify: verifies = false }: Partial<StartInput>,
): RunId {
  const earlier = journal.ofPlan(plan)
  if (earlier)
    throw new AppError(
      'conflict',
      `That plan was carried out as run ${earlier.id} already. Make a new plan to see what is left to send.`,
    )
  const { guard, createdAt } = plans.summary(plan)
  if (guard !== null && confirm !== guard.count) throw unconfirmed(guard)
  if (clock.now() - createdAt > oldPlanMs)
    throw new AppError(
      'conflict',
      'That plan is more than a day old, and the account may have changed since. Make it again, and send that.',
    )
  return inTransaction(db, () => {
    const run = journal.create(plan, clock.now())
    readBacks(db).ask(run, { canary, verify: verifies })
    return run
  })
}

function unconfirmed({ count, words, unusual = [] }: PlanGuard): AppError {
  const what =
    words.length === 0
      ? `does an unusual lot, to ${count === 1 ? 'one person' : `${count} people`}`
      : `takes ${count === 1 ? 'something away' : `${count} things away`}`
  return new AppError(
    'conflict',
    `This plan ${what}, and nothing was sent, because that was not confirmed with its number, ${count}. ${[...unusual, ...words].slice(0, 3).join(' ')}`,
  )
}

function reopen({ journal, underWay }: EngineParts, run: RunId): RunId {
  goesOn(journal.get(run))
  if (underWay.has(run)) throw new AppError('conflict', `Run ${run} is under way already.`)
  journal.reopen(run)
  return run
}

function isOpen({ status }: Run): boolean {
  return status === 'running' || status === 'stopped'
}

/** @throws AppError `conflict` for a run that has ended for good */
function goesOn(run: Run): Run {
  if (run.status === 'finished')
    throw new AppError('conflict', `Run ${run.id} is finished; there is nothing to go on with.`)
  if (run.status === 'cancelled')
    throw new AppError(
      'conflict',
      `Run ${run.id} was cancelled, so it does not go on. Make a new plan to send what is left.`,
    )
  return run
}

function cancelStopped(parts: EngineParts, run: RunId): void {
  const { db, journal, plans, clock } = parts
  const because = { code: 'cancelled', message: cancelledByUser().message } as const
  inTransaction(db, () => {
    journal.cancel(run, because, clock.now())
    rememberRows(db, run, plans.spec(journal.get(run).plan))
  })
  tellEnded(parts, { run, status: 'cancelled', stoppedBecause: because.message, tookMs: 0 })
}

/** What is shown of a run that waits for its turn. */
function notCountedYet(parts: EngineParts, run: RunId) {
  const counted = countedSoFar(parts, run, parts.journal.get(run).plan)
  return { ...counted, remainingMs: null, rowsPerMinute: 0, waiting: null }
}

async function listRuns(parts: EngineParts, person: string, signal: AbortSignal): Promise<RunView[]> {
  const reads = runReads(parts.db)
  const part = foldEmail(person)
  const found: RunView[] = []
  for (const run of parts.journal.list()) {
    if (part !== '') await breathe()
    signal.throwIfAborted()
    if (part === '' || reads.hasPerson(run.plan, part)) found.push(viewRun(parts, run))
  }
  return found
}
