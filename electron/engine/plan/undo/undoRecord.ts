import type { FieldId, FieldValue, RecordChange, RowKind } from '../../../../shared/model.ts'
import type { ServiceObject } from '../../../../shared/objectTypes.ts'
import { textIn } from '../objects/objectReader.ts'
import { planRecord, type RecordPlan, type RecordRules } from '../objects/planRecord.ts'

export interface RecordUndoRules extends RecordRules {
  /** Only this field is taken back. */
  readonly field: FieldId | null
  readonly byId: ReadonlyMap<string, ServiceObject>
}

export interface UndoneRecord extends Omit<RecordPlan, 'kind'> {
  readonly kind: RowKind
  /** What stays as somebody changed it since; `null`: nothing does. */
  readonly edited: string | null
}

/**
 * What takes back what was done to one thing that is not a person: what was changed gets the values from before, where
 * they are still what the run wrote; what was made is deleted, where it still is as it was made. Pure.
 */
export function undoRecord(change: RecordChange, rules: RecordUndoRules): UndoneRecord {
  return rules.op === 'delete' ? unmake(change, rules) : changeBack(change, rules)
}

function changeBack({ key, before, after }: RecordChange, rules: RecordUndoRules): UndoneRecord {
  const { type, byId, field: only } = rules
  const now = key.remoteId === null ? undefined : byId.get(key.remoteId)
  if (now === undefined) return staying(`The account has no such ${type.one} any more.`)
  const back: Record<FieldId, FieldValue> = { [idField]: now.id }
  const said: string[] = []
  for (const field of Object.keys(after) as FieldId[]) {
    if (only !== null && only !== field) continue
    const [is, wrote, had] = [now.values, after, before].map((values) => textIn(values, field))
    if (is === had || wrote === had) continue
    if (is === wrote) back[field] = before[field] ?? null
    else
      said.push(`${labelOf(rules, field)} was ${is ? `changed to “${is}”` : 'emptied'} since, so it stays.`)
  }
  const edited = said.join(' ') || null
  if (Object.keys(back).length === 1)
    return edited === null ? { ...nothing, kind: 'unchanged' } : staying(edited, edited)
  return { ...carriedOut(planRecord(back, rules)), edited }
}

function unmake({ after }: RecordChange, rules: RecordUndoRules): UndoneRecord {
  const { type, index } = rules
  const [made, other] = index.same(after)
  if (made === undefined) return staying(`The account has no such ${type.one} any more as the run made it.`)
  if (other !== undefined)
    return staying(`The account has several ${type.many} like this, so nothing says which the run made.`)
  const changed = (Object.keys(after) as FieldId[]).find(
    (field) => textIn(made.values, field) !== textIn(after, field),
  )
  if (changed !== undefined) {
    const words = `${labelOf(rules, changed)} was changed since, so it stays.`
    return staying(words, words)
  }
  return { ...carriedOut(planRecord({ [idField]: made.id }, rules)), edited: null }
}

const idField = 'id' as FieldId

const nothing = { reason: null, change: null, target: null, edited: null } as const

function staying(reason: string, edited: string | null = null): UndoneRecord {
  return { ...nothing, kind: 'left-out', reason, edited }
}

/** What the service would refuse stays; no row of an undo is the user's to put right. */
function carriedOut(plan: RecordPlan): Omit<UndoneRecord, 'edited'> {
  return plan.kind === 'invalid' ? { ...plan, kind: 'left-out' } : plan
}

function labelOf({ type }: RecordUndoRules, field: FieldId): string {
  return type.fields.find(({ id }) => id === field)?.label ?? field
}
