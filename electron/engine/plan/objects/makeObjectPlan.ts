import { AppError } from '../../../../shared/errors.ts'
import type { PlanSpec, PlanSummary } from '../../../../shared/contract/plans.ts'
import { mappingProblems } from '../../../../shared/mapping/mappingProblems.ts'
import type { AccountSchema, Field, PlanId } from '../../../../shared/model.ts'
import type { ObjectTarget, ObjectType } from '../../../../shared/objectTypes.ts'
import { breathe } from '../../breathe.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { StagedRow } from '../../source/stagedRows.ts'
import { inTransaction } from '../../store/transaction.ts'
import type { PlannedRow } from '../../store/plans.ts'
import { hasRow } from '../../rowSet.ts'
import { planCounter } from '../importTag.ts'
import type { PlanDeps } from '../makePlan.ts'
import { skippedReason } from '../planRow.ts'
import { checkCounts } from '../summarisePlan.ts'
import { personPlanner } from './personPlanner.ts'
import { recordPlanner } from './recordPlanner.ts'
import { targetType } from './targetType.ts'
import { unavailableType } from './unavailableType.ts'

export interface ObjectPlanning {
  readonly deps: PlanDeps
  readonly spec: PlanSpec
  readonly target: ObjectTarget
  readonly type: ObjectType
  readonly schema: AccountSchema
  /** Goes over all rows of the file, in batches, letting others be answered in between. */
  readonly eachBatch: (
    phase: 'mapping' | 'comparing',
    use: (rows: readonly StagedRow[]) => Promise<void> | void,
  ) => Promise<void>
}

/** Reads what it needs of the account and of the file, and then says of each row what would happen. */
export interface ObjectPlanner {
  prepare(signal: AbortSignal): Promise<PlanSummary['mirror']['how']>
  plan(staged: StagedRow, signal: AbortSignal): Promise<PlannedRow>
}

const batchRows = 1000

/** Compares a file with the objects of an account and keeps the difference. Sends nothing. */
export async function makeObjectPlan(
  deps: PlanDeps,
  spec: PlanSpec,
  target: ObjectTarget,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { plans, clock, connector } = deps
  const type = targetType(connector, target)
  deps.onProgress({ phase: 'account', done: 0, total: null })
  const schema = await deps.account.describe(signal)
  deps.mirror.saveSchema(schema)
  checkObjectSpec(deps, spec, target, schema)
  const id = plans.create(spec, clock.now(), deps.staged.revision)
  try {
    const eachBatch = batches(deps, signal)
    const planning = { deps, spec, target, type, schema, eachBatch }
    const summary = await fill(planning, id, signal)
    checkCounts(summary)
    plans.saveSummary(id, summary)
    return summary
  } catch (error) {
    await plans.discard(id)
    deps.index.discard(id)
    throw error
  }
}

/** The fields that a column can be mapped to: the type's own and, for people, the account's. */
export function objectFields(type: ObjectType, schema: AccountSchema): readonly Field[] {
  const own = type.fields.map(({ id, label, type: valueType }): Field => ({
    id,
    key: id,
    label,
    type: valueType,
    custom: false,
  }))
  return type.id === 'subscribers' || type.id === 'profiles'
    ? [...own, ...schema.fields.filter(({ custom }) => custom)]
    : own
}

/** The account as rows about objects are mapped to it; as it is where they are about people to bring in. */
export function targetSchema(
  connector: Connector,
  target: ObjectTarget | null,
  schema: AccountSchema,
): AccountSchema {
  return target === null ? schema : { ...schema, fields: objectFields(targetType(connector, target), schema) }
}

