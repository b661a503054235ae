import type { PlanSummary } from '../../../../shared/contract/plans.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { RecordChange } from '../../../../shared/model.ts'
import type { ObjectTarget, ObjectType } from '../../../../shared/objectTypes.ts'
import type { DoneChange } from '../../store/doneRows.ts'
import type { PlannedRow } from '../../store/plans.ts'
import { planCounter } from '../importTag.ts'
import { objectIndex } from '../objects/objectIndex.ts'
import { readAllOf } from '../objects/readAllOf.ts'
import { targetType } from '../objects/targetType.ts'
import { unavailableType } from '../objects/unavailableType.ts'
import { planTally } from '../planTally.ts'
import { summariseUndo } from './summariseUndo.ts'
import { eachBatch, type Making, type RowToUndo } from './undoMaking.ts'
import { type DoneRecord, type RecordUndoRules, undoRecord } from './undoRecord.ts'

/** Compares tags, fields, broadcasts or webhooks as a run left them with what they are now, and keeps what takes that back. */
export async function planRecordsBack(
  making: Making,
  target: ObjectTarget,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { deps, undo } = making
  const { connector, connection, pacer, clock } = deps
  const type = targetType(connector, target)
  const unavailable = unavailableType(connection, type)
  if (unavailable !== null) throw new AppError('forbidden', unavailable)
  const [before, at] = [pacer.requests(), clock.now()]
  const rules = await rulesNow(making, type, target, signal)
  const requests = planCounter(deps.account)
  const tally = planTally()
  let editedSince = 0
  await eachBatch(making, 'comparing', signal, async (rows) => {
    const planned: PlannedRow[] = []
    for (const row of rows) {
      const { edited, ...plan } = await planOne(row)
      planned.push(plan)
      tally.add(plan)
      if (edited) editedSince += 1
      if (plan.changes.length > 0) requests.add(plan.changes)
    }
    return planned
  })
  const { title, one, many } = type
  const made = {
    object: { ...target, title, one, many },
    refreshed: { how: 'everyone', at } as const,
    mirrorRequests: pacer.requests() - before,
    tally,
    audiences: new Set<string>(),
    requests,
  }
  const field = type.fields.find(({ id }) => id === undo.field)?.label ?? undo.field
  return summariseUndo(making, made, { run: undo.run, field, editedSince, stays: [] })

  async function planOne({ row, done }: RowToUndo): Promise<PlannedRow & { readonly edited: boolean }> {
    const who = { row, email: done?.email ?? null, identity: null, remoteId: null, cursor: null }
    const record = done?.done.flatMap(toRecord).at(0)
    if (record === undefined || isEmptied(record.change))
      return { ...who, kind: 'left-out', reason: forgottenWords, warning: null, changes: [], edited: false }
    const back = undoRecord(record, rules)
    const lost = back.target === null ? null : await deps.account.lossOf?.(type.id, back.target, signal)
    const sends = back.change !== null
    return {
      ...who,
      kind: back.kind,
      reason: lost ?? back.reason,
      warning: sends ? back.said : null,
      changes: sends ? [back.change] : [],
      edited: back.edited,
    }
  }
}

const forgottenWords = 'What this run wrote there is no longer kept on this computer.'

async function rulesNow(
  { deps, undo }: Making,
  type: ObjectType,
  { op }: ObjectTarget,
  signal: AbortSignal,
): Promise<RecordUndoRules> {
  const objects = await readAllOf(type, deps, signal)
  return {
    type,
    service: deps.connector.title,
    op: op === 'delete' ? 'delete' : 'update',
    index: objectIndex(type, objects),
    byId: new Map(objects.map((one) => [one.id, one])),
    connector: deps.connector,
    sendsAll: false,
    field: undo.field,
  }
}

function toRecord({ change, ...rest }: DoneChange): DoneRecord[] {
  return change.object === 'record' ? [{ ...rest, change }] : []
}

/** Of whom the row was about was forgotten, or the values are too old to be kept. */
function isEmptied({ after }: RecordChange): boolean {
  return Object.keys(after).length === 0
}
