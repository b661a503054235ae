import type { UnplacedValue } from '../../../shared/lists/listColumns.ts'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PlanGuard, PlanRowView, PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type {
  Change,
  ChangeDraft,
  ChangeId,
  ConsentChange,
  ContactChange,
  Contact,
  LeftReason,
  PlanId,
  RemoteId,
  RowKind,
  RunId,
} from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { WantedPeople } from '../connectors/connector.ts'
import type { Cursor } from '../plan/cursor.ts'
import { wantedBy } from '../plan/identity.ts'
import { leftWords } from '../plan/leftWords.ts'
import { peopleWritten, volumeWords } from '../plan/volume/volumeWords.ts'
import { connectionNumber } from './connections.ts'
import { consentFromRow, type ContactRow } from './contactRow.ts'
import { changeCounts, noChanges, noRows } from './planCounts.ts'
import { planRowInserts, writtenRows } from './planRowInserts.ts'
import { prepareStatements, type Statements } from './planStatements.ts'
import { inLightTransaction } from './transaction.ts'

/** What a plan says about one row. */
export interface PlannedRow {
  readonly row: number
  readonly kind: RowKind
  readonly reason: string | null
  readonly warning: string | null
  readonly email: string | null
  /** See `identityOf`; and the cursor column's cell: what mode append remembers. */
  readonly identity: string | null
  /** Of the person meant, where something else than the identity led to them. */
  readonly remoteId: RemoteId | null
  readonly cursor: Cursor
  readonly changes: readonly ChangeDraft[]
  /** Of somebody who is held back because they left: what would go if they agreed after all. */
  readonly ifAgreed?: readonly ChangeDraft[]
  /** What its lists name and is made before the run; only counted. */
  readonly unplaced?: readonly UnplacedValue[]
}

/** Plans, their rows and their changes. Callers bundle writes with `inTransaction`. */
export interface PlanStore {
  /** `revision`: of the rows that it is made from. */
  create(spec: PlanSpec, now: number, revision: string): PlanId
  /** Of the rows that it was made from; see `StagedRows`. */
  revision(plan: PlanId): string
  addRows(plan: PlanId, rows: readonly PlannedRow[]): void
  countKinds(plan: PlanId): Record<RowKind, number>
  countWarnings(plan: PlanId): number
  /** Of the rows in this range; without one, of all. */
  firstWarning(plan: PlanId, from?: number, to?: number): { row: number; words: string } | null
  countChanges(plan: PlanId): PlanSummary['changes']
  /** What is taken away, and what is unusual, by the changes that are on, which were counted. */
  guard(plan: PlanId, summary: Omit<PlanSummary, 'guard'>): PlanGuard | null
  saveSummary(plan: PlanId, summary: PlanSummary): void
  /** A plan that was never finished is of no use to anyone. Others are answered, and write, in between. */
  discard(plan: PlanId): Promise<void>
  spec(plan: PlanId): PlanSpec
  summary(plan: PlanId): PlanSummary
  /** In file order. Without a kind, `offset` is a row number, since rows count from 1 without gaps. */
  rows(plan: PlanId, kind: RowKind | null, offset: number, limit: number): PlanRowView[]
  countRowsToSend(plan: PlanId): number
  /** All changes of up to `limit` rows after `afterRow`, row by row. */
  changesByRow(plan: PlanId, afterRow: number, limit: number): Change[][]
  changes(ids: readonly ChangeId[]): Change[]
  /** Changes that go in one request, by the name they have in common. */
  together(plan: PlanId): Map<string, readonly ChangeId[]>
  /** The people of rows for which this run has something left to send. */
  peopleToSend(plan: PlanId, run: RunId): Required<WantedPeople>
  /** Rows after that one of which something waits that somebody who left must not get, and whom they are about. */
  identitiesToSend(
    plan: PlanId,
    run: RunId,
    afterRow: number,
    limit: number,
  ): { readonly row: number; readonly identity: string }[]
  /** What is left to send for people whom the mirror knows to have left, except fields that the user chose to send. */
  changesOfWhoLeft(plan: PlanId, run: RunId): { readonly change: Change; readonly reason: string }[]
  /** Joins and consent that wait for people who left a channel or an audience, with what the mirror knows of that. */
  changesOfWhoLeftPart(plan: PlanId, run: RunId): { readonly change: Change; readonly contact: PartlyLeft }[]
  /** The same of these changes, before they are sent. */
  whoLeftAmong(ids: readonly ChangeId[]): readonly WhoLeft[]
  /** Whom those of these changes are about that nobody who left must get. */
  identitiesAmong(
    ids: readonly ChangeId[],
  ): readonly { readonly change: ChangeId; readonly identity: string }[]
  lastRow(plan: PlanId): number
  /** Updates that wait, of rows of this range, whose people were read in this refresh or later, with what they have now. */
  updatesOfSeen(of: SeenRange): { readonly change: ContactChange; readonly fields: Contact['fields'] }[]
  /** Consent that waits to be sent. */
  consentToSend(plan: PlanId, run: RunId): ConsentChange[]
}

