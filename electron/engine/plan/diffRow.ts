import type {
  AudienceRef,
  ChangeDraft,
  ContactKey,
  Contact,
  FieldId,
  FieldRule,
  FieldValue,
  LeftReason,
  Mode,
  RowKind,
} from '../../../shared/model.ts'
import type { Connector } from '../connectors/connector.ts'
import type { ConsentDate } from './consentDate.ts'
import { leftWords } from './leftWords.ts'
import { type ConsentRules, rowConsent, type RowConsent } from './rowConsent.ts'

/** What the mirror has to know of a person for a row to be compared with them. */
export type KnownContact = Pick<
  Contact,
  'remoteId' | 'email' | 'left' | 'consent' | 'leftAudiences' | 'fields'
>

/** A valid row that is not a duplicate, and the person it means, if the account has them. */
export interface RowToDiff {
  readonly email: string | null
  /** How else they are known. */
  readonly phone: string | null
  readonly externalId: string | null
  /** As the service would hold them; `null` means clear. Without the address itself. */
  readonly mapped: Readonly<Record<FieldId, FieldValue>>
  /** Why the file says that this person left. */
  readonly leftReason: string | null
  readonly contact: KnownContact | null
  readonly memberships: readonly AudienceRef[]
  readonly consentDate: ConsentDate
  /** What rules take them out of. */
  readonly leaves?: readonly AudienceRef[]
  /** A rule unsubscribes them: the service's word for them until then. */
  readonly unsubscribes?: { readonly state: string } | null
}

export interface DiffRules {
  readonly mode: Mode
  readonly heldBack: 'skip' | 'fields-only'
  readonly audiences: readonly AudienceRef[]
  /** `null`: nobody is subscribed. */
  readonly consent: ConsentRules | null
  readonly fields: readonly FieldRule[]
  /** New people are created as somebody who has to confirm first. */
  readonly confirmation?: boolean
  /** Nobody new without an audience. */
  readonly onlyPlaced?: boolean
  /** `list “VIP”` */
  readonly audienceWords: (audience: AudienceRef) => string
  readonly repeatOf: Connector['repeatOf']
}

export interface RowDiff {
  readonly kind: RowKind
  readonly reason: string | null
  /** What of the row does not go, where the rest does. */
  readonly warning: string | null
  readonly changes: readonly ChangeDraft[]
}

/** What a row would change. Pure: the whole guard, the write rules and the modes are here. */
export function diffRow(row: RowToDiff, rules: DiffRules): RowDiff {
  if (row.unsubscribes) return unsubscribed(row, row.contact, rules)
  const left = leftReason(row)
  if (left !== null) return heldBack(row, rules, left)
  const contact = row.contact === null ? [creation(row, rules)] : contactUpdate(row.contact, row, rules)
  const leaves = leavesOf(row, rules)
  const isDone = contact.length === 0 && leaves.length === 0
  if (isDone && rules.audiences.length === 0 && rules.consent === null) return unchanged
  const consent = consentOf(row, rules, contact[0])
  const listsLeft = leftAudienceWords(row, rules)
  const changes = [...contact, ...leaves, ...joinsOf(row, rules, consent)]
  if (consent.change !== null) changes.push(consent.change)
  if (row.contact === null && rules.onlyPlaced === true && changes.length === 1) return placedNowhere
  const said = [...listsLeft, consent.note].filter((text) => text !== null).join(' ') || null
  if (row.contact === null) return { kind: 'create', reason: null, warning: said, changes }
  if (changes.length > 0) return { kind: 'update', reason: null, warning: said, changes }
  const kind = listsLeft.length > 0 || consent.isHeldBack ? 'held-back' : 'unchanged'
  return { kind, reason: said, warning: null, changes }
}

/** Nothing that goes the other way is sent along with it: no join, no consent. */
function unsubscribed(row: RowToDiff, contact: KnownContact | null, rules: DiffRules): RowDiff {
  if (contact === null) return nobodyToUnsubscribe
  const leaves = leavesOf(row, rules)
  if (contact.left !== null) {
    const reason = leftWords[contact.left]
    return { kind: leaves.length > 0 ? 'held-back' : 'unchanged', reason, warning: null, changes: leaves }
  }
  const change: ChangeDraft = {
    object: 'unsubscription',
    op: 'unsubscribe',
    key: keyOf(row),
    before: row.unsubscribes?.state ?? '',
    repeat: rules.repeatOf({ object: 'unsubscription', op: 'unsubscribe' }),
  }
  const changes = [...contactUpdate(contact, row, rules), ...leaves, change]
  return { kind: 'update', reason: null, warning: null, changes }
}

const nobodyToUnsubscribe: RowDiff = {
  kind: 'left-out',
  reason: 'Is not in the account, so there is nobody to unsubscribe.',
  warning: null,
  changes: [],
}

const placedNowhere: RowDiff = {
  kind: 'left-out',
  reason: 'Is new, and nobody is created here who is not put into a form, tag or sequence.',
  warning: null,
  changes: [],
}

