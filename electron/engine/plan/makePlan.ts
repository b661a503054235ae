import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { PlanProgress, PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import { mappingProblems } from '../../../shared/mapping/mappingProblems.ts'
import type { AccountSchema, AudienceRef, PlanId } from '../../../shared/model.ts'
import type { Clock } from '../clock.ts'
import type { Account, Connector } from '../connectors/connector.ts'
import type { Pacer } from '../connectors/pacedFetch.ts'
import { type Refreshed, refreshMirror } from '../mirror/refreshMirror.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import type { Connection } from '../store/connections.ts'
import { inTransaction } from '../store/database.ts'
import type { MirrorStore } from '../store/mirror.ts'
import type { PlanStore } from '../store/plans.ts'
import { type DiffRules, diffRow } from './diffRow.ts'
import { rowMapper } from './mapRows.ts'

export interface PlanDeps {
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly connection: Connection
  readonly connector: Connector
  readonly account: Account
  readonly pacer: Pacer
  readonly mirror: MirrorStore
  readonly plans: PlanStore
  readonly staged: StagedRows
  readonly onProgress: (progress: PlanProgress) => void
}

/** Rows handled between two breaths, so that the engine answers others while it plans. */
const batchRows = 2000

/** Compares a staged file with the account and keeps the difference under `id`. Sends nothing. */
export async function makePlan(
  deps: PlanDeps,
  id: PlanId,
  spec: PlanSpec,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { plans, clock } = deps
  deps.onProgress({ phase: 'account', done: 0, total: null })
  const schema = await deps.account.describe(signal)
  deps.mirror.saveSchema(schema)
  checkSpec(deps, spec, schema)
  plans.create(id, spec, clock.now())
  await mapAll(deps, id, spec, schema, signal)
  inTransaction(deps.db, () => sortOut(plans, id, spec))
  const requestsBefore = deps.pacer.requests()
  const refreshed = await refresh(deps, id, spec, signal)
  const mirrorRequests = deps.pacer.requests() - requestsBefore
  const requests = await diffAll(deps, id, spec, signal)
  const summary = summarise(deps, id, spec, schema, { requests, refreshed, mirrorRequests })
  plans.saveSummary(id, summary)
  return summary
}

function checkSpec(deps: PlanDeps, spec: PlanSpec, schema: AccountSchema): void {
  const { connector, connection, staged } = deps
  const problems = mappingProblems(spec.mapping, staged.info.columns, schema.fields, {
    requiredFields: connector.requiredFields,
  })
  if (problems.length > 0) throw new AppError('invalid-input', problems.join(' '))
  for (const audience of spec.audiences) {
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

async function mapAll(
  deps: PlanDeps,
  id: PlanId,
  spec: PlanSpec,
  schema: AccountSchema,
  signal: AbortSignal,
): Promise<void> {
  const { staged, plans, connector } = deps
  const map = rowMapper(spec, staged.info.columns, schema.fields, connector.storedValue)
  let done = 0
  for (const batch of staged.iterate(batchRows)) {
    signal.throwIfAborted()
    inTransaction(deps.db, () => plans.addMapped(id, batch.map(map)))
    done += batch.length
    deps.onProgress({ phase: 'mapping', done, total: staged.info.rows })
    await breathe()
  }
}

/** What can be decided without the account. */
function sortOut(plans: PlanStore, id: PlanId, spec: PlanSpec): void {
  plans.markDuplicates(id, spec.duplicates)
  if (spec.mode === 'append' && spec.append !== null)
    plans.markLeftOut(id, spec.append.recipe, spec.append.cursorColumn === null ? 'identity' : 'cursor')
}

async function refresh(deps: PlanDeps, id: PlanId, spec: PlanSpec, signal: AbortSignal): Promise<Refreshed> {
  const { account, mirror, clock } = deps
  let contacts = 0
  const onPage = (count: number) => {
    contacts += count
    deps.onProgress({ phase: 'mirror', done: contacts, total: null })
  }
  const request = { emails: [...deps.plans.identities(id)], audiences: spec.audiences }
  return refreshMirror({ account, mirror, clock, onPage }, request, signal)
}

/** Returns the requests that the plan will take. */
async function diffAll(deps: PlanDeps, id: PlanId, spec: PlanSpec, signal: AbortSignal): Promise<number> {
  const { plans, connection } = deps
  const rules: DiffRules = {
    mode: spec.mode,
    heldBack: spec.heldBack,
    audiences: spec.audiences,
    fields: spec.mapping.fields,
    repeatOf: deps.connector.repeatOf,
  }
  const total = plans.countOpen(id)
  const requests = deps.account.requestCounter()
  let done = 0
  let lastRow = 0
  for (;;) {
    signal.throwIfAborted()
    const rows = plans.openRows(id, connection.id, lastRow, batchRows)
    if (rows.length === 0) return requests.total()
    const diffs = rows.map((row) => ({
      row: row.row,
      remoteId: row.contact?.remoteId ?? null,
      ...diffRow(row, rules),
    }))
    inTransaction(deps.db, () => plans.saveDiffs(id, diffs))
    for (const { changes } of diffs) if (changes.length > 0) requests.add(changes)
    lastRow = rows.at(-1)?.row ?? lastRow
    done += rows.length
    deps.onProgress({ phase: 'comparing', done, total })
    await breathe()
  }
}

function summarise(
  deps: PlanDeps,
  id: PlanId,
  spec: PlanSpec,
  schema: AccountSchema,
  done: { requests: number; refreshed: Refreshed; mirrorRequests: number },
): PlanSummary {
  const { connection, connector, staged, plans } = deps
  return {
    id,
    connection: { id: connection.id, name: connection.name, service: connector.title },
    source: { id: staged.info.id, name: staged.info.name, rows: staged.info.rows },
    mode: spec.mode,
    audiences: spec.audiences.map((audience) => ({ ...audience, name: audienceName(schema, audience) })),
    counts: plans.countKinds(id),
    changes: plans.countChanges(id),
    warningRows: plans.countWarnings(id),
    requests: done.requests,
    estimatedMs: deps.pacer.estimateMs(done.requests),
    mirror: { how: done.refreshed.how, at: done.refreshed.at, requests: done.mirrorRequests },
    createdAt: deps.clock.now(),
  }
}

function audienceName(schema: AccountSchema, { kind, id }: AudienceRef): string {
  return schema.audiences.find((one) => one.kind === kind && one.id === id)?.name ?? id
}

/** Lets other calls be answered. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
