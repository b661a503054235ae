import { isDeepStrictEqual } from 'node:util'
import type { PlanSpec, PlanSummary } from '../../../../shared/contract/plans.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { AccountSchema, Contact, FieldId, PlanId, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { breathe } from '../../breathe.ts'
import type { Account } from '../../connectors/connector.ts'
import { type Refreshed, refreshMirror } from '../../mirror/refreshMirror.ts'
import { type DoneRow, type DoneRows, doneRows } from '../../store/doneRows.ts'
import { inTransaction } from '../../store/database.ts'
import type { MirrorStore } from '../../store/mirror.ts'
import type { PlannedRow } from '../../store/plans.ts'
import { planCounter } from '../importTag.ts'
import type { PlanDeps } from '../makePlan.ts'
import { type PlanTally, planTally } from '../planTally.ts'
import { undoPeople } from './peopleToUndo.ts'
import { personNowReader } from './personNow.ts'
import { mailWords, stayTally } from './stayWords.ts'
import { undoRow, type UndoRules } from './undoRow.ts'

type Undo = NonNullable<PlanSpec['undo']>

const batchRows = 500

/** Compares what a run wrote with the account as it is now, and keeps what takes it back. Sends nothing. */
export async function makeUndoPlan(
  deps: PlanDeps,
  spec: PlanSpec,
  undo: Undo,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { plans, clock, index } = deps
  deps.onProgress({ phase: 'account', done: 0, total: null })
  const schema = await deps.account.describe(signal)
  deps.mirror.saveSchema(schema)
  const id = plans.create(spec, clock.now(), deps.staged.revision)
  try {
    const summary = await fillPlan({ deps, spec, undo, schema, id, done: doneRows(deps.db) }, signal)
    plans.saveSummary(id, summary)
    return summary
  } catch (error) {
    plans.discard(id)
    index.discard(id)
    throw error
  }
}

interface Making {
  readonly deps: PlanDeps
  readonly spec: PlanSpec
  readonly undo: Undo
  readonly schema: AccountSchema
  readonly id: PlanId
  readonly done: DoneRows
}

async function fillPlan(making: Making, signal: AbortSignal): Promise<PlanSummary> {
  const { deps, schema, undo } = making
  const { connector, pacer } = deps
  const before = pacer.requests()
  const listed = new Map<RemoteId, Contact>()
  const refreshed = await readPeopleNow(making, listed, signal)
  const mirrorRequests = pacer.requests() - before
  const rules = undoRules(deps, schema, undo.field)
  const stays = stayTally(connector.title, rules.audienceWords)
  const requests = planCounter(deps.account)
  const tally = planTally()
  const audiences = new Set<string>()
  let editedSince = 0
  const now = personNowReader(deps, listed)
  await eachBatch(making, 'comparing', signal, (rows) => {
    const planned = rows.map(({ row, done }): PlannedRow => {
      const person = done === null ? null : now(done.done.map(({ change }) => change))
      const undone = undoRow(done?.done ?? [], person, rules)
      stays.add(undone.stays)
      if (undone.editedSince) editedSince += 1
      const { kind, reason, warning, changes } = undone
      const email = person?.contact.email ?? done?.email ?? null
      const identity = email === null ? null : foldEmail(email)
      const remoteId = email === null ? (person?.contact.remoteId ?? null) : null
      return { row, kind, reason, warning, changes, email, identity, remoteId, cursor: null }
    })
    for (const row of planned) {
      for (const change of row.changes)
        if (change.object === 'membership') audiences.add(`${change.audience.kind} ${change.audience.id}`)
      tally.add(row)
      if (row.changes.length > 0) requests.add(row.changes)
    }
    return planned
  })
  const { updates, joins, leaves } = tally.counts().changes
  const sends = updates + joins + leaves > 0
  const mails = sends || stays.mayBeMailed() ? [mailWords(connector.title, { sends })] : []
  const said = [...stays.words(), ...mails]
  const made = { refreshed, mirrorRequests, tally, audiences, requests }
  return summarise(making, made, {
    run: undo.run,
    field: undo.field === null ? null : (rules.fieldLabel(undo.field) ?? undo.field),
    editedSince,
    stays: said,
  })
}

/** Reads the people as they are now, and who is in the audiences that can be left. */
async function readPeopleNow(
  making: Making,
  listed: Map<RemoteId, Contact>,
  signal: AbortSignal,
): Promise<Refreshed> {
  const { deps, undo, schema } = making
  const { account, mirror, clock, connector } = deps
  const people = undoPeople(mirror)
  await eachBatch(making, 'mapping', signal, (rows) => {
    for (const { done } of rows) if (done !== null) people.note(done)
    return []
  })
  let contacts = 0
  const onPage = (count: number) => {
    contacts += count
    deps.onProgress({ phase: 'mirror', done: contacts, total: null })
  }
  onPage(0)
  const audiences = [...people.audiences.values()].filter(
    ({ kind, id }) =>
      undo.field === null &&
      canLeaveKind(connector, kind) &&
      schema.audiences.some((one) => one.kind === kind && one.id === id),
  )
  const reading = { account: noting(account, mirror, listed), mirror, clock, onPage }
  const request = { audiences, channels: [] }
  const wanted = await people.wanted(account, signal)
  const refreshed = await refreshMirror(reading, { ...request, people: wanted }, signal)
  const missing = people.missing()
  if (missing.count > 0)
    await refreshMirror(reading, { audiences: [], channels: [], people: missing }, signal)
  return refreshed
}