/** As most rows of most files are. */
const unchanged: RowDiff = { kind: 'unchanged', reason: null, warning: null, changes: [] }

function joinsOf(row: RowToDiff, rules: DiffRules, consent: RowConsent): ChangeDraft[] {
  const left = row.contact?.leftAudiences ?? []
  return wantedAudiences(rules, consent)
    .filter((audience) => !isIn(left, audience) && isNews(row, rules, audience))
    .map((audience) => join(row, rules, audience))
}

const noConsent: RowConsent = { change: null, joins: false, note: null, isHeldBack: false }

function consentOf(row: RowToDiff, { consent, repeatOf }: DiffRules, contact?: ChangeDraft): RowConsent {
  if (consent === null) return noConsent
  const { audience, phoneField } = consent
  if (audience !== null && isIn(row.contact?.leftAudiences ?? [], audience)) return noConsent
  const written = contact?.object === 'contact' ? contact.after : {}
  const phone = phoneField === null ? null : (written[phoneField] ?? row.contact?.fields[phoneField])
  const isMember = audience !== null && isIn(row.memberships, audience)
  return rowConsent(
    { key: keyOf(row), contact: row.contact, phone, date: row.consentDate, isMember },
    consent,
    repeatOf,
  )
}

/** Whoever is subscribed to an audience joins it by that; nobody who isn't joins it on the side. */
function wantedAudiences({ audiences, consent }: DiffRules, { joins }: RowConsent): readonly AudienceRef[] {
  const subscribedTo = consent?.audience ?? null
  if (subscribedTo === null) return audiences
  const others = audiences.filter((audience) => !isIn([subscribedTo], audience))
  return joins ? [...others, subscribedTo] : others
}

/** Audiences that the row would put someone into who left just these. */
function leftAudienceWords(row: RowToDiff, { audiences, consent, audienceWords }: DiffRules): string[] {
  const left = row.contact?.leftAudiences ?? []
  if (left.length === 0) return []
  const wanted = consent?.audience ? [...audiences, consent.audience] : audiences
  return left
    .filter((one) => isIn(wanted, one))
    .map((one) => `${leftAudienceReason[one.reason]} ${audienceWords(one)}, so they are not put on it again.`)
}

const leftAudienceReason: Readonly<Record<LeftReason, string>> = {
  unsubscribed: 'They unsubscribed from the',
  bounced: 'Their address bounced for the',
  complained: 'They reported mail as spam for the',
  suppressed: 'They are suppressed for the',
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
  // Who left may be taken out of more.
  return { kind: 'held-back', reason, warning: null, changes: [...fields, ...leavesOf(row, rules)] }
}

function creation(row: RowToDiff, rules: DiffRules): ChangeDraft {
  const after = Object.fromEntries(Object.entries(row.mapped).filter(([, value]) => value !== null))
  return {
    object: 'contact',
    op: 'create',
    key: keyOf(row),
    before: {},
    after,
    ...(rules.confirmation === true && { confirms: true }),
    repeat: rules.repeatOf({ object: 'contact', op: 'create' }),
  }
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

function isNews(row: RowToDiff, { mode }: DiffRules, audience: AudienceRef): boolean {
  return mode === 'full-refresh' || !isIn(row.memberships, audience)
}

const none: readonly never[] = []

/** Nobody leaves what they are not in. */
function leavesOf(row: RowToDiff, { repeatOf }: DiffRules): readonly ChangeDraft[] {
  const { leaves = none } = row
  if (leaves.length === 0) return none
  return leaves
    .filter((audience) => isIn(row.memberships, audience))
    .map((audience) => leave(keyOf(row), audience, repeatOf))
}

/** Takes somebody out of an audience. */
export function leave(
  key: ContactKey,
  { kind, id }: AudienceRef,
  repeatOf: Connector['repeatOf'],
): ChangeDraft {
  const audience = { kind, id }
  const repeat = repeatOf({ object: 'membership', op: 'leave', audience })
  return { object: 'membership', op: 'leave', key, audience, repeat }
}

function join(row: RowToDiff, { repeatOf }: DiffRules, audience: AudienceRef): ChangeDraft {
  const { kind, id } = audience
  const repeat = repeatOf({ object: 'membership', op: 'join', audience })
  const wasIn = isIn(row.memberships, audience) && ({ wasIn: true } as const)
  return { object: 'membership', op: 'join', key: keyOf(row), audience: { kind, id }, ...wasIn, repeat }
}

function isIn(memberships: readonly AudienceRef[], audience: AudienceRef): boolean {
  return memberships.some((one) => one.kind === audience.kind && one.id === audience.id)
}

function keyOf(row: RowToDiff): ContactKey {
  const { contact, phone, externalId } = row
  const key = { remoteId: contact?.remoteId ?? null, email: row.email ?? contact?.email ?? null }
  if (key.email !== null || key.remoteId !== null) return key
  return { ...key, ...(phone !== null && { phone }), ...(externalId !== null && { externalId }) }
}
