import type { DatabaseSync } from 'node:sqlite'
import type { RunRowView } from '../../../shared/contract/runs.ts'
import type { RowOutcome } from '../../../shared/model.ts'
import { foldSearch, foundIn } from '../../../shared/values/foldSearch.ts'
import { breathe } from '../breathe.ts'
import type { Run } from '../store/journal.ts'
import { rowCandidates } from '../store/rowCandidates.ts'
import { type ReceiptDeps, runRowAt } from './receipt.ts'
import { planLength } from '../plan/planLength.ts'

export interface RowQuery {
  readonly outcome: RowOutcome | null
  /** Part of an address or of a reason, in any letters. */
  readonly search: string
  readonly afterRow: number
  readonly limit: number
}

/** Rows looked at between two breaths. */
const rowsAtOnce = 2000

/** The rows of a run that match, in file order. Lets other calls be answered while it looks. */
export async function findRows(
  deps: ReceiptDeps & { readonly db: DatabaseSync },
  run: Run,
  { outcome, search, afterRow, limit }: RowQuery,
  signal: AbortSignal,
): Promise<RunRowView[]> {
  const part = foldSearch(search)
  const candidates = rowCandidates(deps.db, run, { outcome, part })
  const last = planLength(deps.plans.summary(run.plan))
  const found: RunRowView[] = []
  for (let from = afterRow + 1; from <= last; from += rowsAtOnce) {
    for (const row of candidates(from, from + rowsAtOnce - 1)) {
      const view = runRowAt(deps, run, row)
      if (view && matches(view, outcome, part)) found.push(view)
      if (found.length === limit) return found
    }
    await breathe()
    signal.throwIfAborted()
  }
  return found
}

function matches({ outcome, email, reason }: RunRowView, wanted: RowOutcome | null, part: string): boolean {
  if (wanted !== null && outcome !== wanted) return false
  return part === '' || foundIn(email, part) || foundIn(reason, part)
}
