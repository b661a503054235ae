import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PlanSpec, PlanStage, PlanSummary } from '../../../shared/contract/plans.ts'
import { noSuchColumn } from '../../../shared/mapping/columnAt.ts'
import { mappingProblems } from '../../../shared/mapping/mappingProblems.ts'
import type { AccountSchema, AudienceRef, PlanId } from '../../../shared/model.ts'
import { breathe } from '../breathe.ts'
import type { Clock } from '../clock.ts'
import type { Account, Connector, RequestCounter } from '../connectors/connector.ts'
import type { AccountPacer } from '../connectors/accountPacer.ts'
import { type Refreshed, refreshMirror } from '../mirror/refreshMirror.ts'
import type { StagedRow, StagedRows } from '../source/stagedRows.ts'
import { type Connection, connectionNumber } from '../store/connections.ts'
import { inTransaction } from '../store/database.ts'
import type { MirrorStore } from '../store/mirror.ts'
import type { PlanStore } from '../store/plans.ts'
import { type PlanWorkspace, planWorkspace } from '../store/planWorkspace.ts'
import { consentDateReader } from './consentDate.ts'
import type { DiffRules } from './diffRow.ts'
import { type ImportTag, importTagOf, markImport, planCounter, withImportTag } from './importTag.ts'
import type { PlanIndex } from './planIndex.ts'
import { audiencesOf, checkConsent, consentRules, consentSummary } from './planConsent.ts'
import { type ReadRow, rowReader } from './readRow.ts'
import { planRow } from './planRow.ts'

export interface PlanDeps {
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly connection: Connection
  readonly connector: Connector
  readonly account: Account
  readonly pacer: AccountPacer
  readonly mirror: MirrorStore
  readonly plans: PlanStore
  readonly index: PlanIndex
  readonly staged: StagedRows
  readonly onProgress: (progress: PlanStage) => void
}

/** Rows handled between two breaths, so that the engine answers others while it plans. */
const batchRows = 2000

/** Compares a staged file with the account and keeps the difference. Sends nothing. */
export async function makePlan(deps: PlanDeps, spec: PlanSpec, signal: AbortSignal): Promise<PlanSummary> {
  const { db, plans, clock, connection } = deps
  deps.onProgress({ phase: 'account', done: 0, total: null })
  const schema = await deps.account.describe(signal)
  deps.mirror.saveSchema(schema)
  checkSpec(deps, spec, schema)
  const importTag = importTagOf(deps.connector, spec, schema)
  const id = plans.create(spec, clock.now())
  const work = planWorkspace(db, id, connectionNumber(db, connection.id), audiencesOf(spec), {
    hasOthers: mapsOtherIdentifiers(deps, spec),
    hasConsent: spec.consent !== null,
  })
  try {
    const summary = await fillPlan(deps, { id, spec, schema, importTag, work }, signal)
    checkCounts(summary)
    plans.saveSummary(id, summary)
    return summary
  } catch (error) {
    plans.discard(id)
    deps.index.discard(id)
    throw error
  } finally {
    work.drop()
  }
}

interface Making {
  readonly id: PlanId
  readonly spec: PlanSpec
  readonly schema: AccountSchema
  readonly importTag: ImportTag | null
  readonly work: PlanWorkspace
}

async function fillPlan(deps: PlanDeps, making: Making, signal: AbortSignal): Promise<PlanSummary> {
  const { connector, staged, pacer } = deps
  const { spec, schema } = making
  const read = rowReader(spec, staged.info.columns, schema.fields, connector)
  await identifyAll(deps, making, read, signal)
  inTransaction(deps.db, () => sortOut(making))
  const before = pacer.requests()
  const refreshed = await refresh(deps, making, signal)
  const mirrorRequests = pacer.requests() - before
  inTransaction(deps.db, () => making.work.markRefused(refreshed.refused, connector.title))
  const requests = await compareAll(deps, making, read, signal)
  return summarise(deps, making, { requests, refreshed, mirrorRequests })
}

function mapsOtherIdentifiers({ connector }: PlanDeps, { mapping }: PlanSpec): boolean {
  const others = connector.identifiers.filter(({ kind }) => kind !== 'email').map(({ field }) => field)
  return mapping.fields.some(({ field }) => others.includes(field))
}

function checkSpec(deps: PlanDeps, spec: PlanSpec, schema: AccountSchema): void {
  const { connector, connection, staged } = deps
  const cursor = spec.append?.cursorColumn ?? 0
  if (cursor >= staged.info.columns.length)
    throw new AppError('invalid-input', noSuchColumn(staged.info.columns, cursor))
  const problems = mappingProblems(spec.mapping, staged.info.columns, schema.fields, {
    requiredFields: connector.identifiers.map(({ field }) => field),
  })
  if (problems.length > 0) throw new AppError('invalid-input', problems.join(' '))
  checkConsent(deps, spec)
  for (const audience of audiencesOf(spec)) {
    const found = schema.audiences.find((one) => one.kind === audience.kind && one.id === audience.id)
    const where = `${connector.title} · ${connection.name}`
    if (!found)
      throw new AppError(
        'not-found',
        `${where} has no ${audience.kind} with the id ${audience.id} any more. Choose another.`,
      )
    if (!found.open)
      throw new AppError(
        'invalid-input',
        `The ${audience.kind} "${found.name}" in ${where} takes nobody now. Activate it there, or choose another.`,
      )
  }
}

