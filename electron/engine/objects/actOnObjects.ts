import { AppError } from '../../../shared/errors.ts'
import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type { ActPlan, ActReceipt } from '../../../shared/contract/objects.ts'
import type { FieldRule, Mapping } from '../../../shared/model.ts'
import { fieldCalled, type ObjectTarget, type ObjectType } from '../../../shared/objectTypes.ts'
import type { EngineParts } from '../createEngine.ts'
import { planHandlers } from '../handlers/plans.ts'
import { startRun } from '../handlers/runs.ts'
import { stageTable } from '../source/stageTable.ts'
import { typeFor } from './objectsOf.ts'
import { requestsAhead } from './requestsAhead.ts'

export interface Act extends ObjectTarget {
  readonly connection: string
  /** Values by field: its id, its label or another name of it. */
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/** Does something to a few objects without a file, in the way that files go: planned, journaled, in the history. */
export async function actOnObjects(parts: EngineParts, act: Act, signal: AbortSignal): Promise<ActReceipt> {
  const plan = await planRows(parts, act, signal)
  const confirm = plan.guard?.count
  const receipt = await startRun(parts, { plan: plan.id, ...(confirm !== undefined && { confirm }) }, signal)
  const secrets = parts.newSecrets.take(receipt.id)
  return { ...receipt, ...(secrets.length > 0 && { secrets }) }
}

/** What that would do, and send. */
export async function planAct(parts: EngineParts, act: Act, signal: AbortSignal): Promise<ActPlan> {
  const plan = await planRows(parts, act, signal)
  const rows = await planHandlers(parts).rows(
    { plan: plan.id, kind: null, offset: 0, limit: act.rows.length, search: '', warned: false },
    signal,
  )
  const { account } = await parts.accounts.open(parts.connections.find(act.connection))
  const changes = rows.flatMap((row) => row.changes)
  return { plan, rows, requests: await requestsAhead(account, changes, signal) }
}

async function planRows(parts: EngineParts, act: Act, signal: AbortSignal): Promise<PlanSummary> {
  const connection = parts.connections.find(act.connection)
  const type = typeFor(connection, act.type)
  const fields = fieldsIn(type, act)
  const records = [fields.map(({ label }) => label), ...act.rows.map((row) => cellsOf(type, fields, row))]
  const source = await stageTable(parts, `${type.title}, ${act.op}`, records, signal)
  const spec: PlanSpec = {
    connection: connection.id,
    source: source.id,
    mapping: mappingOf(fields),
    audiences: [],
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
    object: { type: act.type, op: act.op },
  }
  const plan = await planHandlers(parts).make(spec, signal)
  await refuseInvalid(parts, plan, signal)
  return plan
}

type TypeField = ObjectType['fields'][number]

function fieldsIn(type: ObjectType, { rows }: Act): TypeField[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const fields = names.map((name) => {
    const field = fieldCalled(type, name)
    if (field) return field
    throw new AppError(
      'invalid-input',
      `A ${type.one} has no “${name}”. It has: ${type.fields.map(({ label }) => label).join(', ')}.`,
    )
  })
  return [...new Set(fields)]
}

function cellsOf(type: ObjectType, fields: readonly TypeField[], row: Act['rows'][number]): string[] {
  const byField = new Map(Object.entries(row).map(([name, value]) => [fieldCalled(type, name), value]))
  return fields.map((field) => byField.get(field) ?? '')
}

function mappingOf(fields: readonly TypeField[]): Mapping {
  const rule = ({ id, type }: TypeField, column: number): FieldRule => ({
    field: id,
    type,
    from: { column },
    transforms: [],
    write: 'always',
    blank: 'leave',
  })
  const values = { defaultCountry: null, dateOrder: 'month-day', decimalMark: '.' } as const
  return { fields: fields.map(rule), left: [], values }
}

/** Whoever typed a few rows is told at once, and nothing of them goes. */
async function refuseInvalid(parts: EngineParts, plan: PlanSummary, signal: AbortSignal): Promise<void> {
  if (plan.counts.invalid === 0) return
  const [row] = await planHandlers(parts).rows(
    { plan: plan.id, kind: 'invalid', offset: 0, limit: 1, search: '', warned: false },
    signal,
  )
  throw new AppError('invalid-input', `Nothing was sent. ${row?.reason ?? 'A row can not be used.'}`)
}