export interface SeenRange {
  readonly plan: PlanId
  readonly run: RunId
  /** The connection's number. */
  readonly connection: number
  readonly refresh: number
  /** Whom another run wrote since then, whatever lists say by now; milliseconds since 1970. */
  readonly writtenSince: number
  readonly from: number
  readonly to: number
}

/** A change that waits for somebody who left: altogether, for that reason, or just audiences and channels. */
export interface WhoLeft {
  readonly change: Change
  readonly reason: string | null
  readonly contact: PartlyLeft
}

export type PartlyLeft = Pick<Contact, 'consent' | 'leftAudiences'>

export function planStore(db: DatabaseSync): PlanStore {
  const statements = prepareStatements(db)
  const write = planRowInserts(db)
  return {
    create(spec, now, revision) {
      const connection = connectionNumber(db, spec.connection)
      const text = JSON.stringify(spec)
      const { lastInsertRowid } = statements.create.run(connection, spec.source, text, now, revision)
      return Number(lastInsertRowid) as PlanId
    },
    revision: (plan) => (statements.revision.get(plan)?.revision ?? '') as string,
    addRows: (plan, rows) => write(plan, writtenRows(rows)),
    countKinds: (plan) => countKinds(statements.kinds.all(plan)),
    countWarnings: (plan) => countOf(statements.warnings.get(plan)),
    firstWarning(plan, from = 1, to = Number.MAX_SAFE_INTEGER) {
      const first = statements.firstWarning.get(plan, from, to)
      return first ? { row: first.row as number, words: first.warning as string } : null
    },
    countChanges: (plan) => countChanges(statements.changeKinds.all(plan)),
    guard(plan, summary) {
      // Most plans delete nothing, and need not be searched.
      const deleted = summary.changes.deletes > 0 ? statements.guardWords.all(plan, mostGuardWords) : []
      return guardOf(
        summary,
        deleted.map((row) => row.reason as string),
      )
    },
    saveSummary: (plan, summary) => void statements.saveSummary.run(JSON.stringify(summary), plan),
    async discard(plan) {
      const { row: last } = statements.lastRow.get(plan) as { row: number }
      for (let from = 1; from <= last; from += discardedAtOnce) {
        inLightTransaction(db, () => {
          for (const piece of statements.discardPieces) piece.run(plan, from, from + discardedAtOnce - 1)
        })
        await breathe()
      }
      statements.discard.run(plan)
    },
    spec: (plan) => JSON.parse(planText(statements, plan, 'spec')) as PlanSpec,
    summary: (plan) => summaryFrom(planText(statements, plan, 'summary')),
    rows: (plan, kind, offset, limit) =>
      (kind === null
        ? statements.rows.all(plan, limit, offset)
        : statements.rowsOfKind.all(plan, kind, limit, offset)
      ).map((row) => planRowView(statements, plan, row)),
    countRowsToSend: (plan) => countOf(statements.rowsToSend.get(plan)),
    changesByRow: (plan, afterRow, limit) => groupByRow(statements.changesAfter.all(plan, afterRow, limit)),
    together: (plan) =>
      new Map(
        [...Map.groupBy(statements.together.all(plan), ({ name }) => name as string)].map(([name, rows]) => [
          name,
          rows.map(({ id }) => id as ChangeId),
        ]),
      ),
    changes: (ids) => ids.flatMap((id) => statements.change.all(id).map(changeFromRow)),
    peopleToSend(plan, run) {
      const rows = statements.peopleToSend.all({ plan, run })
      const remoteIds = new Set(
        rows.map((row) => row.remote_id as RemoteId | null).filter((id) => id !== null),
      )
      return { ...wantedBy(rows.map((row) => row.identity as string)), remoteIds: [...remoteIds] }
    },
    identitiesToSend: (plan, run, after, limit) =>
      statements.identitiesToSend
        .all({ plan, run, after, limit })
        .map((row) => ({ row: row.row as number, identity: row.identity as string })),
    changesOfWhoLeft: (plan, run) =>
      statements.ofWhoLeft.all({ plan, run }).map((row) => ({
        change: changeFromRow(row),
        reason: leftWords[row.left_reason as LeftReason],
      })),
    changesOfWhoLeftPart: (plan, run) =>
      statements.ofWhoLeftPart.all({ plan, run }).map((row) => ({
        change: changeFromRow(row),
        contact: consentFromRow(row as unknown as ContactRow),
      })),
    whoLeftAmong: (ids) =>
      statements.whoLeftAmong.all({ ids: JSON.stringify(ids) }).map((row) => ({
        change: changeFromRow(row),
        reason: row.left_reason === null ? null : leftWords[row.left_reason as LeftReason],
        contact: consentFromRow(row as unknown as ContactRow),
      })),
    identitiesAmong: (ids) =>
      statements.identitiesAmong
        .all({ ids: JSON.stringify(ids) })
        .map((row) => ({ change: row.id as ChangeId, identity: row.identity as string })),
    lastRow: (plan) => (statements.lastRow.get(plan) as { row: number }).row,
    updatesOfSeen: (of) =>
      statements.updatesOfSeen.all({ ...of }).map((row) => ({
        change: changeFromRow(row) as ContactChange,
        fields: JSON.parse(row.fields as string) as Contact['fields'],
      })),
    consentToSend: (plan, run) =>
      statements.consentToSend.all({ plan, run }).map((row) => changeFromRow(row) as ConsentChange),
  }
}

