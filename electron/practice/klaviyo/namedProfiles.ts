import type { JsonObject } from './json.ts'

/** Where somebody stands with e-mail. */
export type Standing = 'subscribed' | 'never' | 'unsubscribed' | 'bounced' | 'complained' | 'suppressed'

/** A person that is in every seeded practice account, so that samples and tests can count on them. */
export interface NamedProfile {
  readonly email: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly standing: Standing
  readonly phoneNumber: string | null
  readonly externalId: string | null
  /** Subscribed to text messages too. */
  readonly sms: boolean
  readonly city: string | null
  readonly country: string | null
  readonly organization: string | null
  readonly properties: JsonObject
  /** By name. */
  readonly lists: readonly string[]
}

/** The addresses are those of the practice Kit: one sample file fits both accounts. */
export const namedProfiles = {
  /** Unsubscribed, and still on a list: joining her to others is accepted and brings no consent back. */
  leftEarly: person('left.early@example.com', 'Mara', 'Lindqvist', 'unsubscribed', {
    lists: ['Newsletter'],
  }),
  leftLater: person('said.goodbye@example.org', 'Tomás', null, 'unsubscribed', {
    lists: ['Customers', 'Newsletter'],
  }),
  bounced: person('mailbox.full@example.net', 'Bogdan', 'Ilić', 'bounced', { lists: ['Newsletter'] }),
  complained: person('marked.as.spam@example.com', 'Greta', null, 'complained', {}),
  /** A colleague suppressed him by hand; a subscription would lift that. */
  suppressed: person('do.not.mail@example.com', 'Pavel', 'Novák', 'suppressed', { lists: ['Customers'] }),
  /** Never asked: `can_receive_email_marketing` is true all the same. */
  neverAsked: person('not.confirmed@example.org', 'Ola', null, 'never', {}),
  onListWithoutConsent: person('asked.already@example.org', 'Wim', null, 'never', {
    lists: ['Weekly letter'],
  }),
  /** Much is known: a blank cell must leave it alone. */
  wellKnown: person('ada.okafor@example.com', 'Ada', 'Okafor', 'subscribed', {
    phoneNumber: '+2348031234567',
    externalId: 'cust-1001',
    city: 'Lagos',
    country: 'Nigeria',
    organization: 'Okafor & Daughters',
    properties: {
      loyalty_points: 1250,
      vip: true,
      interests: ['rye', 'sourdough'],
      customer_since: '2021-03-04T00:00:00',
      favourite: 'Injera',
    },
    lists: ['Newsletter', 'Customers', 'VIP'],
  }),
  lastNameOnly: person('li.na@example.org', null, '李', 'subscribed', {}),
  plusAddress: person('nils+shop@example.com', 'Nils', null, 'subscribed', {
    city: 'Tromsø',
    lists: ['Customers'],
  }),
  addressOnly: person('only.address@example.net', null, null, 'subscribed', {}),
  /** Text that looks like a number. */
  leadingZero: person('zero.first@example.com', 'Yuki', null, 'subscribed', {
    properties: { postal_code: '01234', lead_score: 12 },
    lists: ['Webinar 2026'],
  }),
  quotesAndCommas: person('quotes@example.com', 'Anne-Marie "Ami"', null, 'subscribed', {
    organization: 'Brot, Butter & Söhne; GmbH',
  }),
  /** Has no address at all. */
  phoneOnly: person(null, 'Rosa', 'Marín', 'never', { phoneNumber: '+12025550143', sms: true }),
  /** Known by the shop's number alone. */
  externalOnly: person(null, 'Walk-in', null, 'never', { externalId: 'till-0007' }),
  /** A number from before numbers were looked at. */
  oldNumber: person('old.number@example.org', 'Hilde', 'Brandt', 'subscribed', {
    phoneNumber: '030 5550199',
  }),
} as const satisfies Readonly<Record<string, NamedProfile>>

function person(
  email: string | null,
  firstName: string | null,
  lastName: string | null,
  standing: Standing,
  more: Partial<NamedProfile>,
): NamedProfile {
  return {
    email,
    firstName,
    lastName,
    standing,
    phoneNumber: null,
    externalId: null,
    sms: false,
    city: null,
    country: null,
    organization: null,
    properties: {},
    lists: [],
    ...more,
  }
}
