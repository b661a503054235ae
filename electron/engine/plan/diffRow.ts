import type {
  AudienceRef,
  ChangeDraft,
  ContactKey,
  Contact,
  FieldId,
  FieldRule,
  FieldValue,
  Mode,
  RowKind,
} from '../../../shared/model.ts'
import type { Connector } from '../connectors/connector.ts'
import { leftWords } from './leftWords.ts'

/** What the mirror has to know of a person for a row to be compared with them. */
export type KnownContact = Pick<Contact, 'remoteId' | 'left' | 'fields'>

/** A valid row that is not a duplicate, and the person it means, if the account has them. */
export interface RowToDiff {
  readonly email: string
  /** As the service would hold them; `null` means clear. Without the address itself. */
  readonly mapped: Readonly<Record<FieldId, FieldValue>>
  /** Why the file says that this person left. */
  readonly leftReason: string | null
  readonly contact: KnownContact | null
  readonly memberships: readonly AudienceRef[]
}

export interface DiffRules {
  readonly mode: Mode
  readonly heldBack: 'skip' | 'fields-only'
  readonly audiences: readonly AudienceRef[]
  readonly fields: readonly FieldRule[]
  readonly repeatOf: Connector['repeatOf']
}

export interface RowDiff {
  readonly kind: RowKind
  readonly reason: string | null
  readonly changes: readonly ChangeDraft[]
}

/** What a row would change. Pure: the whole guard, the write rules and the modes are here. */
export function diffRow(row: RowToDiff, rules: DiffRules): RowDiff {
  const left = leftReason(row)
  if (left !== null) return heldBack(row, rules, left)
  if (row.contact === null) return creation(row, rules)
  const changes = [...contactUpdate(row.contact, row, rules), ...joins(row, rules)]
  return changes.length === 0
    ? { kind: 'unchanged', reason: null, changes }
    : { kind: 'update', reason: null, changes }
}

function leftReason(row: RowToDiff): string | null {
  const inAccount = row.contact?.left
  if (inAccount) return leftWords[inAccount]
  return row.leftReason
}

/** No join for someone who left, and nobody who left is created. Their fields only if the user chose so. */
function heldBack(row: RowToDiff, rules: DiffRules, reason: string): RowDiff {
  const fields =
    rules.heldBack === 'fields-only' && row.contact !== null ? contactUpdate(row.contact, row, rules) : []
  return { kind: 'held-back', reason, changes: fields }
}

function creation(row: RowToDiff, rules: DiffRules): RowDiff {
  const after = Object.fromEntries(Object.entries(row.mapped).filter(([, value]) => value !== null))
  const create: ChangeDraft = {
    object: 'contact',
    op: 'create',
    key: keyOf(row),
    before: {},
    after,
    repeat: rules.repeatOf({ object: 'contact', op: 'create' }),
  }
  return { kind: 'create', reason: null, changes: [create, ...joins(row, rules)] }
}

function contactUpdate(contact: KnownContact, row: RowToDiff, rules: DiffRules): ChangeDraft[] {
  const before: Record<FieldId, FieldValue> = {}
  const after: Record<FieldId, FieldValue> = {}
  for (const { field, write } of rules.fields) {
    const next = row.mapped[field]
    if (next === undefined) continue
    const current = contact.fields[field] ?? null
    if (!mayWrite(write, current) || !isSent(rules.mode, current, next)) continue
    before[field] = current
    after[field] = next
  }
  if (Object.keys(after).length === 0) return []
  const repeat = rules.repeatOf({ object: 'contact', op: 'update' })
  return [{ object: 'contact', op: 'update', key: keyOf(row), before, after, repeat }]
}

function mayWrite(rule: FieldRule['write'], current: FieldValue): boolean {
  return rule === 'always' || (rule === 'if-empty' && (current === null || current === ''))
}

/** Full refresh sends whatever the mirror says, except clearing what is already empty. */
function isSent(mode: Mode, current: FieldValue, next: FieldValue): boolean {
  if (next === null) return current !== null && current !== ''
  return mode === 'full-refresh' || current !== next
}

function joins(row: RowToDiff, rules: DiffRules): ChangeDraft[] {
  return rules.audiences
    .filter((audience) => rules.mode === 'full-refresh' || !isIn(row.memberships, audience))
    .map((audience) => ({
      object: 'membership',
      op: 'join',
      key: keyOf(row),
      audience,
      repeat: rules.repeatOf({ object: 'membership', op: 'join', audience }),
    }))
}

function isIn(memberships: readonly AudienceRef[], audience: AudienceRef): boolean {
  return memberships.some((one) => one.kind === audience.kind && one.id === audience.id)
}

function keyOf(row: RowToDiff): ContactKey {
  return { remoteId: row.contact?.remoteId ?? null, email: row.email }
}
