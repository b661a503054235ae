import type { PlanRowView } from '../../../shared/contract/plans.ts'
import type { PlanId, RowKind } from '../../../shared/model.ts'
import { foldSearch } from '../../../shared/values/foldSearch.ts'
import type { HeldRows } from '../store/heldRows.ts'
import type { PlanRows, RowFilter } from '../store/planRows.ts'
import type { PlanStore } from '../store/plans.ts'
import type { PlanText, SearchedRow } from '../store/planText.ts'
import type { PlanTicks } from '../store/planTicks.ts'
import { splitChanges } from './switches.ts'
import { planLength } from './planLength.ts'

export interface FindDeps {
  readonly plans: PlanStore
  readonly rows: PlanRows
  readonly ticks: PlanTicks
  readonly text: PlanText
  readonly held: HeldRows
}

export interface RowQuery {
  readonly kind: RowKind | null
  readonly search: string
  readonly warned: boolean
}

/** Rows of a plan as people look at them: what goes, and what they switched off. */
export async function findPlanRows(
  deps: FindDeps,
  plan: PlanId,
  query: RowQuery & { readonly offset: number; readonly limit: number },
): Promise<PlanRowView[]> {
  const { plans, rows } = deps
  const { kind, offset, limit } = query
  const filter = await filterOf(deps, plan, query)
  const isPlain = filter.table === null && !filter.warned
  const found = isPlain
    ? plans.rows(plan, kind, offset, limit)
    : rows.find(plan, filter, offset, limit).flatMap((row) => plans.rows(plan, null, row - 1, 1))
  return withAgreed(deps, plan, withUnticked(deps, plan, found))
}

export async function countPlanRows(deps: FindDeps, plan: PlanId, query: RowQuery): Promise<number> {
  const summary = deps.plans.summary(plan)
  const filter = await filterOf(deps, plan, query)
  if (filter.table !== null || filter.warned) return deps.rows.count(plan, filter)
  return query.kind === null ? planLength(summary) : summary.counts[query.kind]
}

async function filterOf(deps: FindDeps, plan: PlanId, query: RowQuery): Promise<RowFilter> {
  const { kind, warned } = query
  const search = foldSearch(query.search)
  const table = search === '' ? null : await deps.text.table(plan, () => pagesOf(deps, plan))
  return { kind, warned, search, table }
}

function withUnticked({ ticks }: FindDeps, plan: PlanId, rows: readonly PlanRowView[]): PlanRowView[] {
  const [first, last] = [rows[0]?.row ?? 1, rows.at(-1)?.row ?? 0]
  // Rows of one kind may be far apart in a long file.
  const isDense = last - first < rows.length * 4
  const dense = isDense ? ticks.unticked(plan, first, last) : null
  return rows.map((row) => {
    const off = (dense ?? ticks.unticked(plan, row.row, row.row)).get(row.row)
    return off === undefined ? row : { ...row, unticked: splitChanges(off.planned, off.switches).off }
  })
}

/** Who is held back, and may be let go on the user's word. */
function withAgreed({ held }: FindDeps, plan: PlanId, rows: readonly PlanRowView[]): PlanRowView[] {
  return rows.map((row) => {
    if (row.kind === 'unchanged' || row.kind === 'invalid' || row.kind === 'duplicate') return row
    const note = held.notes(plan, row.row, row.row).get(row.row)
    return note === undefined ? row : { ...row, agreed: { note } }
  })
}

const pageRows = 2000

/** All rows of a plan with everything that was planned for them. */
function* pagesOf(deps: FindDeps, plan: PlanId): Generator<SearchedRow[]> {
  for (let offset = 0; ; offset += pageRows) {
    const page = deps.plans.rows(plan, null, offset, pageRows)
    const off = deps.ticks.unticked(plan, offset + 1, offset + pageRows)
    yield page.map((row) => ({ ...row, changes: off.get(row.row)?.planned ?? row.changes }))
    if (page.length < pageRows) return
  }
}
