import type { DatabaseSync } from 'node:sqlite'
import type { PlanId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { RequestCounter } from '../connectors/connector.ts'
import type { StagedRow, StagedRows } from '../source/stagedRows.ts'
import { inLightTransaction } from '../store/database.ts'
import type { FindPeople } from '../store/knownPeople.ts'
import type { PlannedRow, PlanStore } from '../store/plans.ts'
import { type CompareRow, type RowFate, settledRow, type ValidRow } from './planRow.ts'
import { type PlanTally, planTally } from './planTally.ts'
import type { PeopleInFile } from './readIdentities.ts'
import type { ReadRow } from './readRow.ts'

export interface CompareDeps {
  readonly db: DatabaseSync
  readonly plans: PlanStore
  readonly staged: StagedRows
  readonly read: (row: StagedRow) => ReadRow
  readonly people: PeopleInFile
  readonly find: FindPeople
  readonly compare: CompareRow
  /** Why rows that mode append dealt with before are left out. */
  readonly leftOutReason: string
  /** Why somebody can't be in the account; `null` for anybody who can. */
  readonly refusalOf: (identity: string) => string | null
  readonly requests: RequestCounter
  /** Rows handled between two breaths. */
  readonly batchRows: number
  readonly onRows: (done: number) => void
}

/** Batches that are kept in one transaction: a commit for each costs as much as the rows themselves. */
const batchesPerCommit = 5

/** Second pass over the file: each row against the mirror. Keeps what the plan says of them, and counts it. */
export async function compareRows(deps: CompareDeps, plan: PlanId, signal: AbortSignal): Promise<PlanTally> {
  const tally = planTally()
  let held: PlannedRow[] = []
  let done = 0
  const keep = () => {
    const rows = held
    held = []
    inLightTransaction(deps.db, () => deps.plans.addRows(plan, rows))
  }
  for (const batch of deps.staged.iterate(deps.batchRows)) {
    signal.throwIfAborted()
    for (const row of plannedRows(deps, batch)) {
      held.push(row)
      tally.add(row)
      if (row.changes.length > 0) deps.requests.add(row.changes)
    }
    if (held.length >= batchesPerCommit * deps.batchRows) keep()
    done += batch.length
    deps.onRows(done)
    await breathe()
  }
  if (held.length > 0) keep()
  return tally
}

function plannedRows(deps: CompareDeps, batch: readonly StagedRow[]): PlannedRow[] {
  const planned: PlannedRow[] = []
  const open: { readonly at: number; readonly read: ValidRow }[] = []
  batch.forEach((staged, at) => {
    const read = deps.read(staged)
    const settled = settledRow(read, read.valid ? fateOf(deps, read) : null)
    if (settled) planned[at] = settled
    else if (read.valid) open.push({ at, read })
  })
  const found = deps.find(open.map(({ read }) => read.identity))
  open.forEach(({ at, read }, n) => {
    const leftReason = deps.people.identities.leftReason(read.row) ?? read.leftReason
    planned[at] = deps.compare(read, leftReason, found[n] ?? null)
  })
  return planned
}

/** `null` where nothing but the account decides, as for nearly all rows. */
function fateOf(
  { people, leftOutReason, refusalOf }: CompareDeps,
  { row, identity }: ValidRow,
): RowFate | null {
  const duplicateOf = people.identities.duplicateOf(row)
  const leftOut = people.isLeftOut(row) ? leftOutReason : null
  const refused = refusalOf(identity)
  return duplicateOf === null && leftOut === null && refused === null
    ? null
    : { duplicateOf, leftOut, refused }
}
