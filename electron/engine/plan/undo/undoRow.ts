import { assertNever } from '../../../../shared/errors.ts'
import type {
  AudienceRef,
  Change,
  ChangeDraft,
  Contact,
  ContactChange,
  ContactKey,
  FieldId,
  FieldValue,
  RowKind,
} from '../../../../shared/model.ts'
import { emailField } from '../../../../shared/mapping/emailField.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { Connector } from '../../connectors/connector.ts'
import { hasForgotten } from '../../forget/personText.ts'
import type { DoneChange } from '../../store/doneRows.ts'
import { leftWords } from '../leftWords.ts'

/** What can't be taken back, to be counted over all rows. */
export type Staying =
  | { readonly what: 'created' | 'consent' | 'unsubscription' | 'record' }
  | { readonly what: 'audience'; readonly audience: AudienceRef }

export interface UndoRules {
  readonly service: string
  /** Only this field is taken back. */
  readonly field: FieldId | null
  /** What people are known by: it is never emptied. */
  readonly identifiers: readonly FieldId[]
  /** `null`: the account has no such field any more. */
  readonly fieldLabel: (field: FieldId) => string | null
  readonly audienceWords: (audience: AudienceRef) => string
  /** Whether people can be put into it, or taken out. */
  readonly canJoin: (audience: AudienceRef) => boolean
  readonly canLeave: (audience: AudienceRef) => boolean
  readonly repeatOf: Connector['repeatOf']
}

/** A person as they are now. */
export interface PersonNow {
  readonly contact: Contact
  /** As a list showed them, where that is not what the mirror has: it is newer or older than what was written. */
  readonly listed: Contact | null
  readonly isMember: (audience: AudienceRef) => boolean
  /** Whether somebody else has this address by now. */
  readonly isTaken: (email: string) => boolean
}

export interface UndoneRow {
  readonly kind: RowKind
  readonly reason: string | null
  readonly warning: string | null
  readonly changes: readonly ChangeDraft[]
  readonly stays: readonly Staying[]
  readonly editedSince: boolean
}

/**
 * What takes the changes of one row back. A value is only put back where it still is what the run wrote: whatever
 * somebody else made of it since stays. Nobody is put into anything who left. Pure.
 */
export function undoRow(done: readonly DoneChange[], now: PersonNow | null, rules: UndoRules): UndoneRow {
  if (done.every(({ change }) => isEmptied(change)))
    return nothingBack('This person was forgotten on this computer, and what they had before with them.')
  if (now === null)
    return done.every(({ change }) => change.object === 'record')
      ? nothingBack('What this did can’t be taken back by a program.', [{ what: 'record' }])
      : nothingBack(`This person is no longer in the ${rules.service} account.`)
  const back: Back = { changes: [], said: [], stays: [], edited: false }
  for (const one of done) takeBack(one, now, rules, back)
  return outcomeOf(back, now)
}

/** What is found out of a row, change by change. */
interface Back {
  readonly changes: ChangeDraft[]
  readonly said: string[]
  readonly stays: Staying[]
  edited: boolean
}

function takeBack(
  { change, sentAt, wasThere }: DoneChange,
  now: PersonNow,
  rules: UndoRules,
  back: Back,
): void {
  if (change.object === 'contact') takeValuesBack(change, wasThere ? Infinity : sentAt, now, rules, back)
  // A field is only of the person.
  else if (rules.field === null) takeRestBack(change, now, rules, back)
}

function takeRestBack(
  change: Exclude<Change, ContactChange>,
  now: PersonNow,
  rules: UndoRules,
  back: Back,
): void {
  switch (change.object) {
    case 'membership':
      if (change.wasIn === true) return
      if (change.op === 'join') takeOut(change.audience, now, rules, back)
      else putBack(change.audience, now, rules, back)
      return
    case 'consent':
      stay(back, { what: 'consent' }, 'Consent that was recorded stays.')
      if (change.audience !== null && change.wasIn !== true) takeOut(change.audience, now, rules, back)
      return
    case 'unsubscription':
      stay(back, { what: 'unsubscription' }, 'Stays unsubscribed: only they themselves can come back.')
      return
    case 'record':
      stay(back, { what: 'record' }, 'What this did can’t be taken back by a program.')
      return
    default:
      assertNever(change)
  }
}

/** A clock may be off by minutes; whoever is older than that was there before the run. */
const clockMs = 10 * 60_000

