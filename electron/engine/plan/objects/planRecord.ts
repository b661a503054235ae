import type { ChangeDraft, FieldId, RecordChange, RowKind } from '../../../../shared/model.ts'
import type { ObjectOp, ObjectType, ServiceObject } from '../../../../shared/objectTypes.ts'
import type { Connector } from '../../connectors/connector.ts'
import { nameOf, type ObjectIndex } from './objectIndex.ts'
import { missingField, type ObjectRow, textIn } from './objectReader.ts'

/** What decides the rows of a plan about objects. */
export interface RecordRules {
  readonly type: ObjectType
  readonly op: Exclude<ObjectOp, 'unsubscribe'>
  readonly index: ObjectIndex
  readonly connector: Pick<Connector, 'objectProblem' | 'objectNote' | 'repeatOf'>
  /** Every row is sent, whatever the account has. */
  readonly sendsAll: boolean
}

/** What the plan says of a row about an object, seen on its own. */
export interface RecordPlan {
  readonly kind: RowKind
  readonly reason: string | null
  readonly change: ChangeDraft | null
  /** What would be deleted. */
  readonly target: ServiceObject | null
}

type Values = ObjectRow['values']

/** What a valid row would change. Pure. */
export function planRecord(values: Values, rules: RecordRules): RecordPlan {
  switch (rules.op) {
    case 'insert':
      return insertion(values, rules)
    case 'update':
      return rules.type.groupBy === null ? update(values, rules) : lineUpdate(values, rules)
    case 'delete':
      return deletion(values, rules)
  }
}

function insertion(values: Values, rules: RecordRules): RecordPlan {
  const { type, index } = rules
  const missing = missingField(type, 'insert', values)
  if (missing !== null) return invalid(missing)
  const [same] = type.sameBy.length === 0 ? [] : index.same(values)
  if (same !== undefined)
    return {
      kind: 'unchanged',
      reason: `The account has this ${type.one} already (id ${same.id}).`,
      change: null,
      target: null,
    }
  const after = writable(type, values)
  return checked(rules, { before: {}, after }, { remoteId: null, name: nameOf(type, after) })
}

function update(values: Values, rules: RecordRules): RecordPlan {
  const { type, index, sendsAll } = rules
  const missing = missingField(type, 'update', values)
  if (missing !== null) return invalid(missing)
  const found = index.find(values)
  if (found.found === null) return invalid(found.words)
  const { id, values: held } = found.found
  const changed = Object.entries(writable(type, values)).filter(
    ([field, value]) =>
      field !== found.by && (sendsAll || textIn(held, field) !== (value === null ? '' : String(value))),
  )
  if (changed.length === 0) return { kind: 'unchanged', reason: null, change: null, target: null }
  const after = Object.fromEntries(changed)
  const before = Object.fromEntries(changed.map(([field]) => [field, held[field as FieldId] ?? null]))
  return checked(rules, { before, after }, { remoteId: id, name: nameOf(type, held) }, held)
}

/** One line of an object that is sent whole, since it can't be changed. */
function lineUpdate(values: Values, rules: RecordRules): RecordPlan {
  const { type, index } = rules
  const missing = missingField(type, 'update', values)
  if (missing !== null) return invalid(missing)
  const lines = index.same(values)
  const [first] = lines
  if (first === undefined)
    return invalid(`The account has no ${type.one} “${nameOf(type, values)}” yet. Insert it instead.`)
  const after = writable(type, values)
  const line = lines.find((one) => isSameLine(type, one.values, after))
  const held = line?.values ?? first.values
  const before = Object.fromEntries(
    Object.keys(after)
      .filter((field) => line !== undefined || !type.ofRow.includes(field as FieldId))
      .map((field) => [field, held[field as FieldId] ?? null]),
  )
  return checked(rules, { before, after }, { remoteId: first.id, name: nameOf(type, after) }, {})
}

/** Two lines of one object are the same by their line id, or where they have none, by their product. */
function isSameLine({ ofRow }: ObjectType, one: Values, other: Values): boolean {
  const known = ofRow.filter((field) => field.endsWith('_lid') || field.endsWith('_pid'))
  const by = known.find((field) => field.endsWith('_lid') && textIn(other, field) !== '') ?? known[0]
  return by !== undefined && textIn(one, by) === textIn(other, by)
}

function deletion(values: Values, rules: RecordRules): RecordPlan {
  const { type, index, connector } = rules
  const found = index.find(values)
  if (found.found === null) {
    const isUnnamed = type.foundBy.every((field) => textIn(values, field) === '')
    if (isUnnamed || found.words.includes('several')) return invalid(found.words)
    return {
      kind: 'unchanged',
      reason: `${found.words} There is nothing to delete.`,
      change: null,
      target: null,
    }
  }
  const { id, values: before } = found.found
  const problem = connector.objectProblem?.(type.id, 'delete', { before, after: {} }) ?? null
  if (problem !== null) return invalid(problem)
  const change = draft(rules, { before, after: {} }, { remoteId: id, name: nameOf(type, before) })
  return { kind: 'delete', reason: null, change, target: found.found }
}

interface BeforeAfter {
  readonly before: Values
  readonly after: Values
}

type Key = Pick<RecordChange['key'], 'remoteId' | 'name'>

/** `held`: all of the object, where the check needs more than what changes. */
function checked(
  rules: RecordRules,
  values: BeforeAfter,
  key: Key,
  held: Values = values.before,
): RecordPlan {
  const { type, op, connector } = rules
  const given = { before: held, after: values.after }
  const problem = connector.objectProblem?.(type.id, op, given) ?? null
  if (problem !== null) return invalid(problem)
  const reason = connector.objectNote?.(type.id, op, given) ?? null
  const kind = op === 'insert' ? 'create' : 'update'
  return { kind, reason, change: draft(rules, values, key), target: null }
}

function draft({ type, op, connector }: RecordRules, { before, after }: BeforeAfter, key: Key): ChangeDraft {
  const change = { object: 'record', type: type.id, op, after } as const
  return { ...change, before, key: { ...key, email: null }, repeat: connector.repeatOf(change) }
}

function invalid(reason: string): RecordPlan {
  return { kind: 'invalid', reason, change: null, target: null }
}

function writable({ fields }: ObjectType, values: Values): Values {
  const readOnly = new Set(fields.filter((field) => field.readOnly).map(({ id }) => id))
  return Object.fromEntries(Object.entries(values).filter(([field]) => !readOnly.has(field as FieldId)))
}
