import type { Change, Contact, FieldId, FieldValue } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'

/** What a look at the account says of a change that was written. */
export type Seen =
  | { readonly seen: 'confirmed' }
  /** Ids of the fields that are not as they were written; empty where it is a membership. */
  | { readonly seen: 'differs'; readonly differs: readonly FieldId[] }
  | { readonly seen: 'not-visible' }

/**
 * Compares a change with the person as they are; `null`: nobody is shown. `isMember`: `null` where that was not read.
 * The answer is `null` for what can't be told by that. Pure.
 */
export function seenAs(change: Change, contact: Contact | null, isMember: boolean | null): Seen | null {
  switch (change.object) {
    case 'contact': {
      if (contact === null) return { seen: 'not-visible' }
      const differs = (Object.keys(change.after) as FieldId[]).filter(
        (field) => !isHeld(field, contact.fields[field] ?? null, change.after[field] ?? null),
      )
      return differs.length === 0 ? { seen: 'confirmed' } : { seen: 'differs', differs }
    }
    case 'membership': {
      if (isMember === null) return null
      if (contact === null) return { seen: change.op === 'join' ? 'not-visible' : 'confirmed' }
      return isMember === (change.op === 'join') ? { seen: 'confirmed' } : { seen: 'differs', differs: [] }
    }
    // Its own job reads it back; and what is no person is answered whole.
    case 'consent':
    case 'unsubscription':
    case 'record':
      return null
  }
}

/** Empty text is no value, and an address may be kept in other letters. */
function isHeld(field: FieldId, held: FieldValue, written: FieldValue): boolean {
  if ((held ?? '') === (written ?? '')) return true
  return field === ('email' as FieldId) && foldEmail(String(held ?? '')) === foldEmail(String(written ?? ''))
}