function checkObjectSpec(
  { connector, staged, connection }: PlanDeps,
  spec: PlanSpec,
  target: ObjectTarget,
  schema: AccountSchema,
): void {
  const type = targetType(connector, target)
  const { title } = type
  const unavailable = unavailableType(connection, type)
  if (unavailable !== null) throw new AppError('forbidden', unavailable)
  if (spec.mode === 'append')
    throw new AppError('invalid-input', `${title} have no mode append. Send what changed, or all of it.`)
  if (spec.duplicates === 'most-complete' || spec.duplicates === 'merge')
    throw new AppError(
      'invalid-input',
      `Of several rows about the same ${type.one}, only the last or the first can count. Choose one of these.`,
    )
  const used = spec.audiences.length > 0 || spec.importTag !== null || spec.consent !== null
  if (used)
    throw new AppError(
      'invalid-input',
      `A file about ${title.toLowerCase()} can't put people into forms, tags or sequences besides. Leave that out.`,
    )
  const problems = mappingProblems(spec.mapping, staged.info.columns, objectFields(type, schema), {
    requiredFields: neededToName(type, target),
  })
  const readOnly = spec.mapping.fields.flatMap(({ field }) =>
    type.fields.filter((one) => one.id === field && one.readOnly && !type.foundBy.includes(field)),
  )
  const said = [
    ...problems,
    ...readOnly.map(({ label }) => `“${label}” can only be read. Leave its column out.`),
  ]
  if (said.length > 0) throw new AppError('invalid-input', said.join(' '))
}

/** A mapping must fill one of these, or no row says what it is about. */
function neededToName({ foundBy, fields }: ObjectType, { op }: ObjectTarget) {
  const required = fields.filter(({ requiredFor }) => requiredFor.includes(op)).map(({ id }) => id)
  if (op !== 'insert') return foundBy
  return required.length > 0 ? required.slice(0, 1) : []
}

function batches({ staged, onProgress }: PlanDeps, signal: AbortSignal): ObjectPlanning['eachBatch'] {
  return async (phase, use) => {
    let done = 0
    const skipped = staged.skipped()
    for (const batch of staged.iterate(batchRows)) {
      signal.throwIfAborted()
      // Which other row counts is decided without those that the user skipped.
      await use(phase === 'mapping' ? batch.filter(({ row }) => !hasRow(skipped, row)) : batch)
      done += batch.length
      onProgress({ phase, done, total: staged.info.rows })
      await breathe()
    }
  }
}

async function fill(planning: ObjectPlanning, id: PlanId, signal: AbortSignal): Promise<PlanSummary> {
  const { deps, type, eachBatch } = planning
  const planner = type.aboutPeople ? personPlanner(planning) : recordPlanner(planning)
  const before = deps.pacer.requests()
  const readAt = deps.clock.now()
  const how = await planner.prepare(signal)
  const requests = planCounter(deps.account)
  const index = deps.index.begin(id)
  const skipped = deps.staged.skipped()
  await eachBatch('comparing', async (batch) => {
    const rows: PlannedRow[] = []
    for (const staged of batch)
      rows.push(hasRow(skipped, staged.row) ? skippedRow(staged.row) : await planner.plan(staged, signal))
    inTransaction(deps.db, () => {
      deps.plans.addRows(id, rows)
      index.add(rows)
    })
    for (const { changes } of rows) if (changes.length > 0) requests.add(changes)
  })
  index.end()
  const read = { how, at: readAt, requests: deps.pacer.requests() - before }
  return summarise(planning, id, read, requests)
}

function skippedRow(row: number): PlannedRow {
  const nobody = { email: null, identity: null, remoteId: null, cursor: null }
  return { row, kind: 'left-out', reason: skippedReason, warning: null, ...nobody, changes: [] }
}

function summarise(
  { deps, spec, target, type }: ObjectPlanning,
  id: PlanId,
  mirror: PlanSummary['mirror'],
  requests: ReturnType<typeof planCounter>,
): PlanSummary {
  const { connection, connector, staged, plans, pacer, clock } = deps
  const { title, one, many } = type
  const changes = plans.countChanges(id)
  const summary = {
    id,
    connection: { id: connection.id, name: connection.name, service: connector.title },
    source: { id: staged.info.id, name: staged.info.name, rows: staged.info.rows },
    mode: spec.mode,
    audiences: [],
    counts: plans.countKinds(id),
    unticked: 0,
    untickedOf: {},
    consent: null,
    changes,
    object: { ...target, title, one, many },
    warningRows: plans.countWarnings(id),
    firstWarning: plans.firstWarning(id),
    requests: requests.total(),
    estimatedMs: pacer.estimateMs(requests.byBucket()),
    mirror,
    createdAt: clock.now(),
  }
  return { ...summary, guard: plans.guard(id, summary) }
}