function takeValuesBack(
  change: ContactChange,
  sentAt: number | null,
  now: PersonNow,
  rules: UndoRules,
  back: Back,
): void {
  const isNew = change.op === 'create'
  if (isNew) {
    const { createdAt } = now.contact
    if (createdAt !== null && sentAt !== null && createdAt < sentAt - clockMs) {
      back.said.push('Was in the account before the run after all, so what they had then is not known.')
      return
    }
    if (rules.field === null)
      stay(back, { what: 'created' }, 'Was created by the run, and stays, without what it wrote.')
  }
  const before: Record<FieldId, FieldValue> = {}
  const after: Record<FieldId, FieldValue> = {}
  for (const field of Object.keys(change.after) as FieldId[]) {
    if (rules.field !== null && rules.field !== field) continue
    if (isNew && rules.identifiers.includes(field)) continue
    const wrote = change.after[field] ?? null
    const had = change.before[field] ?? null
    const is = now.contact.fields[field] ?? null
    if (isSame(field, wrote, had) || isSame(field, is, had)) continue
    const label = rules.fieldLabel(field)
    const other = othersEdit(field, { is, wrote, had }, now.listed)
    if (other !== undefined) {
      back.edited = true
      back.said.push(`${label ?? field} was ${changedTo(other)} since, so it stays.`)
    } else if (hasForgotten(had))
      back.said.push(`What ${label ?? field} was before was forgotten on this computer, so it stays.`)
    else if (label === null) back.said.push(`The account has no field ${field} any more.`)
    else if (field === emailField && had !== null && now.isTaken(String(had)))
      back.said.push('Somebody else has their former address by now, so the new one stays.')
    else {
      before[field] = is
      after[field] = had
    }
  }
  if (Object.keys(after).length === 0) return
  const repeat = rules.repeatOf({ object: 'contact', op: 'update' })
  back.changes.unshift({ object: 'contact', op: 'update', key: keyOf(now.contact), before, after, repeat })
}

/** What somebody made of a value, if they did. A list that lags shows what was before, which is nobody's edit. */
function othersEdit(
  field: FieldId,
  { is, wrote, had }: Readonly<Record<'is' | 'wrote' | 'had', FieldValue>>,
  listed: Contact | null,
): FieldValue | undefined {
  if (!isSame(field, is, wrote)) return is
  if (listed === null) return undefined
  const shown = listed.fields[field] ?? null
  return isSame(field, shown, wrote) || isSame(field, shown, had) ? undefined : shown
}

function changedTo(value: FieldValue): string {
  return value === null || value === '' ? 'emptied' : `changed to “${value}”`
}

function isSame(field: FieldId, one: FieldValue, other: FieldValue): boolean {
  if ((one ?? '') === (other ?? '')) return true
  return field === emailField && foldEmail(String(one ?? '')) === foldEmail(String(other ?? ''))
}

function takeOut(audience: AudienceRef, now: PersonNow, rules: UndoRules, back: Back): void {
  if (!rules.canLeave(audience))
    stay(back, { what: 'audience', audience }, `Stays in the ${rules.audienceWords(audience)}.`)
  else if (now.isMember(audience)) back.changes.push(membership('leave', audience, now, rules))
}

function putBack(audience: AudienceRef, now: PersonNow, rules: UndoRules, back: Back): void {
  if (now.isMember(audience)) return
  const words = rules.audienceWords(audience)
  const { left, leftAudiences } = now.contact
  const leftIt = leftAudiences.some(({ kind, id }) => kind === audience.kind && id === audience.id)
  if (left !== null || leftIt) back.said.push(`They left since, so they are not put into the ${words} again.`)
  else if (!rules.canJoin(audience)) back.said.push(`The ${words} takes nobody now.`)
  else back.changes.push(membership('join', audience, now, rules))
}

function membership(
  op: 'join' | 'leave',
  { kind, id }: AudienceRef,
  { contact }: PersonNow,
  { repeatOf }: UndoRules,
): ChangeDraft {
  const audience = { kind, id }
  const repeat = repeatOf({ object: 'membership', op, audience })
  return { object: 'membership', op, key: keyOf(contact), audience, repeat }
}

function stay(back: Back, what: Staying, words: string): void {
  back.stays.push(what)
  back.said.push(words)
}

function outcomeOf({ changes, said, stays, edited }: Back, { contact }: PersonNow): UndoneRow {
  const words = said.join(' ') || null
  const found = { changes, stays, editedSince: edited }
  if (changes.length === 0)
    return words === null
      ? { ...found, kind: 'unchanged', reason: null, warning: null }
      : { ...found, kind: 'left-out', reason: words, warning: null }
  if (contact.left === null) return { ...found, kind: 'update', reason: null, warning: words }
  // Nothing that is taken back writes to them.
  const reason = `${leftWords[contact.left]}; what the run wrote is taken back all the same`
  return { ...found, kind: 'held-back', reason, warning: words }
}

function nothingBack(reason: string, stays: readonly Staying[] = []): UndoneRow {
  return { kind: 'left-out', reason, warning: null, changes: [], stays, editedSince: false }
}

function isEmptied({ object, key }: Change): boolean {
  const { remoteId, email, phone, externalId } = key
  return (
    object !== 'record' && [remoteId, email, phone ?? null, externalId ?? null].every((id) => id === null)
  )
}

function keyOf({ remoteId, email }: Contact): ContactKey {
  return { remoteId, email }
}
