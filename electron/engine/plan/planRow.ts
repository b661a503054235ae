import { valueHolder } from '../store/holdsValues.ts'
import type { KnownPerson } from '../store/knownPeople.ts'
import type { PlannedRow } from '../store/plans.ts'
import { type DiffRules, diffRow } from './diffRow.ts'
import type { ReadRow } from './readRow.ts'

/** What the other rows, the recipe and the service's own rules say of a row, whoever is in the account. */
export interface RowFate {
  /** Another row of the same person counts instead. */
  readonly duplicateOf: number | null
  /** Why mode append leaves it out. */
  readonly leftOut: string | null
  /** Why the service can't have this person at all. */
  readonly refused: string | null
}

export type ValidRow = Extract<ReadRow, { readonly valid: true }>

/** A row about which everything is said without a look at the account; `null` for any other. Pure. */
export function settledRow(read: ReadRow, fate: RowFate | null): PlannedRow | null {
  if (!read.valid) return { ...plannedRow(read, null), kind: 'invalid', reason: read.reason, warning: null }
  if (fate === null) return null
  const row = plannedRow(read, read.identity)
  if (fate.duplicateOf !== null)
    return {
      ...row,
      kind: 'duplicate',
      reason: `the same address is in row ${fate.duplicateOf}, which counts`,
    }
  if (fate.leftOut !== null) return { ...row, kind: 'left-out', reason: fate.leftOut }
  if (fate.refused !== null) return { ...row, kind: 'invalid', reason: fate.refused }
  return null
}

/** Says what the plan says of a row that counts, from what its person has in the account. Pure. */
export type CompareRow = (read: ValidRow, leftReason: string | null, person: KnownPerson | null) => PlannedRow

/** What somebody has already is not sent, except by a full refresh: so whoever has all of it needs no look at each field. */
export function rowComparer(rules: DiffRules): CompareRow {
  const holds = valueHolder(rules.fields.map(({ field }) => field))
  const withoutFields = { ...rules, fields: [] }
  return (read, leftReason, person) => {
    const hasAll = rules.mode !== 'full-refresh' && person !== null && holds(person.json, read.values)
    const { kind, reason, changes } = diffRow(
      {
        email: read.email,
        mapped: read.values,
        leftReason,
        contact: person === null ? null : person.contact,
        memberships: person === null ? [] : person.memberships,
      },
      hasAll ? withoutFields : rules,
    )
    const { row, email, identity, warning, cursor } = read
    return { row, kind, reason, warning, email, identity, cursor, changes }
  }
}

function plannedRow({ row, email, warning, cursor }: ReadRow, identity: string | null) {
  return { row, email, identity, warning, cursor, changes: [] }
}
