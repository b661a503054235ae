import { AppError } from '../../../../shared/errors.ts'
import type { Change, ChangeId, PlanId, RunId } from '../../../../shared/model.ts'
import { inTransaction } from '../../store/transaction.ts'
import { readBacks } from '../../store/readBacks.ts'
import type { RunDeps } from '../runDeps.ts'
import type { Seen } from './seenAs.ts'
import { lookById } from './verifyRun.ts'

/** Rows that go first. */
export const canaryRows = 10

/** The rows of a plan that are sent first and looked at before any other goes. */
export function firstRows({ plans }: Pick<RunDeps, 'plans'>, plan: PlanId): ReadonlySet<number> {
  return new Set(plans.changesByRow(plan, 0, canaryRows).flatMap(([first]) => (first ? [first.row] : [])))
}

/** Looks between two of them, since a service may show somebody new a moment late. */
const pauseMs = 2000
const mostLooks = 4

/**
 * Reads back the first rows of a run, by id, and lets it go on only where they are as they were sent.
 * @throws AppError `conflict` where they are not, naming row and field. Whoever goes on all the same has seen that.
 */
export async function checkCanary(
  deps: RunDeps,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
): Promise<void> {
  const { db, plans, journal } = deps
  const reads = readBacks(db)
  const rows = firstRows(deps, plan)
  const changes = plans.changesByRow(plan, 0, canaryRows).flat()
  const steps = journal.steps(run, changes)
  const written = changes.filter(({ id, object }) => {
    const { status = null } = steps.get(id) ?? {}
    return object === 'contact' && (status === 'written' || status === 'accepted')
  })
  const refused = changes.filter(({ id }) => steps.get(id)?.status === 'rejected')
  const seen = await look(deps, written, signal)
  inTransaction(db, () => reads.save(run, seen))
  const wrong = written.filter(({ id }) => seen.get(id)?.seen !== 'confirmed')
  // A row that is refused for what stands in it says nothing of the others, unless all are.
  const isRefused = rows.size > 0 && new Set(refused.map(({ row }) => row)).size === rows.size
  inTransaction(db, () => reads.setCanary(run, wrong.length > 0 || isRefused ? 'differed' : 'matched'))
  if (isRefused)
    throw new AppError(
      'conflict',
      `None of the first ${rows.size} rows got through, so nothing more was sent. Look at why below; going on sends the rest all the same.`,
    )
  if (wrong.length > 0) throw differed(deps, wrong, seen, rows.size)
}

async function look(
  deps: RunDeps,
  written: readonly Change[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ChangeId, Seen>> {
  if (written.length === 0) return new Map()
  for (let looks = 1; ; looks += 1) {
    const seen = await lookById(deps, written, signal)
    const isAll = written.every(({ id }) => seen.get(id)?.seen === 'confirmed')
    if (isAll || looks === mostLooks) return seen
    const over = deps.onWait({ ms: pauseMs, why: 'canary' })
    await deps.clock.sleep(pauseMs, signal).finally(over)
  }
}

function differed(
  { mirror }: RunDeps,
  wrong: readonly Change[],
  seen: ReadonlyMap<ChangeId, Seen>,
  sent: number,
): AppError {
  const labels = new Map(mirror.schema().fields.map(({ id, label }) => [id, label]))
  const words = wrong.slice(0, 3).map(({ id, row }) => {
    const one = seen.get(id)
    if (one?.seen !== 'differs') return `row ${row} is not to be seen`
    return `row ${row} differs in ${one.differs.map((field) => labels.get(field) ?? field).join(', ')}`
  })
  const more = wrong.length > 3 ? `, and ${wrong.length - 3} more` : ''
  return new AppError(
    'conflict',
    `The first ${sent} rows were sent and read back, and not all are as they were sent: ${words.join('; ')}${more}. ` +
      'Nothing more was sent. Look at these people in the account; going on sends the rest all the same.',
  )
}
