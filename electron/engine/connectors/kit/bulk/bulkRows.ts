import type {
  Change,
  ChangeDraft,
  ContactChange,
  FieldId,
  FieldValue,
  MembershipChange,
} from '../../../../../shared/model.ts'
import { canLeave } from '../audience.ts'
import type { KitChange } from '../apply.ts'
import { type Person, unseenPerson } from '../person.ts'
import { emailField, firstNameField } from '../subscriber.ts'

/** The changes of one row that are not settled yet, and what is known about its person by now. */
export interface BulkRow {
  open: readonly KitChange[]
  person: Person
}

export function rowsOf(changes: readonly Change[]): readonly BulkRow[] {
  return [...Map.groupBy(changes, (change) => change.row).values()].map((row) => ({
    open: row.filter((change) => change.object !== 'consent' && change.object !== 'record'),
    person: unseenPerson(row[0] as Change),
  }))
}

export function contactOf({ open }: BulkRow): ContactChange | undefined {
  return open.find((change) => change.object === 'contact')
}

/** How a person is written, or only asked for. */
export type ContactWay =
  /**
   * In bulk, by address: creates people, writes first names, and tells the state of whoever is put anywhere, also where
   * nothing of them is written. Kit's lists, which say who left, are behind; this answer is not.
   */
  | 'subscriber'
  /** Only field values, by id. */
  | 'values'
  /** On its own: nothing in bulk changes an address. */
  | 'alone'

/** Pure, also of a plan's drafts: what is counted is what is sent. */
export function contactWay(row: readonly ChangeDraft[]): ContactWay | null {
  const joins = row.some((one) => one.object === 'membership' && one.op === 'join')
  const change = row.find((one) => one.object === 'contact')
  if (change?.object !== 'contact') {
    const { remoteId = null, email = null } = row[0]?.key ?? {}
    return joins && remoteId !== null && email !== null ? 'subscriber' : null
  }
  const isKnown = change.op === 'update' && change.key.remoteId !== null
  if (isKnown && Object.hasOwn(change.after, emailField)) return 'alone'
  if (!isKnown || Object.hasOwn(change.after, firstNameField)) return 'subscriber'
  return joins ? 'subscriber' : 'values'
}

/** How a membership is written. */
export type MembershipWay = 'tag' | 'untag' | 'form' | 'alone' | 'never'

export function membershipWay({ op, audience }: Pick<MembershipChange, 'op' | 'audience'>): MembershipWay {
  if (op === 'leave') return canLeave(audience) ? 'untag' : 'never'
  if (audience.kind === 'tag') return 'tag'
  return audience.kind === 'form' ? 'form' : 'alone'
}

/** The custom fields that a contact change writes. */
export function customValues({
  after,
}: Pick<ContactChange, 'after'>): readonly (readonly [FieldId, FieldValue])[] {
  return (Object.entries(after) as [FieldId, FieldValue][]).filter(
    ([field]) => field !== emailField && field !== firstNameField,
  )
}
