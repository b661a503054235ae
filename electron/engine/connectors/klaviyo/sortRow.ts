import type { Change, ChangeDraft, ContactKey, FieldId, FieldValue } from '../../../../shared/model.ts'
import type { StepOutcome } from '../applyEvents.ts'
import { listIdOf } from './audience.ts'
import { fieldsToSend, importedProfile } from './importedProfile.ts'

/** What happens to one row's changes. Generic over whether they have ids yet: a plan counts before they do. */
export interface SortedRow<C extends ChangeDraft> {
  /** Written by one import, together: the contact change, if there is one, and its joins. */
  readonly imported: ImportedRow<C> | null
  /** Joins of someone whose id is known, in a row that writes no fields. */
  readonly joins: readonly Extract<C, { object: 'membership' }>[]
  readonly leaves: readonly Extract<C, { object: 'membership' }>[]
  readonly consents: readonly Extract<C, { object: 'consent' }>[]
  readonly unsubscriptions: readonly Extract<C, { object: 'unsubscription' }>[]
  /** Changes that can't be sent, with the reason. */
  readonly refused: readonly { readonly change: C; readonly reason: string }[]
}

export interface ImportedRow<C extends ChangeDraft> {
  readonly changes: readonly C[]
  /** Ids of the lists, sorted. */
  readonly lists: readonly string[]
  /** The profile as JSON. */
  readonly json: string
  readonly bytes: number
}

/** Klaviyo's 100 KB for each profile, read as the smaller of the two meanings. */
const mostProfileBytes = 100_000

/**
 * Decides how a row's changes go. A leave waits for the contact change of its row, and so do consent and its end, which knows
 * nothing of names and never changes an address: they then come again, on their own.
 * Pure.
 *
 * @throws AppError `invalid-input` or `not-found` for an audience that isn't a list of Klaviyo's.
 */
export function sortRow<C extends ChangeDraft>(row: readonly C[]): SortedRow<C> {
  const contact = row.find(({ object }) => object === 'contact')
  const memberships = row.filter((change) => change.object === 'membership') as Memberships<C>
  for (const { audience } of memberships) listIdOf(audience)
  const consents = row.filter((change) => change.object === 'consent') as Consents<C>
  const unsubscriptions = row.filter((change) => change.object === 'unsubscription') as Unsubscriptions<C>
  const joins = memberships.filter(({ op }) => op === 'join')
  const leaves = memberships.filter(({ op }) => op === 'leave')
  const key = row[0]?.key
  if (key === undefined) return nothing
  if (!namesSomebody(key)) return refuseAll(row, nobody)
  const { values, badPhone } = fieldsToSend(row)
  const leavesNothing = badPhone !== null && Object.keys(values).length === 0 && isUpdate(contact)
  if (contact === undefined || leavesNothing) {
    const refused = contact ? [{ change: contact, reason: phoneWords(badPhone ?? '') }] : []
    const direct = withoutFields(key, joins)
    return { ...direct, leaves, consents: direct.imported ? [] : consents, unsubscriptions, refused }
  }
  const imported = importRow(key, values, [contact, ...joins])
  if (imported.bytes > mostProfileBytes) return refuseAll(row, tooLarge)
  return { ...nothing, imported }
}

const nothing = { imported: null, joins: [], leaves: [], consents: [], unsubscriptions: [], refused: [] }

/** Why a number is not sent. */
export function phoneWords(phone: string): string {
  return `The phone number “${phone}” was not sent: it is not a whole number with its country code, such as +14155550000, and Klaviyo would drop it.`
}

/** The outcome of a change that can't be sent. */
export function refusedOutcome({
  change,
  reason,
}: {
  readonly change: Change
  readonly reason: string
}): StepOutcome {
  return { change: change.id, status: 'rejected', httpStatus: 0, reason }
}

type Memberships<C> = Extract<C, { object: 'membership' }>[]
type Unsubscriptions<C> = Extract<C, { object: 'unsubscription' }>[]
type Consents<C> = Extract<C, { object: 'consent' }>[]

const nobody = 'There is nothing to know this person by: no address, no phone number, no id.'
const tooLarge = 'There is more in this row than Klaviyo takes for one person (100 KB). Map fewer columns.'

function namesSomebody({ remoteId, email, phone, externalId }: ContactKey): boolean {
  return remoteId !== null || [email, phone, externalId].some((name) => (name ?? '') !== '')
}

function isUpdate(contact: ChangeDraft | undefined): boolean {
  return contact?.op === 'update'
}

function refuseAll<C extends ChangeDraft>(row: readonly C[], reason: string): SortedRow<C> {
  return { ...nothing, refused: row.map((change) => ({ change, reason })) }
}

/** Someone without an id can only be put on a list by an import, which knows people by address. */
function withoutFields<C extends ChangeDraft>(
  key: ContactKey,
  joins: Memberships<C>,
): Pick<SortedRow<C>, 'imported' | 'joins'> {
  if (key.remoteId !== null || joins.length === 0) return { imported: null, joins }
  return { imported: importRow(key, {}, joins), joins: [] }
}

function importRow<C extends ChangeDraft>(
  key: ContactKey,
  values: Readonly<Record<FieldId, FieldValue>>,
  changes: readonly C[],
): ImportedRow<C> {
  const json = JSON.stringify(importedProfile(key, values))
  const lists = changes.flatMap((change) => (change.object === 'membership' ? [change.audience.id] : []))
  return { changes, lists: [...new Set(lists)].sort(), json, bytes: Buffer.byteLength(json) }
}
