import type { DuplicateRule } from '../../../shared/contract/plans.ts'
import type { PlanId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import { beginAhead } from '../beginAhead.ts'
import type { Identifier, RequestCounter } from '../connectors/connector.ts'
import type { SomeCells, StagedRow, StagedRows } from '../source/stagedRows.ts'
import { hasRow } from '../rowSet.ts'
import type { FinderBeside, KnownPerson } from '../store/knownPeople.ts'
import type { PlannedRow } from '../store/plans.ts'
import type { PlanWriter } from '../store/planWriter.ts'
import type { ConsentDate } from './consentDate.ts'
import type { LeftElsewhere } from './leftElsewhere.ts'
import type { PlanIndex } from './planIndex.ts'
import {
  type CompareRow,
  duplicateRow,
  invalidRow,
  personMeant,
  skippedReason,
  stoppedRow,
} from './planRow.ts'
import { type PlanTally, planTally } from './planTally.ts'
import type { PeopleInFile } from './readIdentities.ts'
import type { ReadRow, ValidRow } from './readRow.ts'
import { filteredReason } from './rules/filteredReason.ts'
import type { RowRules } from './rules/rowRules.ts'

export interface CompareDeps {
  readonly writer: PlanWriter
  readonly index: PlanIndex
  readonly staged: StagedRows
  readonly read: (row: SomeCells) => ReadRow
  /** How it was decided which of several rows counts, and whether their addresses were compared loosely. */
  readonly rule: DuplicateRule
  readonly isLoose: boolean
  readonly dateOf: (cells: SomeCells['cells']) => ConsentDate
  readonly people: PeopleInFile
  readonly find: FinderBeside['find']
  readonly compare: CompareRow
  /** Which rows count, and what is done with some; `null` where all do and nothing is. */
  readonly rules: RowRules | null
  /** What the same sync knew a row's person by the last time, where their address changed. */
  readonly addressBefore: ReadonlyMap<number, string>
  /** An own id leads to the person although the address is another one by now. */
  readonly idIsStable: boolean
  /** Who left something else than this account; `null` where nobody is to be looked up. */
  readonly elsewhere: LeftElsewhere | null
  /** Told whom the file is about, counting or not; `null` where nobody asks. */
  readonly inFile: { add(people: readonly KnownPerson[]): void } | null
  /** People who are no row of the file, numbered after it, some at a time. */
  readonly others: () => Iterable<readonly PlannedRow[]>
  /** What is added to a row that goes. */
  readonly mark: (row: PlannedRow) => PlannedRow
  /** Why rows that mode append dealt with before are left out. */
  readonly leftOutReason: string
  /** Why somebody can't be in the account; `null` for anybody who can. */
  readonly refusalOf: (identity: string) => string | null
  readonly requests: RequestCounter
  /** Rows handled between two breaths. */
  readonly batchRows: number
  readonly onRows: (done: number) => void
}

/**
 * Batches that are kept in one transaction: a commit for each costs as much as the rows themselves. A row's changes count
 * like rows, so that no transaction is longer than others can wait.
 */
const batchesPerCommit = 5

/** Enough that nobody who is asked who is known has to be waited for, and few enough to be held. */
const batchesAhead = 4

/** Second pass over the file: each row against the mirror. Keeps what the plan says of them, and counts it. */
export async function compareRows(deps: CompareDeps, plan: PlanId, signal: AbortSignal): Promise<PlanTally> {
  const tally = planTally()
  const index = deps.index.begin(plan)
  let held: PlannedRow[] = []
  let heldLines = 0
  let done = 0
  const keep = () => {
    const rows = held
    held = []
    heldLines = 0
    index.add(rows)
    return deps.writer.add(rows)
  }
  const add = (rows: readonly PlannedRow[]) => {
    for (const row of rows) {
      held.push(row)
      heldLines += 1 + row.changes.length
      tally.add(row)
      if (row.changes.length > 0) deps.requests.add(row.changes)
    }
  }
  /** In a turn of its own, so that others wait for one of the two alone. */
  const keepWhenMany = async () => {
    await breathe()
    if (heldLines < batchesPerCommit * deps.batchRows) return
    await keep()
    await breathe()
  }
  const batches = deps.staged.iterate(deps.batchRows)
  for await (const planned of beginAhead(batches, batchesAhead, (batch) => plannedRows(deps, batch))) {
    signal.throwIfAborted()
    add(planned)
    done += planned.length
    deps.onRows(done)
    await keepWhenMany()
  }
  for (const batch of deps.others()) {
    signal.throwIfAborted()
    add(batch)
    await keepWhenMany()
  }
  if (held.length > 0) await keep()
  await deps.writer.end()
  index.end()
  return tally
}

/** A row that only the account decides about, as nearly all are. */
interface OpenRow {
  /** Its place in the batch. */
  readonly at: number
  readonly read: ValidRow
  readonly cells: SomeCells['cells']
}

async function plannedRows(deps: CompareDeps, batch: readonly StagedRow[]): Promise<PlannedRow[]> {
  const planned: PlannedRow[] = []
  const open: OpenRow[] = []
  const skipped = deps.staged.skipped()
  const settledRows: OpenRow[] = []
  batch.forEach((staged, at) => {
    const row = deps.people.completed(staged)
    const read = deps.read(row)
    if (hasRow(skipped, staged.row)) {
      planned[at] = stoppedRow(read, 'left-out', skippedReason)
      // Whoever is skipped is in the file all the same, so mode Mirror takes them out of nothing.
      if (read.valid) settledRows.push({ at, read, cells: row.cells })
    } else if (!read.valid) planned[at] = invalidRow(read)
    else {
      const settled = settledRow(deps, read)
      if (settled) {
        planned[at] = settled
        settledRows.push({ at, read, cells: row.cells })
      } else open.push({ at, read, cells: row.cells })
    }
  })
  const [found, moved, ofSettled] = await Promise.all([
    findAll(deps.find, open),
    movedPeople(deps, open),
    deps.inFile === null ? null : findAll(deps.find, settledRows),
  ])
  if (deps.inFile !== null) noteFound(deps.inFile, found)
  if (ofSettled !== null && deps.inFile !== null) noteFound(deps.inFile, ofSettled)
  if (moved !== null) deps.inFile?.add(moved.filter((person) => person !== null))
  const elsewhere = deps.elsewhere?.reasons(
    open.map(({ read }, n) => ({ identity: read.identity, isThere: isFound(found, n) })),
  )
  const elsewhereBefore =
    moved === null
      ? undefined
      : deps.elsewhere?.reasons(
          open.map(({ read }) => ({
            identity: deps.addressBefore.get(read.row) ?? read.identity,
            isThere: true,
          })),
        )
  open.forEach((row, n) => {
    const leftReason = elsewhere?.[n] ?? elsewhereBefore?.[n] ?? null
    planned[row.at] = comparedRow(deps, row, found, n, leftReason, moved?.[n] ?? null)
  })
  return planned
}

function noteFound(inFile: NonNullable<CompareDeps['inFile']>, found: FoundPeople): void {
  for (const people of Object.values(found))
    if (people !== null) inFile.add(people.filter((person) => person !== null))
}

/** What the other rows and the recipe say of a row, whoever is in the account; `null` for nearly all. */
function settledRow(deps: CompareDeps, read: ValidRow): PlannedRow | null {
  const { people, leftOutReason } = deps
  const duplicate = people.repeats.duplicate(read.row)
  if (duplicate !== null) return duplicateRow(read, duplicate, deps)
  return people.isLeftOut(read.row) ? stoppedRow(read, 'left-out', leftOutReason) : null
}

type People = readonly (KnownPerson | null)[]

/** Whom the mirror has under the addresses, numbers and own ids of these rows; `null` where no row has such. */
type FoundPeople = Readonly<Record<Identifier['kind'], People | null>>

async function findAll(find: CompareDeps['find'], open: readonly OpenRow[]): Promise<FoundPeople> {
  const by = (kind: Identifier['kind'], nameOf: (read: ValidRow) => string | null) => {
    const names = open.map(({ read }) => nameOf(read))
    return names.some((name) => name !== null) ? find(kind, names) : null
  }
  const [email, phone, externalId] = await Promise.all([
    by('email', ({ email, identity }) => (email === null ? null : identity)),
    by('phone', ({ phone }) => phone),
    by('externalId', ({ externalId }) => externalId),
  ])
  return { email, phone, externalId }
}

/** Whom the account has under the addresses before; `null` where nobody's changed. */
async function movedPeople(
  { addressBefore, find }: CompareDeps,
  open: readonly OpenRow[],
): Promise<People | null> {
  if (addressBefore.size === 0) return null
  const names = open.map(({ read }) => addressBefore.get(read.row) ?? null)
  return names.some((name) => name !== null) ? find('email', names) : null
}

function isFound(found: FoundPeople, n: number): boolean {
  return Object.values(found).some((people) => (people?.[n] ?? null) !== null)
}

/** `n`: the row's place among those found. */
function comparedRow(
  deps: CompareDeps,
  { read, cells }: OpenRow,
  found: FoundPeople,
  n: number,
  leftElsewhere: string | null,
  moved: KnownPerson | null,
): PlannedRow {
  const byEmail = found.email?.[n] ?? null
  const hasOthers = read.phone !== null || read.externalId !== null
  const meant = hasOthers ? personMeant(read, (kind) => found[kind]?.[n] ?? null, deps.idIsStable) : null
  if (meant?.who === 'conflict') return stoppedRow(read, 'invalid', meant.reason)
  const refusal = deps.refusalOf(read.identity)
  if (refusal !== null) return stoppedRow(read, 'invalid', refusal)
  const byOther = meant?.who === 'one' && meant.led.kind !== 'email' ? meant.led.found : null
  // Whoever has the new address already is somebody of their own by now.
  const other = byOther ?? (byEmail === null ? moved : null)
  const known = other ?? byEmail
  const ruled = deps.rules?.of({ row: read.row, cells, person: known }) ?? null
  if (ruled !== null && !ruled.counts) return stoppedRow(read, 'left-out', filteredReason)
  const row = deps.compare({
    read,
    leftReason: read.leftReason ?? deps.people.repeats.leftReason(read.row) ?? leftElsewhere,
    person: known,
    ledByOther: other !== null,
    consentDate: deps.dateOf(cells),
    actions: ruled?.actions ?? null,
  })
  return deps.mark(row)
}
