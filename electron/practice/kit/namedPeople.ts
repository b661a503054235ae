import type { SubscriberState } from './model.ts'

/** A person that is in every seeded practice account, so that samples and tests can count on them. */
export interface NamedPerson {
  readonly emailAddress: string
  readonly firstName: string | null
  readonly state: SubscriberState
  /** Custom field label → value. */
  readonly fields: Readonly<Record<string, string>>
  /** By name. */
  readonly tags: readonly string[]
  readonly forms: readonly string[]
  readonly sequences: readonly string[]
}

export const namedPeople = {
  /** Unsubscribed, and still tagged: writes to her are accepted and bring nothing back. */
  leftEarly: person('left.early@example.com', 'Mara', 'cancelled', { 'Last name': 'Lindqvist' }, [
    'Newsletter',
  ]),
  leftLater: person('said.goodbye@example.org', 'Tomás', 'cancelled', {}, ['Customer', 'Newsletter']),
  bounced: person('mailbox.full@example.net', 'Bogdan', 'bounced', { 'Last name': 'Ilić' }, ['Newsletter']),
  complained: person('marked.as.spam@example.com', 'Greta', 'complained', {}, []),
  /** Waits for confirmation and is on no form yet: the form with double opt-in would mail him. */
  unconfirmed: person('not.confirmed@example.org', 'Ola', 'inactive', {}, []),
  /** Waits for confirmation and was mailed by the form with double opt-in already. */
  askedAlready: {
    ...person('asked.already@example.org', 'Wim', 'inactive', {}, []),
    forms: ['Weekly letter'],
  },
  /** Many fields set: a blank cell must leave them alone. */
  wellKnown: {
    ...person(
      'ada.okafor@example.com',
      'Ada',
      'active',
      {
        'Last name': 'Okafor',
        City: 'Lagos',
        Country: 'Nigeria',
        'Phone number': '+2348031234567',
        Company: 'Okafor & Daughters',
      },
      ['Newsletter', 'Customer', 'VIP'],
    ),
    forms: ['Weekly letter'],
    sequences: ['Welcome'],
  },
  lastNameOnly: person('li.na@example.org', null, 'active', { 'Last name': '李' }, []),
  plusAddress: person('nils+shop@example.com', 'Nils', 'active', { City: 'Tromsø' }, ['Customer']),
  addressOnly: person('only.address@example.net', null, 'active', {}, []),
  leadingZero: person('zero.first@example.com', 'Yuki', 'active', { 'Postal code': '01234' }, [
    'Webinar 2026',
  ]),
  quotesAndCommas: person(
    'quotes@example.com',
    'Anne-Marie "Ami"',
    'active',
    { Company: 'Brot, Butter & Söhne; GmbH' },
    [],
  ),
} as const satisfies Readonly<Record<string, NamedPerson>>

function person(
  emailAddress: string,
  firstName: string | null,
  state: SubscriberState,
  fields: Readonly<Record<string, string>>,
  tags: readonly string[],
): NamedPerson {
  return { emailAddress, firstName, state, fields, tags, forms: [], sequences: [] }
}