/** Rows of a plan that go together: with two changes each, some twenty milliseconds. */
const discardedAtOnce = 2000

/** Sentences of a guard that are shown; how many more there are is said. */
const mostGuardWords = 20

function planText(statements: Statements, plan: PlanId, column: 'spec' | 'summary'): string {
  const row = statements.plan.get(plan) as { spec: string; summary: string | null } | undefined
  if (!row)
    throw new AppError(
      'not-found',
      `There is no plan ${plan} any more. Make it anew; what was sent of it stands in History.`,
    )
  const text = row[column]
  if (text === null) throw new AppError('conflict', 'That plan was never finished. Make it again.')
  return text
}

function countOf(row: unknown): number {
  return (row as { n: number }).n
}

function countKinds(rows: readonly Record<string, unknown>[]): Record<RowKind, number> {
  const counts = noRows()
  for (const row of rows) counts[row.kind as RowKind] = row.n as number
  return counts
}

function countChanges(rows: readonly Record<string, unknown>[]): PlanSummary['changes'] {
  const counts = noChanges()
  for (const row of rows) counts[changeCounts[row.op as ChangeDraft['op']]] += row.n as number
  return counts
}

/** What the counts say is taken away. */
function guardOf(summary: Omit<PlanSummary, 'guard'>, words: string[]): PlanGuard | null {
  const { deletes, leaves, unsubscribes } = summary.changes
  const taken = deletes + leaves + unsubscribes
  const written = peopleWritten(summary)
  // What sends nothing needs no look, however small its file is.
  const unusual = taken + written === 0 ? [] : volumeWords(summary)
  const people = (n: number) => (n === 1 ? '1 person is' : `${n.toLocaleString('en-US')} people are`)
  const ofPeople = [
    leaves > 0 &&
      `${people(leaves)} taken out of an audience: who is put into it again has a new date there.`,
    unsubscribes > 0 && `${people(unsubscribes)} unsubscribed for good: only they themselves can come back.`,
  ].filter((text) => text !== false)
  if (taken === 0 && unusual.length === 0) return null
  return {
    count: taken > 0 ? taken : written,
    words: [...words, ...ofPeople],
    ...(unusual.length > 0 && { unusual }),
  }
}

/** Summaries from before there were objects name none, and those from before mode mirror nobody who leaves. */
function summaryFrom(text: string): PlanSummary {
  const summary = JSON.parse(text) as PlanSummary
  const changes = { ...nothingTakenAway, ...summary.changes }
  const counts = { ...nobodyLeaves, ...summary.counts }
  return { ...summary, counts, changes, object: summary.object ?? null, guard: summary.guard ?? null }
}

const nobodyLeaves: Partial<PlanSummary['counts']> = { leave: 0 }
const nothingTakenAway = { deletes: 0, leaves: 0, unsubscribes: 0 }

function planRowView(statements: Statements, plan: PlanId, row: Record<string, unknown>): PlanRowView {
  return {
    row: row.row as number,
    kind: row.kind as RowKind,
    email: row.email as string | null,
    reason: row.reason as string | null,
    warning: row.warning as string | null,
    changes: statements.changesOfRow.all(plan, row.row as number).map(changeFromRow),
    unticked: [],
  }
}

function changeFromRow(row: Record<string, unknown>): Change {
  const draft = JSON.parse(row.body as string) as ChangeDraft
  return { ...draft, id: row.id as ChangeId, row: row.row as number }
}

function groupByRow(rows: readonly Record<string, unknown>[]): Change[][] {
  const groups: Change[][] = []
  for (const row of rows) {
    const change = changeFromRow(row)
    const last = groups.at(-1)
    if (last?.[0]?.row === change.row) last.push(change)
    else groups.push([change])
  }
  return groups
}
