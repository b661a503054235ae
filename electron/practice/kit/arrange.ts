import type { Membership, Subscriber } from './model.ts'
import { foldEmail } from './people.ts'
import type { KitState } from './state.ts'
import { newcomer } from './subscriberWrites.ts'

/** Somebody to put into an account as if they had always been there. */
export interface ArrangedSubscriber extends Partial<Omit<Subscriber, 'id' | 'values' | 'emailAddress'>> {
  readonly emailAddress: string
  /** Custom field label → value. Labels the account doesn't have are an error of the caller. */
  readonly fields?: Readonly<Record<string, string>>
}

/** Adds a person without a request: for the seed and for tests. Lists show them at once. */
export function arrangeSubscriber(
  state: KitState,
  { fields = {}, ...person }: ArrangedSubscriber,
): Subscriber {
  const emailAddress = foldEmail(person.emailAddress)
  const arranged = {
    ...newcomer(state, emailAddress, person.state ?? 'active'),
    ...person,
    emailAddress,
    values: new Map(Object.entries(fields).map(([label, value]) => [fieldIdByLabel(state, label), value])),
  }
  state.subscribers.load(arranged)
  return arranged
}

/** Puts a person into a tag, form or sequence without a request. Lists show it at once. */
export function arrangeMembership(
  state: KitState,
  kind: keyof KitState['memberships'],
  audienceId: number,
  subscriberId: number,
  more: Partial<Pick<Membership, 'addedAt' | 'referrer'>> = {},
): void {
  const membership = {
    id: state.newId('membership'),
    audienceId,
    subscriberId,
    addedAt: state.now(),
    referrer: null,
  }
  state.memberships[kind].load({ ...membership, ...more })
}

/** The id of a tag, form or sequence by its name. Throws where there is none: an error of the caller. */
export function audienceIdByName(state: KitState, kind: keyof KitState['memberships'], name: string): number {
  const tables = { tag: state.tags, form: state.forms, sequence: state.sequences }
  const found = [...tables[kind].values()].find((each) => each.name === name)
  if (found === undefined) throw new Error(`The practice account has no ${kind} called "${name}"`)
  return found.id
}

function fieldIdByLabel(state: KitState, label: string): number {
  const field = [...state.customFields.values()].find((each) => each.label === label)
  if (field === undefined) throw new Error(`The practice account has no custom field called "${label}"`)
  return field.id
}
