import type { DuplicateRule } from '../../../shared/contract/plans.ts'
import { emailField } from '../../../shared/mapping/emailField.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { valueHolder } from '../store/holdsValues.ts'
import type { KnownPerson } from '../store/knownPeople.ts'
import type { PlannedRow } from '../store/plans.ts'
import type { ConsentDate } from './consentDate.ts'
import { type DiffRules, diffRow, type RowToDiff } from './diffRow.ts'
import { ifAgreed } from './ifAgreed.ts'
import type { Duplicate } from './fileIdentities.ts'
import type { ReadRow, ValidRow } from './readRow.ts'
import type { RowActions } from './rules/rowActions.ts'
import { withActions } from './rules/withActions.ts'
import { type LedTo, type WhoIsMeant, whoIsMeant } from './whoIsMeant.ts'

/** A row that goes nowhere because nothing usable says who it is about. Pure. */
export function invalidRow(read: Extract<ReadRow, { readonly valid: false }>): PlannedRow {
  return { ...planned(read), warning: null, kind: 'invalid', reason: read.reason }
}

/** A row instead of which another one counts. Pure. */
export function duplicateRow(
  read: ValidRow,
  { of, by }: Duplicate,
  { rule, isLoose }: { readonly rule: DuplicateRule; readonly isLoose: boolean },
): PlannedRow {
  const loosely = isLoose && by === 'email' ? ', as you compare them,' : ''
  const reason = `the same ${identifierWords[by]}${loosely} is in row ${of}, which counts${ruleWords[rule]}`
  return { ...planned(read), kind: 'duplicate', reason }
}

const ruleWords: Readonly<Record<DuplicateRule, string>> = {
  last: ' as the last one',
  first: ' as the first one',
  'most-complete': ' as the most complete one',
  merge: ' as the last one, its blanks filled from the others',
}

/** Why a row is left out that the user skipped in the check. */
export const skippedReason = 'you skipped this row'

const identifierWords = { email: 'address', phone: 'phone number', externalId: 'external id' } as const

/** A row that doesn't go, and why. Pure. */
export function stoppedRow(read: ReadRow, kind: 'left-out' | 'invalid', reason: string): PlannedRow {
  return { ...planned(read), kind, reason }
}

function planned(read: ReadRow) {
  const { row, email, warning, cursor } = read
  return {
    row,
    email,
    identity: read.valid ? read.identity : null,
    remoteId: null,
    warning,
    cursor,
    changes: [],
  }
}

/** Who in the account is meant by a row. `person`: whom its address, number or own id leads to. Pure. */
export function personMeant(
  read: ValidRow,
  person: (kind: LedTo<KnownPerson>['kind']) => KnownPerson | null,
  idIsStable = false,
): WhoIsMeant<KnownPerson> {
  const email = read.email === null ? null : read.identity
  const led = (kind: LedTo<KnownPerson>['kind'], value: string | null): LedTo<KnownPerson>[] => {
    const found = value === null ? null : person(kind)
    return found === null || value === null ? [] : [{ kind, value, contact: found.contact, found }]
  }
  return whoIsMeant(
    email,
    [...led('email', email), ...led('phone', read.phone), ...led('externalId', read.externalId)],
    idIsStable,
  )
}

export interface RowToCompare {
  readonly read: ValidRow
  /** Why the file says that this person left, in this row or in another one. */
  readonly leftReason: string | null
  readonly person: KnownPerson | null
  /** Something else than the identity led to the person. */
  readonly ledByOther: boolean
  readonly consentDate: ConsentDate
  /** What rules say of this row; `null` where none does. */
  readonly actions: RowActions | null
}

/** Says what the plan says of a row that counts. Pure. */
export type CompareRow = (row: RowToCompare) => PlannedRow

/** What somebody has already is not sent, except by a full refresh: so whoever has all of it needs no look at each field. */
export function rowComparer(rules: DiffRules): CompareRow {
  const others = rules.fields.filter(({ field }) => field !== emailField)
  const holds = valueHolder(others.map(({ field }) => field))
  const [withoutFields, withoutAddress] = [
    { ...rules, fields: [] },
    { ...rules, fields: others },
  ]
  return ({ read, leftReason, person, ledByOther, consentDate, actions }) => {
    const { row, email, phone, externalId, identity, cursor } = read
    const warning = joined(read.warning, actions?.warning ?? null)
    const values = actions === null ? read.values : { ...read.values, ...actions.values }
    const contact = person === null ? null : person.contact
    // Someone who was known by their number or id alone gets the address of the row.
    // So does who is known by something stable, and had another one.
    const getsAddress =
      ledByOther &&
      contact !== null &&
      email !== null &&
      (contact.email === null || foldEmail(contact.email) !== identity)
    const hasAll =
      rules.mode !== 'full-refresh' &&
      person !== null &&
      !getsAddress &&
      (actions === null || actions.sets.length === 0) &&
      holds(person.json, read.values)
    const plain = hasAll ? withoutFields : getsAddress ? rules : withoutAddress
    const toDiff: RowToDiff = {
      email,
      phone,
      externalId,
      mapped: contact === null ? othersIn(values) : values,
      leftReason,
      contact,
      memberships: person === null ? noMemberships : person.memberships,
      consentDate,
      leaves: actions === null ? noMemberships : actions.leaves,
      unsubscribes: actions?.unsubscribes === true ? { state: person?.state ?? '' } : null,
    }
    const rulesHere = actions === null ? plain : withActions(plain, actions)
    const diff = diffRow(toDiff, rulesHere)
    const hasLeft = leftReason !== null || (contact !== null && contact.left !== null)
    const compared = {
      row,
      kind: diff.kind,
      reason: diff.reason,
      warning: joined(warning, diff.warning),
      email,
      identity,
      remoteId: ledByOther && contact !== null ? contact.remoteId : null,
      cursor,
      changes: diff.changes,
      ...(actions?.unplaced && { unplaced: actions.unplaced }),
    }
    return diff.kind === 'held-back' && hasLeft
      ? { ...compared, ifAgreed: ifAgreed(toDiff, rulesHere) }
      : compared
  }
}

const noMemberships: KnownPerson['memberships'] = []

/** Without the address, which says who is created. */
function othersIn(values: ValidRow['values']): ValidRow['values'] {
  return Object.fromEntries(Object.entries(values).filter(([field]) => field !== emailField))
}

function joined(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return `${one} ${other}`
}
