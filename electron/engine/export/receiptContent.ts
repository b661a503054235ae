import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt, RunRowView, RunView } from '../../../shared/contract/runs.ts'
import type { AccountSchema, RowOutcome, SourceInfo, StepStatus } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import { noOutcomes, type ReceiptDeps, receiptOf, runRows } from '../run/receipt.ts'
import type { RunReads } from '../store/runReads.ts'

/** Rows of each kind that are named; how many more there are is said. */
const mostNamed = 100

/** The kinds of rows that a receipt names, in the order of how much they matter. */
export const namedOutcomes = [
  'rejected',
  'partly-written',
  'in-doubt',
  'held-back',
  'invalid',
] as const satisfies readonly RowOutcome[]
export type NamedOutcome = (typeof namedOutcomes)[number]

/** What was done, counted by steps. */
export interface DoneCount {
  readonly object: string
  readonly op: string
  readonly status: StepStatus
  readonly count: number
}

export interface ReceiptContent {
  readonly receipt: Receipt
  readonly summary: PlanSummary
  readonly spec: PlanSpec
  readonly schema: AccountSchema
  readonly source: SourceInfo
  readonly account: { readonly name: string; readonly email: string | null; readonly practice: boolean }
  readonly done: readonly DoneCount[]
  readonly named: Readonly<Record<NamedOutcome, readonly RunRowView[]>>
  readonly writtenAt: number
}

export interface ContentDeps extends ReceiptDeps {
  readonly reads: RunReads
}

/** Goes through all rows once: counts each, and keeps the first of those that are named. */
export async function gatherReceipt(
  deps: ContentDeps,
  view: RunView,
): Promise<Pick<ReceiptContent, 'receipt' | 'named' | 'done'>> {
  const outcomes = noOutcomes()
  const leavers = noOutcomes()
  const inFile = deps.plans.summary(view.plan).source.rows
  const named: Record<NamedOutcome, RunRowView[]> = {
    rejected: [],
    'partly-written': [],
    'in-doubt': [],
    'held-back': [],
    invalid: [],
  }
  let counted = 0
  for (const row of runRows(deps, view.id, 0)) {
    const of = row.row <= inFile ? outcomes : leavers
    of[row.outcome] += 1
    counted += 1
    const list = named[row.outcome as NamedOutcome] as RunRowView[] | undefined
    if (list && list.length < mostNamed) list.push(row)
    if (counted % 500 === 0) await breathe()
  }
  return {
    receipt: receiptOf(deps, view, { outcomes, leavers, counted }),
    named,
    done: await countDone(deps, view, counted),
  }
}

const rowsAtOnce = 5000

async function countDone({ reads }: ContentDeps, { id }: RunView, rows: number): Promise<DoneCount[]> {
  const counts = new Map<string, DoneCount>()
  for (let from = 1; from <= rows; from += rowsAtOnce) {
    for (const found of reads.countSteps(id, from, from + rowsAtOnce - 1)) {
      const key = `${found.object} ${found.op} ${found.status}`
      counts.set(key, { ...found, count: found.count + (counts.get(key)?.count ?? 0) })
    }
    await breathe()
  }
  return [...counts.values()]
}
