import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { Receipt, RejectView, RunRowView, RunView } from '../../../shared/contract/runs.ts'
import type { PlanId, RunId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { refuseEditedFile } from '../run/editedFile.ts'
import { makeReceipt, rejects, runRows, runView } from '../run/receipt.ts'
import { rememberRows } from '../run/rememberRows.ts'
import { runPlan } from '../run/runPlan.ts'
import type { Run } from '../store/journal.ts'
import { withStaged } from './sources.ts'

export function runHandlers(parts: EngineParts): Handlers['runs'] {
  const { journal } = parts
  return {
    start({ plan }, signal) {
      parts.plans.summary(plan as PlanId)
      const run = parts.newId() as RunId
      return carryOut(parts, run, plan as PlanId, signal, () =>
        journal.create(run, plan as PlanId, parts.clock.now()),
      )
    },
    resume({ run }, signal) {
      const found = run === undefined ? journal.newestUnfinished() : findRun(parts, run)
      if (!found) throw new AppError('not-found', 'There is no run to go on with: all of them are finished.')
      if (found.status === 'finished')
        throw new AppError('conflict', `Run ${shortId(found)} is finished; there is nothing to go on with.`)
      if (parts.underWay.has(found.id))
        throw new AppError('conflict', `Run ${shortId(found)} is under way already.`)
      return carryOut(parts, found.id, found.plan, signal, () => journal.reopen(found.id))
    },
    list: () => Promise.resolve(journal.list().map((run) => viewOf(parts, run))),
    receipt: ({ run }) => Promise.resolve(makeReceipt(parts, viewOf(parts, findRun(parts, run)))),
    rows: ({ run, outcome, offset, limit }) =>
      Promise.resolve(pageOfRows(parts, run, outcome, offset, limit)),
    rejects: ({ run, offset, limit }) => pageOfRejects(parts, run, offset, limit),
  }
}

/** Applies what is left of a plan and answers with the receipt, however the run ended. */
async function carryOut(
  parts: EngineParts,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
  open: () => void,
): Promise<Receipt> {
  const spec = parts.plans.spec(plan)
  const connection = parts.connections.find(spec.connection)
  await refuseEditedFile(parts.sources.get(spec.source))
  return parts.queue.run(connection.id, async () => {
    const { account, pacer } = await parts.accounts.open(connection)
    const state = { connection: connection.id, waiting: null }
    const planned = parts.plans.summary(plan).requests
    open()
    parts.underWay.set(run, state)
    const onProgress: Parameters<typeof runPlan>[0]['onProgress'] = (progress) =>
      parts.push({
        name: 'run.progress',
        payload: {
          ...progress,
          remainingMs: pacer.estimateMs(Math.max(0, planned - progress.requests)),
          waiting: state.waiting,
        },
      })
    try {
      await runPlan(
        { ...parts, account, mirror: parts.mirrorOf(connection.id), onProgress },
        run,
        plan,
        signal,
      )
    } finally {
      parts.underWay.delete(run)
    }
    rememberRows(parts, run, spec)
    return makeReceipt(parts, viewOf(parts, parts.journal.get(run)))
  })
}

/** By id or by its first characters, as lists show it. */
function findRun(parts: EngineParts, idOrStart: string): Run {
  const matches = parts.journal.list().filter((run) => run.id.startsWith(idOrStart))
  if (matches.length > 1)
    throw new AppError('invalid-input', `"${idOrStart}" means more than one run. Write more of its id.`)
  return matches[0] ?? parts.journal.get(idOrStart)
}

function shortId(run: Run): string {
  return run.id.slice(0, 8)
}

function viewOf(parts: EngineParts, run: Run): RunView {
  return runView(run, parts.plans.summary(run.plan), parts.underWay.has(run.id))
}

function pageOfRows(
  parts: EngineParts,
  run: string,
  outcome: string | null,
  offset: number,
  limit: number,
): RunRowView[] {
  const wanted = (row: RunRowView) => outcome === null || row.outcome === outcome
  return runRows(parts, findRun(parts, run).id).filter(wanted).drop(offset).take(limit).toArray()
}

function pageOfRejects(
  parts: EngineParts,
  run: string,
  offset: number,
  limit: number,
): Promise<{ columns: readonly string[]; rows: readonly RejectView[] }> {
  const { id, plan } = findRun(parts, run)
  return withStaged(parts, parts.plans.spec(plan).source, (staged) => ({
    columns: staged.info.columns.map((column) => column.name),
    rows: rejects(parts, id, staged).drop(offset).take(limit).toArray(),
  }))
}
