import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { KnownContact } from './diffRow.ts'

/** Somebody whom one identifier of a row leads to. */
export interface LedTo<T> {
  readonly kind: 'email' | 'phone' | 'externalId'
  readonly value: string
  readonly contact: KnownContact
  /** Whatever goes with them. */
  readonly found: T
}

export type WhoIsMeant<T> =
  | { readonly who: 'nobody' }
  | { readonly who: 'one'; readonly led: LedTo<T> }
  | { readonly who: 'conflict'; readonly reason: string }

/**
 * The person whom all identifiers of a row lead to. Two people are for the user to decide; so is somebody whom only the
 * number or the own id leads to, while they have another address: it may have changed, or be somebody else's. Pure.
 * @param email of the row
 * @param idIsStable the user says that the own id tells who it is, whatever the address is by now
 */
export function whoIsMeant<T>(
  email: string | null,
  ledTo: readonly LedTo<T>[],
  idIsStable = false,
): WhoIsMeant<T> {
  const [first, ...others] = ledTo
  if (first === undefined) return { who: 'nobody' }
  const other = others.find(({ contact }) => contact.remoteId !== first.contact.remoteId)
  if (other !== undefined)
    return {
      who: 'conflict',
      reason: `${nameWords(first)} belongs to ${personWords(first.contact)} in the account, and ${nameWords(other)} to ${personWords(other.contact)}. Correct the row, or merge the two people in the account.`,
    }
  const isOtherAddress =
    email !== null && first.contact.email !== null && foldEmail(email) !== foldEmail(first.contact.email)
  if (!isOtherAddress || (idIsStable && first.kind === 'externalId')) return { who: 'one', led: first }
  return {
    who: 'conflict',
    reason: `${nameWords(first)} belongs to ${personWords(first.contact)} in the account, and the row says ${email}. Correct the row, or change the address in the account.`,
  }
}

const kindWords: Readonly<Record<LedTo<unknown>['kind'], string>> = {
  email: 'The address',
  phone: 'the phone number',
  externalId: 'the external id',
}

function nameWords({ kind, value }: LedTo<unknown>): string {
  return `${kindWords[kind]} ${value}`
}

function personWords({ email, remoteId }: KnownContact): string {
  return email ?? `someone without an address (${remoteId})`
}