function checkCounts({ counts, source }: PlanSummary): void {
  const counted = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if (counted !== source.rows)
    throw new AppError('bug', `The plan accounts for ${counted} of ${source.rows} rows. Nothing was sent.`)
}

/** First pass over the file: who is in it. */
async function identifyAll(
  deps: PlanDeps,
  { work }: Making,
  read: (staged: StagedRow) => ReadRow,
  signal: AbortSignal,
): Promise<void> {
  const { staged } = deps
  let done = 0
  for (const batch of staged.iterate(batchRows)) {
    signal.throwIfAborted()
    inTransaction(deps.db, () => work.add(batch.map(read).filter((row) => row.valid)))
    done += batch.length
    deps.onProgress({ phase: 'mapping', done, total: staged.info.rows })
    await breathe()
  }
}

/** What can be decided without the account. */
function sortOut({ spec, work }: Making): void {
  work.markDuplicates(spec.duplicates)
  if (spec.mode === 'append' && spec.append !== null)
    work.markLeftOut(spec.append.recipe, spec.append.cursorColumn === null ? 'identity' : 'cursor')
}

async function refresh(deps: PlanDeps, { spec, work }: Making, signal: AbortSignal): Promise<Refreshed> {
  const { account, mirror, clock } = deps
  let contacts = 0
  const onPage = (count: number) => {
    contacts += count
    deps.onProgress({ phase: 'mirror', done: contacts, total: null })
  }
  const channels = spec.consent?.channels ?? []
  const request = { ...work.people(), audiences: audiencesOf(spec), channels }
  return refreshMirror({ account, mirror, clock, onPage }, request, signal)
}

/** Second pass: each row against the mirror. Returns the requests that the plan will take. */
async function compareAll(
  deps: PlanDeps,
  { id, spec, schema, importTag, work }: Making,
  read: (staged: StagedRow) => ReadRow,
  signal: AbortSignal,
): Promise<RequestCounter> {
  const { plans, staged, clock } = deps
  const rules = diffRules(deps, spec, schema)
  const dateOf = consentDateReader(spec.consent, staged.info.columns, spec.mapping.values, clock.now())
  const requests = planCounter(deps.account)
  const index = deps.index.begin(id)
  let done = 0
  for (const batch of staged.iterate(batchRows)) {
    signal.throwIfAborted()
    const resolved = work.resolve(batch[0]?.row ?? 0, batch.at(-1)?.row ?? 0)
    const rows = batch.map((one) =>
      markImport(
        planRow(read(one), resolved.get(one.row), rules, dateOf(one.cells)),
        importTag,
        rules.repeatOf,
      ),
    )
    inTransaction(deps.db, () => {
      plans.addRows(id, rows)
      index.add(rows)
    })
    for (const { changes } of rows) if (changes.length > 0) requests.add(changes)
    done += batch.length
    deps.onProgress({ phase: 'comparing', done, total: staged.info.rows })
    await breathe()
  }
  index.end()
  return requests
}

function diffRules(deps: PlanDeps, spec: PlanSpec, schema: AccountSchema): DiffRules {
  return {
    mode: spec.mode,
    heldBack: spec.heldBack,
    audiences: spec.audiences,
    consent: consentRules(deps, spec, schema),
    fields: spec.mapping.fields,
    audienceWords: (audience) => `${audience.kind} "${audienceName(schema, audience)}"`,
    repeatOf: deps.connector.repeatOf,
  }
}

function summarise(
  deps: PlanDeps,
  { id, spec, schema, importTag }: Making,
  done: { requests: RequestCounter; refreshed: Refreshed; mirrorRequests: number },
): PlanSummary {
  const { connection, connector, staged, plans } = deps
  return {
    id,
    connection: { id: connection.id, name: connection.name, service: connector.title },
    source: { id: staged.info.id, name: staged.info.name, rows: staged.info.rows },
    mode: spec.mode,
    audiences: withImportTag(
      spec.audiences.map((audience) => ({ ...audience, name: audienceName(schema, audience) })),
      importTag,
    ),
    counts: plans.countKinds(id),
    unticked: 0,
    consent: consentSummary(deps, spec, schema, id),
    changes: plans.countChanges(id),
    warningRows: plans.countWarnings(id),
    firstWarning: plans.firstWarning(id),
    requests: done.requests.total(),
    estimatedMs: deps.pacer.estimateMs(done.requests.byBucket()),
    mirror: { how: done.refreshed.how, at: done.refreshed.at, requests: done.mirrorRequests },
    createdAt: deps.clock.now(),
  }
}

function audienceName(schema: AccountSchema, { kind, id }: AudienceRef): string {
  return schema.audiences.find((one) => one.kind === kind && one.id === id)?.name ?? id
}
