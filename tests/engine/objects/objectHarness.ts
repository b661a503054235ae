import type { PlanSpec, PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt, RunRowView } from '../../../shared/contract/runs.ts'
import type { ConnectionId, FieldId, RowKind } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { suggestedMapping, type TestEngine } from '../../support/testEngine.ts'

export interface ObjectChoices extends Partial<Omit<PlanSpec, 'connection' | 'source' | 'object'>> {
  /** The same value in all rows, by field. */
  readonly set?: Readonly<Record<string, string>>
  /** By name; `Bakery` where it is left out. */
  readonly to?: string
}

/** Stages a CSV, takes the suggested mapping of a type of object, and makes a plan. */
export async function planObjects(
  engine: TestEngine,
  csv: string,
  target: ObjectTarget,
  { set = {}, to = 'Bakery', ...choices }: ObjectChoices = {},
): Promise<PlanSummary> {
  const { client } = engine
  const connection = to as ConnectionId
  const source = await client.sources.stage({ file: engine.file('objects.csv', csv), overrides: {} })
  const suggestion = await client.objects.suggestMapping({ connection, source: source.id, ...target })
  const mapping = suggestedMapping(suggestion)
  const constants = Object.entries(set).map(([field, constant]) => ({
    field: field as FieldId,
    type: 'text' as const,
    from: { constant },
    transforms: [],
    write: 'always' as const,
    blank: 'leave' as const,
  }))
  return client.plans.make({
    connection,
    source: source.id,
    mapping: { ...mapping, fields: [...mapping.fields, ...constants] },
    audiences: [],
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
    object: target,
    ...choices,
  })
}

export async function rowsOf({ client }: TestEngine, plan: PlanSummary): Promise<readonly PlanRowView[]> {
  return client.plans.rows({ plan: plan.id, kind: null, offset: 0, limit: 500 })
}

export async function kindsOf(engine: TestEngine, plan: PlanSummary): Promise<readonly RowKind[]> {
  return (await rowsOf(engine, plan)).map(({ kind }) => kind)
}

/** Plans and runs, confirming what is taken away. */
export async function runObjects(
  engine: TestEngine,
  csv: string,
  target: ObjectTarget,
  choices: ObjectChoices = {},
): Promise<Receipt> {
  const plan = await planObjects(engine, csv, target, choices)
  return runPlanned(engine, plan)
}

export function runPlanned({ client }: TestEngine, { id, guard }: PlanSummary): Promise<Receipt> {
  return client.runs.start({ plan: id, ...(guard && { confirm: guard.count }) })
}

export async function outcomesOf({ client }: TestEngine, { id }: Receipt): Promise<readonly RunRowView[]> {
  return client.runs.rows({ run: id, outcome: null, afterRow: 0, limit: 500 })
}
