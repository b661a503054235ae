import type { PlannedRow } from '../store/plans.ts'
import type { Resolved } from '../store/planWorkspace.ts'
import type { ConsentDate } from './consentDate.ts'
import { type DiffRules, diffRow } from './diffRow.ts'
import type { ReadRow } from './readRow.ts'

/** What the plan says about one row: exactly one kind. Pure. */
export function planRow(
  read: ReadRow,
  resolved: Resolved | undefined,
  rules: DiffRules,
  consentDate: ConsentDate,
): PlannedRow {
  const { row, email, warning, cursor } = read
  const planned = { row, email, warning, cursor, identity: null, changes: [] }
  if (!read.valid) return { ...planned, kind: 'invalid', reason: read.reason }
  const known = { ...planned, identity: read.identity }
  if (typeof resolved?.duplicateOf === 'number')
    return {
      ...known,
      kind: 'duplicate',
      reason: `the same address is in row ${resolved.duplicateOf}, which counts`,
    }
  if (typeof resolved?.leftOut === 'string') return { ...known, kind: 'left-out', reason: resolved.leftOut }
  if (typeof resolved?.refused === 'string') return { ...known, kind: 'invalid', reason: resolved.refused }
  const diff = diffRow(
    {
      email: read.email,
      mapped: read.values,
      leftReason: resolved?.leftReason ?? read.leftReason,
      contact: resolved?.contact ?? null,
      memberships: resolved?.memberships ?? [],
      consentDate,
    },
    rules,
  )
  const words = [warning, diff.warning].filter((text) => text !== null).join(' ')
  return { ...known, ...diff, warning: words === '' ? null : words }
}
