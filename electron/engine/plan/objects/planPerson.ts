import type {
  AudienceRef,
  ChangeDraft,
  Contact,
  FieldId,
  FieldRule,
  RowKind,
} from '../../../../shared/model.ts'
import type { ObjectOp } from '../../../../shared/objectTypes.ts'
import type { Connector } from '../../connectors/connector.ts'
import { type DiffRules, diffRow } from '../diffRow.ts'
import { leftWords } from '../leftWords.ts'
import type { ObjectRow } from './objectReader.ts'

/** What decides the rows of a plan about people who are in the account. */
export interface PersonRules extends Pick<DiffRules, 'mode' | 'heldBack' | 'fields' | 'audienceWords'> {
  readonly op: ObjectOp
  readonly repeatOf: Connector['repeatOf']
}

/** A row with the person it means, and the audience, where it is about one. */
export interface PersonRow {
  readonly contact: Contact
  readonly audience: AudienceRef | null
  readonly isMember: boolean
  /** To be written; `email` is a new address. */
  readonly mapped: ObjectRow['values']
  readonly leftReason: string | null
}

export interface PersonPlan {
  readonly kind: RowKind
  readonly reason: string | null
  readonly warning: string | null
  readonly changes: readonly ChangeDraft[]
}

/** What a row about somebody in the account would change. Pure. Only joins and values have the guard: leaving has none. */
export function planPerson(row: PersonRow, rules: PersonRules): PersonPlan {
  if (rules.op === 'unsubscribe') return unsubscription(row, rules)
  if (rules.op === 'delete') return leaving(row, rules)
  const { contact, audience, isMember, mapped, leftReason } = row
  const memberships = audience !== null && isMember ? [audience] : []
  const diff = diffRow(
    {
      email: contact.email,
      phone: null,
      externalId: null,
      mapped: audience === null ? mapped : {},
      leftReason,
      contact,
      memberships,
      consentDate: { at: null },
    },
    { ...rules, audiences: audience === null ? [] : [audience], consent: null },
  )
  // What is new is the membership.
  return rules.op === 'insert' && diff.kind === 'update' ? { ...diff, kind: 'create' } : diff
}

function leaving(
  { contact, audience, isMember }: PersonRow,
  { repeatOf, audienceWords }: PersonRules,
): PersonPlan {
  if (audience === null || !isMember) {
    const where = audience === null ? 'it' : `the ${audienceWords(audience)}`
    return { kind: 'unchanged', reason: `Is not in ${where}.`, warning: null, changes: [] }
  }
  const { kind, id } = audience
  const change = { object: 'membership', op: 'leave', audience: { kind, id } } as const
  const key = { remoteId: contact.remoteId, email: contact.email }
  return {
    kind: 'delete',
    reason: null,
    warning: null,
    changes: [{ ...change, key, repeat: repeatOf(change) }],
  }
}

function unsubscription({ contact }: PersonRow, { repeatOf }: PersonRules): PersonPlan {
  if (contact.left !== null)
    return {
      kind: 'unchanged',
      reason: `Gets no mail already: ${leftWords[contact.left]}.`,
      warning: null,
      changes: [],
    }
  const change = { object: 'unsubscription', op: 'unsubscribe' } as const
  const key = { remoteId: contact.remoteId, email: contact.email }
  const reason = 'Is unsubscribed for good: only they themselves can come back.'
  const changes = [{ ...change, key, before: contact.state, repeat: repeatOf(change) }]
  return { kind: 'update', reason, warning: null, changes }
}

/** The rules of the mapping for what is written of a person; the new address goes by the field of the address. */
export function personFieldRules(rules: readonly FieldRule[], notWritten: readonly FieldId[]): FieldRule[] {
  const own = rules.filter(({ field }) => !notWritten.includes(field))
  const address = { field: 'email' as FieldId, type: 'email', from: { constant: '' } } as const
  return [...own, { ...address, transforms: [], write: 'always', blank: 'leave' }]
}
