import type { PlanId, RunId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'
import { elsewhereWords } from '../plan/leftElsewhere.ts'
import { inTransaction } from '../store/transaction.ts'
import type { LeftEntry } from '../store/leftList.ts'
import { originOf } from '../store/leftOrigin.ts'
import type { RunDeps } from './runDeps.ts'

const pageRows = 500

/** Who came onto the list of people who left since the plan was made, by another account or another file. */
export async function holdBackElsewhere(
  { db, left, plans, journal, clock }: Pick<RunDeps, 'db' | 'left' | 'plans' | 'journal' | 'clock'>,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
): Promise<void> {
  const spec = plans.spec(plan)
  const { id, practice } = originOf(db, spec.connection)
  const { createdAt } = plans.summary(plan)
  if (spec.ignoreLeftList === true || !left.changedSince(practice, createdAt)) return
  for (let after = 0; ;) {
    signal.throwIfAborted()
    const rows = plans.identitiesToSend(plan, run, after, pageRows)
    const found = left.find(
      practice,
      rows.map(({ identity }) => identity),
    )
    const outcomes = rows.flatMap(({ row }, n): StepOutcome[] => {
      const entry = (found[n] ?? []).find(({ origin, at }) => origin !== id && at >= createdAt)
      if (entry === undefined) return []
      const reason = leftElsewhereSince(entry)
      return plans
        .changesByRow(plan, row - 1, 1)
        .flat()
        .filter((change) => change.row === row && change.op !== 'leave' && change.op !== 'unsubscribe')
        .map((change) => ({ change: change.id, status: 'held-back', httpStatus: 0, reason }))
    })
    if (outcomes.length > 0) {
      const waiting = journal.stepsOfRows(run, after + 1, rows.at(-1)?.row ?? after)
      const open = outcomes.filter(({ change }) => (waiting.get(change)?.state ?? 'waiting') === 'waiting')
      inTransaction(db, () => journal.settle(run, open, clock.now()))
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageRows) return
    after = last.row
    await breathe()
  }
}

export function leftElsewhereSince(entry: LeftEntry): string {
  return `${elsewhereWords(entry)}, since the preview, so nothing was sent`
}
