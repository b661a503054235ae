import type { RunRowView } from '../../../shared/contract/runs.ts'
import type { RowOutcome, RunId } from '../../../shared/model.ts'
import { foldSearch, foundIn } from '../../../shared/values/foldSearch.ts'
import { breathe } from '../breathe.ts'
import { type ReceiptDeps, runRows } from './receipt.ts'

export interface RowQuery {
  readonly outcome: RowOutcome | null
  /** Part of an address or of a reason, in any letters. */
  readonly search: string
  readonly afterRow: number
  readonly limit: number
}

const rowsAtOnce = 2000

/** The rows of a run that match, in file order. Lets other calls be answered while it looks. */
export async function findRows(
  deps: ReceiptDeps,
  run: RunId,
  query: RowQuery,
  signal: AbortSignal,
): Promise<RunRowView[]> {
  const part = foldSearch(query.search)
  const found: RunRowView[] = []
  let seen = 0
  for (const row of runRows(deps, run, query.afterRow)) {
    if (matches(row, query.outcome, part)) found.push(row)
    if (found.length === query.limit) break
    seen += 1
    if (seen % rowsAtOnce === 0) await breathe()
    signal.throwIfAborted()
  }
  return found
}

function matches({ outcome, email, reason }: RunRowView, wanted: RowOutcome | null, part: string): boolean {
  if (wanted !== null && outcome !== wanted) return false
  return part === '' || foundIn(email, part) || foundIn(reason, part)
}
