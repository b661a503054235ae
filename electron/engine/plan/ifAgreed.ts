import type { ChangeDraft, Channel, ConsentState } from '../../../shared/model.ts'
import { type DiffRules, diffRow, type KnownContact, type RowToDiff } from './diffRow.ts'

/**
 * What would go for somebody who is held back, if they agreed after all. Each change says on whose word it goes, for
 * whoever asks the account once more whether they left. Pure.
 */
export function ifAgreed(row: RowToDiff, rules: DiffRules): readonly ChangeDraft[] {
  const { contact } = row
  const agreed = contact !== null && contact.left !== null ? 'account' : 'elsewhere'
  const { changes } = diffRow(
    { ...row, leftReason: null, contact: contact && asIfTheyHadNot(contact) },
    rules,
  )
  return changes.map((change) => ({ ...change, agreed }))
}

function asIfTheyHadNot({ remoteId, email, consent, fields }: KnownContact): KnownContact {
  const states = Object.entries(consent) as [Channel, ConsentState][]
  return {
    remoteId,
    email,
    fields,
    left: null,
    leftAudiences: [],
    consent: Object.fromEntries(
      states.map(([channel, state]) => [channel, state === 'unsubscribed' ? 'never' : state]),
    ),
  }
}
