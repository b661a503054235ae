import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { PlanPart, PlanSpec, PlanStage, PlanSummary } from '../../../shared/contract/plans.ts'
import type { AccountSchema, FieldId, PlanId, SourceId } from '../../../shared/model.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { countPlanRows, findPlanRows } from '../plan/findPlanRows.ts'
import { makePlan, type PlanDeps } from '../plan/makePlan.ts'
import { makeObjectPlan, targetSchema } from '../plan/objects/makeObjectPlan.ts'
import { overrideRow } from '../plan/overrideRow.ts'
import { partLabel } from '../plan/partLabel.ts'
import { recountPlan, tickPlan, type TickDeps } from '../plan/tickPlan.ts'
import { countMatching } from '../plan/rules/countMatching.ts'
import { connectionNumber } from '../store/connections.ts'
import { makeUndoPlan } from '../plan/undo/makeUndoPlan.ts'
import { stageUndo } from '../plan/undo/stageUndo.ts'
import { openStagedRows, type StagedRows } from '../source/stagedRows.ts'
import { planRows } from '../store/planRows.ts'
import { rowsWereEdited } from '../run/editedRows.ts'
import { withStaged } from './sources.ts'

type PlanHandlers = Handlers['plans']
type TickInput = Parameters<PlanHandlers['tick']>[0]

export function planHandlers(parts: EngineParts): PlanHandlers {
  const { plans, ticks, connections } = parts
  const found = { ...parts, rows: planRows(parts.db) }
  const make: PlanHandlers['make'] = (input, signal) => {
    const { id } = connections.find(input.connection)
    const spec: PlanSpec = { ...input, connection: id }
    return parts.inTurn(id, signal, (either) => {
      const work = async (staged: StagedRows) => {
        const connection = connections.find(id)
        const opened = await parts.accounts.open(connection)
        const onProgress = (progress: PlanStage) =>
          parts.push({
            name: 'plan.progress',
            payload: { source: spec.source, connection: id, ...progress },
          })
        const mirror = parts.mirrorOf(id)
        const openStaged = (of: SourceId) => openStagedRows(parts.stagedPath(of))
        const deps = { ...parts, ...opened, connection, staged, mirror, openStaged, onProgress }
        const summary = await planOf(deps, spec, either)
        changed(parts)
        return summary
      }
      return withStaged(parts, spec.source, work, { still: true })
    })
  }
  return {
    async match({ connection, source, mapping, filter }, signal) {
      const { id, service } = connections.find(connection)
      const { asksAccount, ...counted } = await withStaged(parts, source as SourceId, (staged) =>
        countMatching(
          {
            db: parts.db,
            staged,
            connector: connectorFor(service),
            connection: connectionNumber(parts.db, id),
          },
          { mapping },
          filter,
          signal,
        ),
      )
      const mirror = parts.mirrorOf(id)
      const readAt = (mirror.freshness('people') ?? mirror.freshness('everyone'))?.at ?? null
      return { ...counted, readAt: asksAccount ? readAt : null }
    },
    make,
    undo: async (wish, signal) => make(await stageUndo(parts, wish, signal), signal),
    spec: ({ plan }) => Promise.resolve(plans.spec(plan)),
    async get({ plan }, signal) {
      const summary = await countedPlan(parts, plan, signal)
      return rowsWereEdited(parts, plan) ? { ...summary, edited: true } : summary
    },
    async parts({ plan }, signal) {
      const summary = await countedPlan(parts, plan, signal)
      const schema = partSchema(parts, summary)
      return ticks
        .parts(plan)
        .map((one): PlanPart => ({ ...one, label: partLabel(one.part, schema, summary.audiences) }))
    },
    rows: ({ plan, ...query }) => findPlanRows(found, plan, query),
    countRows: ({ plan, ...query }) => countPlanRows(found, plan, query),
    override: ({ plan, ...order }, signal) =>
      oneAtATime(parts, plan, signal, async () => {
        const deps = await tickDeps(parts, plan)
        refuseRun(parts, plan)
        const summary = await overrideRow({ ...deps, held: parts.held }, plan, order, parts.clock.now())
        changed(parts)
        return summary
      }),
    tick: (input, signal) =>
      oneAtATime(parts, input.plan, signal, async () => {
        const deps = await tickDeps(parts, input.plan)
        refuseRun(parts, input.plan)
        const summary = await tickPlan(deps, input.plan, orderOf(input))
        changed(parts)
        return summary
      }),
  }
}

function planOf(deps: PlanDeps, spec: PlanSpec, signal: AbortSignal): Promise<PlanSummary> {
  const { undo = null, object = null } = spec
  if (undo !== null) return makeUndoPlan(deps, spec, undo, signal)
  return object === null ? makePlan(deps, spec, signal) : makeObjectPlan(deps, spec, object, signal)
}

/** What the fields and audiences of a plan are called. */
function partSchema(
  { connections, mirrorOf }: EngineParts,
  { connection, object }: PlanSummary,
): AccountSchema {
  const { service } = connections.find(connection.id)
  return targetSchema(connectorFor(service), object, mirrorOf(connection.id).schema())
}

function orderOf({ on, row, kind, field, audience, consent }: TickInput) {
  const fields = field === null ? [] : [{ field: field as FieldId }]
  const audiences = audience === null ? [] : [{ audience }]
  const consents = consent ? [{ consent: true } as const] : []
  return { on, row, kind, parts: [...fields, ...audiences, ...consents] }
}

/** The numbers of a plan; counted anew where the program ended in the middle of a tick. */
async function countedPlan(parts: EngineParts, plan: PlanId, signal: AbortSignal): Promise<PlanSummary> {
  const { plans, ticks } = parts
  if (!ticks.isTicking(plan)) return plans.summary(plan)
  return oneAtATime(parts, plan, signal, async () =>
    ticks.isTicking(plan) ? recountPlan(await tickDeps(parts, plan), plan) : parts.plans.summary(plan),
  )
}

async function tickDeps(parts: EngineParts, plan: PlanId): Promise<TickDeps> {
  const { plans, connections, accounts } = parts
  return { ...parts, ...(await accounts.open(connections.find(plans.spec(plan).connection))) }
}

function oneAtATime<T>(
  { queue }: EngineParts,
  plan: PlanId,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  return queue.run(`plan ${plan}`, signal, work)
}

function refuseRun({ journal }: EngineParts, plan: PlanId): void {
  const run = journal.ofPlan(plan)
  if (run)
    throw new AppError(
      'conflict',
      `That plan was begun as run ${run.id} already, so nothing of it can be switched any more. Make a new plan to choose again.`,
    )
}

function changed({ push }: EngineParts): void {
  push({ name: 'changed', payload: { what: 'plans' } })
}
