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

/** Second pass over the file: each row against the mirror. Keeps what the plan says of them, and counts it. */
export async function compareRows(deps: CompareDeps, plan: PlanId, signal: AbortSignal): Promise<PlanTally> {
  const tally = planTally()
  let done = 0
  for (const batch of deps.staged.iterate(deps.batchRows)) {
    signal.throwIfAborted()
    const rows = plannedRows(deps, batch)
    inLightTransaction(deps.db, () => deps.plans.addRows(plan, rows))
    for (const row of rows) {
      tally.add(row)
      if (row.changes.length > 0) deps.requests.add(row.changes)
    }
    done += batch.length
    deps.onRows(done)
    await breathe()
  }
  return tally
}

function plannedRows(deps: CompareDeps, batch: readonly StagedRow[]): PlannedRow[] {
  const open: ValidRow[] = []
  const settled = batch.map((staged) => {
    const read = deps.read(staged)
    const planned = settledRow(read, read.valid ? fateOf(deps, read) : null)
    if (planned === null && read.valid) open.push(read)
    return planned
  })
  const compared = compareOpen(deps, open)
  let next = 0
  return settled.flatMap((planned) => planned ?? compared[next++] ?? [])
}

function compareOpen({ find, people, compare }: CompareDeps, open: readonly ValidRow[]): PlannedRow[] {
  const found = find(open.map(({ identity }) => identity))
  return open.map((read, n) => {
    const leftReason = people.identities.leftReason(read.row) ?? read.leftReason
    return compare(read, leftReason, found[n] ?? null)
  })
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
