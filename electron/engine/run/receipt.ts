import type { DatabaseSync } from 'node:sqlite'
import type { Receipt, RejectView, RunRowView, RunView } from '../../../shared/contract/runs.ts'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import type { AudienceRef, Change, PlanId, RowOutcome, RunId, RunStatus } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { Journal, Run, Step } from '../store/journal.ts'
import { readBacks } from '../store/readBacks.ts'
import type { PlanStore } from '../store/plans.ts'
import { planLength } from '../plan/planLength.ts'
import { rejectOutcomes, rowOutcome } from './rowOutcome.ts'

export interface ReceiptDeps {
  readonly plans: PlanStore
  readonly journal: Journal
  readonly db: DatabaseSync
}

const pageRows = 500

/** Counts every row of the file under exactly one outcome. Lets other calls be answered while it counts. */
export async function makeReceipt(deps: ReceiptDeps, view: RunView): Promise<Receipt> {
  const outcomes = noOutcomes()
  let counted = 0
  const { rows } = deps.plans.summary(view.plan).source
  const leavers = noOutcomes()
  for (const row of runRows(deps, view.id, 0)) {
    const of = row.row <= rows ? outcomes : leavers
    of[row.outcome] += 1
    counted += 1
    if (counted % pageRows === 0) await breathe()
  }
  return receiptOf(deps, view, { outcomes, leavers, counted })
}

export interface CountedRows {
  /** Of the rows of the file. */
  readonly outcomes: Receipt['outcomes']
  /** Of the people who left in mode mirror. */
  readonly leavers: Receipt['outcomes']
  readonly counted: number
}

/** The receipt for rows that were counted already. */
export function receiptOf(
  { plans, journal, db }: ReceiptDeps,
  view: RunView,
  { outcomes, leavers, counted }: CountedRows,
): Receipt {
  const summary = plans.summary(view.plan)
  const reads = readBacks(db)
  return {
    ...view,
    rows: summary.source.rows,
    outcomes,
    addsUp: counted === planLength(summary),
    ...((summary.leavers ?? 0) > 0 && { leavers }),
    requests: journal.countRequests(view.id),
    audiences: summary.audiences.map(({ kind, name }) => `${kind} “${name}”`),
    // Summaries from before there was consent don't name it.
    consent: (summary.consent ?? null) === null ? null : journal.countConsents(view.id),
    ...(summary.confirmation === true && { confirmation: journal.countConfirmations(view.id) }),
    service: summary.connection.service,
    mode: summary.mode,
    readBack: { counts: reads.counts(view.id), ...reads.wish(view.id) },
  }
}

export function noOutcomes(): Record<RowOutcome, number> {
  return {
    written: 0,
    accepted: 0,
    'partly-written': 0,
    unchanged: 0,
    'held-back': 0,
    invalid: 0,
    duplicate: 0,
    'left-out': 0,
    rejected: 0,
    'in-doubt': 0,
    'not-sent': 0,
  }
}

/** Every row of a run after `afterRow` with what became of it, in file order. */
export function* runRows(
  { plans, journal }: Pick<ReceiptDeps, 'plans' | 'journal'>,
  run: RunId,
  afterRow: number,
): Generator<RunRowView> {
  const { plan, status } = journal.get(run)
  const nameOf = audienceNames(plans, plan)
  for (let offset = afterRow; ; offset += pageRows) {
    const rows = plans.rows(plan, null, offset, pageRows)
    const steps = journal.stepsOfRows(run, offset + 1, offset + pageRows)
    for (const row of rows) yield runRow(row, steps, status, nameOf)
    if (rows.length < pageRows) return
  }
}

/** One row of a run, where it has such a row. */
export function runRowAt(
  { plans, journal }: Pick<ReceiptDeps, 'plans' | 'journal'>,
  { id, plan, status }: Run,
  row: number,
): RunRowView | null {
  const [found] = plans.rows(plan, null, row - 1, 1)
  if (found?.row !== row) return null
  return runRow(found, journal.stepsOfRows(id, row, row), status, audienceNames(plans, plan))
}

type NameOf = (audience: AudienceRef) => string

/** Looked up when the first is asked for: most rows need none. */
function audienceNames(plans: ReceiptDeps['plans'], plan: PlanId): NameOf {
  let known: PlanSummary['audiences'] | null = null
  return ({ kind, id }) => {
    known ??= plans.summary(plan).audiences
    const found = known.find((one) => one.kind === kind && one.id === id)
    return found === undefined ? `the ${kind} with the id ${id}` : `${kind} “${found.name}”`
  }
}

function runRow(
  row: PlanRowView,
  steps: ReadonlyMap<Change['id'], Step>,
  status: RunStatus,
  nameOf: NameOf,
): RunRowView {
  const ofRow = row.changes.map((change) => steps.get(change.id))
  const outcome = rowOutcome(row.kind, ofRow)
  return { row: row.row, outcome, email: row.email, reason: reasonOf(row, ofRow, outcome, status, nameOf) }
}

function reasonOf(
  row: PlanRowView,
  steps: readonly (Step | undefined)[],
  outcome: RowOutcome,
  status: RunStatus,
  nameOf: NameOf,
): string | null {
  const said = steps
    .map((step, index) => stepReason(row.changes[index], step, nameOf))
    .filter((text) => text !== null)
  const parts = [row.reason, ...new Set(said), row.warning].filter((text) => text !== null)
  if (outcome === 'in-doubt')
    parts.unshift(
      'The connection broke before the answer came, so it may or may not have arrived. ' +
        (status === 'finished' || status === 'cancelled'
          ? 'Look this person up in the account.'
          : 'Resume the run to find out.'),
    )
  if (outcome === 'not-sent') parts.unshift('The run ended before this row was sent.')
  return inSentences(parts)
}

/** One reason stays as it is; several become sentences. */
function inSentences(parts: readonly string[]): string | null {
  if (parts.length < 2) return parts[0] ?? null
  return parts.map((part) => (/[.!?]["”)]?$/.test(part) ? part : `${part}.`)).join(' ')
}

function stepReason(change: Change | undefined, step: Step | undefined, nameOf: NameOf): string | null {
  if (!step?.reason) return null
  if (change?.object !== 'membership' || step.status === 'written') return step.reason
  const what = change.op === 'join' ? 'Not added to' : 'Not taken out of'
  return `${what} ${nameOf(change.audience)}: ${step.reason}`
}

/** The rows that did not get through, with their cells as they are in the file. */
export function* rejects(
  deps: ReceiptDeps,
  run: RunId,
  staged: StagedRows,
  afterRow: number,
): Generator<RejectView> {
  for (const row of runRows(deps, run, afterRow)) {
    if (!rejectOutcomes.has(row.outcome)) continue
    const [stagedRow] = staged.rows({ from: row.row, limit: 1 })
    yield { ...row, cells: stagedRow?.cells ?? [] }
  }
}