/**
 * Keeps what lists show of people where the mirror does not take it over, since they were just written: others may have
 * edited them. Of everybody else the mirror has it.
 */
function noting(account: Account, mirror: MirrorStore, listed: Map<RemoteId, Contact>): Account {
  return {
    ...account,
    async *pull(request, signal) {
      for await (const page of account.pull(request, signal)) {
        // Whoever takes the next page has kept this one.
        yield page
        for (const contact of page.contacts)
          if (isDeepStrictEqual(mirror.contact(contact.remoteId)?.fields, contact.fields))
            listed.delete(contact.remoteId)
          else listed.set(contact.remoteId, contact)
      }
    },
  }
}

function canLeaveKind({ audiences }: PlanDeps['connector'], kind: string): boolean {
  return audiences.some((one) => one.kind === kind && one.canLeave)
}

function undoRules({ connector }: PlanDeps, schema: AccountSchema, field: FieldId | null): UndoRules {
  const audience = ({ kind, id }: { readonly kind: string; readonly id: string }) =>
    schema.audiences.find((one) => one.kind === kind && one.id === id)
  const labels = new Map(schema.fields.map(({ id, label }) => [id, label]))
  return {
    service: connector.title,
    field,
    identifiers: connector.identifiers.map((one) => one.field),
    // Where a field comes into being with its first value, one that nobody has is not listed.
    fieldLabel: (id) => labels.get(id) ?? (connector.declareField ? id.replace(/^[a-z]+[:.]/, '') : null),
    audienceWords: (ref) => `${ref.kind} “${audience(ref)?.name ?? ref.id}”`,
    canJoin: (ref) => audience(ref)?.open === true,
    canLeave: ({ kind }) => canLeaveKind(connector, kind),
    repeatOf: connector.repeatOf,
  }
}

interface RowToUndo {
  /** Of the plan that is made. */
  readonly row: number
  readonly done: DoneRow | null
}

/** Goes over all rows in batches, keeping what is planned of them, and lets others be answered in between. */
async function eachBatch(
  { deps, undo, id, done }: Making,
  phase: 'mapping' | 'comparing',
  signal: AbortSignal,
  use: (rows: readonly RowToUndo[]) => readonly PlannedRow[],
): Promise<void> {
  const { staged, db, plans, onProgress } = deps
  const index = phase === 'comparing' ? deps.index.begin(id) : null
  let count = 0
  for (const batch of staged.iterate(batchRows)) {
    signal.throwIfAborted()
    const numbers = batch.map(({ cells }) => Number(cells[0]))
    const found = done.ofRows(undo.run, numbers)
    const planned = use(batch.map(({ row }, n) => ({ row, done: found.get(numbers[n] ?? 0) ?? null })))
    if (planned.length > 0)
      inTransaction(db, () => {
        plans.addRows(id, planned)
        index?.add(planned)
      })
    count += batch.length
    onProgress({ phase, done: count, total: staged.info.rows })
    await breathe()
  }
  index?.end()
}

function summarise(
  { deps, spec, schema, id }: Making,
  done: {
    readonly refreshed: Refreshed
    readonly mirrorRequests: number
    readonly tally: PlanTally
    /** Those that people are put into again or taken out of. */
    readonly audiences: ReadonlySet<string>
    readonly requests: ReturnType<typeof planCounter>
  },
  undo: NonNullable<PlanSummary['undo']>,
): PlanSummary {
  const { connection, connector, staged, plans, pacer, clock } = deps
  const audiences = schema.audiences.filter((one) => done.audiences.has(`${one.kind} ${one.id}`))
  const counts = done.tally.counts()
  const counted = Object.values(counts.counts).reduce((sum, count) => sum + count, 0)
  if (counted !== staged.info.rows)
    throw new AppError(
      'bug',
      `The plan accounts for ${counted} of ${staged.info.rows} rows. Nothing was sent.`,
    )
  const summary = {
    id,
    connection: { id: connection.id, name: connection.name, service: connector.title },
    source: { id: staged.info.id, name: staged.info.name, rows: staged.info.rows },
    mode: spec.mode,
    audiences,
    ...counts,
    unticked: 0,
    untickedOf: {},
    consent: null,
    object: null,
    undo,
    requests: done.requests.total(),
    estimatedMs: pacer.estimateMs(done.requests.byBucket()),
    mirror: { how: done.refreshed.how, at: done.refreshed.at, requests: done.mirrorRequests },
    createdAt: clock.now(),
  }
  return { ...summary, guard: plans.guard(id, summary) }
}
