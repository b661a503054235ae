import type { FieldId, FieldValue, RecordChange, RowKind } from '../../../../shared/model.ts'
import type { ObjectField, ObjectType, ServiceObject } from '../../../../shared/objectTypes.ts'
import { objectField } from '../../connectors/objectField.ts'
import { hasForgotten } from '../../forget/personText.ts'
import type { DoneChange } from '../../store/doneRows.ts'
import { textIn } from '../objects/objectReader.ts'
import { planRecord, type RecordPlan, type RecordRules } from '../objects/planRecord.ts'

export interface RecordUndoRules extends RecordRules {
  readonly service: string
  /** Only this field is taken back. */
  readonly field: FieldId | null
  readonly byId: ReadonlyMap<string, ServiceObject>
}

/** What a run did to one thing that is not a person. */
export interface DoneRecord extends Pick<DoneChange, 'wasThere' | 'made'> {
  readonly change: RecordChange
}

export interface UndoneRecord extends Omit<RecordPlan, 'kind'> {
  readonly kind: RowKind
  /** What stays, and what can't be told; `null`: nothing. */
  readonly said: string | null
  /** Whether something stays as somebody changed it since. */
  readonly edited: boolean
}

/**
 * What takes back what was done to one thing that is not a person: what was changed gets the values from before, where
 * they are still what the run wrote; what was made is deleted, known by its id, where it still is as it was made. Pure.
 */
export function undoRecord(done: DoneRecord, rules: RecordUndoRules): UndoneRecord {
  return rules.op === 'delete' ? unmake(done, rules) : changeBack(done.change, rules)
}

function changeBack(change: RecordChange, rules: RecordUndoRules): UndoneRecord {
  const { type, byId, field: only } = rules
  const { remoteId } = change.key
  const now = remoteId === null ? undefined : byId.get(remoteId)
  if (now === undefined) return staying(`The account has no such ${type.one} any more.`)
  const back: Record<FieldId, FieldValue> = { [idField]: now.id }
  const kept: Kept[] = []
  for (const field of Object.keys(change.after) as FieldId[]) {
    if (only !== null && only !== field) continue
    const [is, wrote, had] = [now.values, change.after, change.before].map((values) => textIn(values, field))
    if (is === had || wrote === had) continue
    const stays = whyKept({ is, wrote, had }, fieldOf(type, field), rules)
    if (stays === null) back[field] = change.before[field] ?? null
    else kept.push(stays)
  }
  const said = kept.map(({ words }) => words).join(' ') || null
  const edited = kept.some((one) => one.edited)
  if (Object.keys(back).length === 1)
    return said === null ? { ...nothing, kind: 'unchanged' } : staying(said, edited)
  return { ...carriedOut(planRecord(back, rules)), said, edited }
}

/** Why a value stays as it is. */
interface Kept {
  readonly words: string
  /** Somebody changed it since. */
  readonly edited: boolean
}

function whyKept(
  { is, wrote, had }: Readonly<Record<'is' | 'wrote' | 'had', string | undefined>>,
  { label, keptInOwnForm, staysBecause }: ObjectField,
  { service }: RecordUndoRules,
): Kept | null {
  const words = (text: string): Kept => ({ words: text, edited: false })
  if (hasForgotten(had) || hasForgotten(wrote))
    return words(`What ${label} was before was forgotten on this computer, so it stays.`)
  if (keptInOwnForm) return words(`${untold(label, service)}, so it stays.`)
  if (staysBecause !== null) return words(`${label} stays: ${staysBecause}`)
  return is === wrote ? null : { words: editedWords(label, is ?? ''), edited: true }
}

function unmake({ change, wasThere, made }: DoneRecord, rules: RecordUndoRules): UndoneRecord {
  const { type, byId, service } = rules
  if (wasThere)
    return staying(`The account had this ${type.one} by the time the run came to make it, so it stays.`)
  if (made === null) return staying(`Nothing says which ${type.one} the run made, so it stays.`)
  const now = byId.get(made)
  if (now === undefined) return staying(`The account has no such ${type.one} any more.`)
  const untellable: string[] = []
  for (const field of Object.keys(change.after) as FieldId[]) {
    const { label, keptInOwnForm } = fieldOf(type, field)
    const [is = '', wrote] = [now.values, change.after].map((values) => textIn(values, field))
    if (keptInOwnForm) untellable.push(`${untold(label, service)}.`)
    else if (hasForgotten(wrote))
      return staying(
        `What the run wrote in ${label} was forgotten on this computer, so the ${type.one} stays.`,
      )
    else if (is !== wrote) return staying(editedWords(label, is), true)
  }
  const said = untellable.join(' ') || null
  return { ...carriedOut(planRecord({ [idField]: made }, rules)), said, edited: false }
}

function untold(label: string, service: string): string {
  return `${service} keeps ${label} in a form of its own, and nothing tells whether somebody changed it since`
}

function editedWords(label: string, is: string): string {
  return `${label} was ${is === '' ? 'emptied' : `changed to “${is}”`} since, so it stays.`
}

const idField = 'id' as FieldId

const nothing = { reason: null, change: null, target: null, said: null, edited: false } as const

function staying(reason: string, edited = false): UndoneRecord {
  return { ...nothing, kind: 'left-out', reason, said: reason, edited }
}

/** What the service would refuse stays; no row of an undo is the user's to put right. */
function carriedOut(plan: RecordPlan): Omit<UndoneRecord, 'said' | 'edited'> {
  return plan.kind === 'invalid' ? { ...plan, kind: 'left-out' } : plan
}

/** A field that the type no longer has is named by its id. */
function fieldOf({ fields }: ObjectType, field: FieldId): ObjectField {
  return fields.find(({ id }) => id === field) ?? objectField(field, field)
}
