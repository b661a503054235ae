import { emailField } from '../../../shared/mapping/emailField.ts'
import type { PlannedRow } from '../store/plans.ts'
import type { Resolved } from '../store/planWorkspace.ts'
import type { ConsentDate } from './consentDate.ts'
import { type DiffRules, diffRow, type KnownContact } from './diffRow.ts'
import type { ReadRow } from './readRow.ts'

/** What the plan says about one row: exactly one kind. Pure. */
export function planRow(
  read: ReadRow,
  resolved: Resolved | undefined,
  rules: DiffRules,
  consentDate: ConsentDate,
): PlannedRow {
  const { row, email, warning, cursor } = read
  const planned = { row, email, warning, cursor, identity: null, remoteId: null, changes: [] }
  if (!read.valid) return { ...planned, kind: 'invalid', reason: read.reason }
  const known = { ...planned, identity: read.identity }
  if (typeof resolved?.duplicateOf === 'number')
    return {
      ...known,
      kind: 'duplicate',
      reason: `the same ${identifierWords[resolved.duplicateBy]} is in row ${resolved.duplicateOf}, which counts`,
    }
  if (typeof resolved?.leftOut === 'string') return { ...known, kind: 'left-out', reason: resolved.leftOut }
  if (typeof resolved?.refused === 'string') return { ...known, kind: 'invalid', reason: resolved.refused }
  const contact = resolved?.contact ?? null
  const diff = diffRow(
    {
      email: read.email,
      phone: read.phone,
      externalId: read.externalId,
      mapped: resolved?.ledByOther === true ? withAddress(read, contact) : read.values,
      leftReason: resolved?.leftReason ?? read.leftReason,
      contact,
      memberships: resolved?.memberships ?? [],
      consentDate,
    },
    rules,
  )
  const words = [warning, diff.warning].filter((text) => text !== null).join(' ')
  const remoteId = resolved?.ledByOther === true ? (contact?.remoteId ?? null) : null
  return { ...known, ...diff, remoteId, warning: words === '' ? null : words }
}

const identifierWords = { email: 'address', phone: 'phone number', externalId: 'external id' } as const

/** Someone who was known by their number or id alone gets the address of the row. */
function withAddress(
  { email, values }: Extract<ReadRow, { valid: true }>,
  contact: KnownContact | null,
): Extract<ReadRow, { valid: true }>['values'] {
  return contact === null || contact.email !== null || email === null
    ? values
    : { ...values, [emailField]: email }
}
