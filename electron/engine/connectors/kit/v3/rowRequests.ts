import type {
  AudienceRef,
  ChangeDraft,
  ContactChange,
  MembershipChange,
} from '../../../../../shared/model.ts'
import { canLeave } from '../audience.ts'
import { emailField } from '../subscriber.ts'

/** What one request of a row does: whole changes, each in just one request. */
export type RowStep<C extends ContactDraft, M extends MemberDraft> =
  /** Fields, a form or sequence, and tags together: the one call that version 3 has for a person. */
  | {
      readonly do: 'subscribe'
      readonly to: AudienceRef
      readonly contact: C | null
      readonly joins: readonly M[]
    }
  /** Only fields, of somebody whose id is known or can be looked up. */
  | { readonly do: 'write'; readonly contact: C }
  | { readonly do: 'leave'; readonly leave: M }

type ContactDraft = Pick<ContactChange, 'object' | 'op' | 'key' | 'after'>
type MemberDraft = Pick<MembershipChange, 'object' | 'op' | 'audience'>

/**
 * The fewest requests for a row, in order. A changed address is written by id first, since everything else goes by
 * address. A form or sequence takes the fields and all tags along; each further one needs a request of its own. Pure,
 * also of a plan's drafts: what is counted is what is sent.
 */
export function stepsOf<C extends ContactDraft, M extends MemberDraft>(
  contact: C | null,
  memberships: readonly M[],
): readonly RowStep<C, M>[] {
  const joins = memberships.filter(({ op }) => op === 'join')
  const tags = joins.filter(({ audience }) => audience.kind === 'tag')
  const places = joins.filter(({ audience }) => audience.kind !== 'tag')
  const first = places[0] ?? tags[0]
  const alone = contact !== null && (first === undefined || changesAddress(contact))
  const steps: RowStep<C, M>[] = alone ? [{ do: 'write', contact }] : []
  if (first) {
    const together = joins.filter((join) => join === first || join.audience.kind === 'tag')
    steps.push({ do: 'subscribe', to: first.audience, contact: alone ? null : contact, joins: together })
    for (const place of places.slice(1))
      steps.push({ do: 'subscribe', to: place.audience, contact: null, joins: [place] })
  }
  for (const leave of memberships)
    if (leave.op === 'leave' && canLeave(leave.audience)) steps.push({ do: 'leave', leave })
  return steps
}

/** For a plan's row. */
export function requestsOf(row: readonly ChangeDraft[]): number {
  const contact = row.find((change) => change.object === 'contact') ?? null
  return stepsOf(
    contact,
    row.filter((change) => change.object === 'membership'),
  ).length
}

function changesAddress({ op, key, after }: ContactDraft): boolean {
  return op === 'update' && key.remoteId !== null && Object.hasOwn(after, emailField)
}
