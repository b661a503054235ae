import type {
  Channel,
  ChannelConsent,
  Consent,
  EmailConsent,
  PlainChannel,
  SuppressionReason,
} from './model.ts'

/** How somebody was subscribed. */
export interface Subscribing {
  /** When they consented, in milliseconds since 1970. */
  readonly consentAt: number
  /** When the service noted it. */
  readonly at: number
  readonly customSource: string | null
  readonly doubleOptIn: boolean
}

/** Reasons that a new consent takes away; a hard bounce and an invalid address stay (API reference). */
const clearedBySubscribing: readonly SuppressionReason[] = [
  'UNSUBSCRIBE',
  'SPAM_COMPLAINT',
  'USER_SUPPRESSED',
]

/** Whether somebody left a channel, or just this list by e-mail: whoever subscribes them to it again does harm. */
export function hasLeft({ email, channels }: Consent, channel: Channel, listId: string | null): boolean {
  if (channel !== 'email.marketing') return channels[channel].consent === 'UNSUBSCRIBED'
  return (
    email.consent === 'UNSUBSCRIBED' ||
    email.suppressions.length > 0 ||
    email.listSuppressions.some((each) => each.listId === listId)
  )
}

/**
 * Consent after subscribing in one channel. Whoever is subscribed already keeps their older timestamp (measured);
 * suppressions are taken away all the same.
 */
export function subscribed(
  consent: Consent,
  channel: Channel,
  how: Subscribing,
  listId: string | null,
): Consent {
  if (channel !== 'email.marketing')
    return withChannel(consent, channel, agreed(consent.channels[channel], how))
  const { email } = consent
  const suppressions = email.suppressions.filter(({ reason }) => !clearedBySubscribing.includes(reason))
  const listSuppressions = email.listSuppressions.filter((each) => each.listId !== listId)
  const isNew = email.consent !== 'SUBSCRIBED'
  const details = isNew ? { customMethodDetail: how.customSource, doubleOptIn: how.doubleOptIn } : {}
  return {
    ...consent,
    email: { ...email, ...agreed(email, how), ...details, suppressions, listSuppressions },
  }
}

function agreed(before: ChannelConsent, how: Subscribing): ChannelConsent {
  const { consent, consentAt, lastUpdated, method, methodDetail } = before
  if (consent === 'SUBSCRIBED') return { consent, consentAt, lastUpdated, method, methodDetail }
  return {
    consent: 'SUBSCRIBED',
    consentAt: how.consentAt,
    lastUpdated: how.at,
    method: 'API',
    methodDetail: '',
  }
}

/** Consent after leaving a channel for good: by e-mail also a suppression. */
export function unsubscribed(consent: Consent, channel: Channel, at: number): Consent {
  const left = {
    consent: 'UNSUBSCRIBED',
    consentAt: at,
    lastUpdated: at,
    method: 'API',
    methodDetail: '',
  } as const
  if (channel !== 'email.marketing') return withChannel(consent, channel, left)
  return { ...consent, email: suppressedEmail({ ...consent.email, ...left }, 'UNSUBSCRIBE', at) }
}

/** Consent with one more reason not to mail; the same reason twice keeps its first time. */
export function suppressed(consent: Consent, reason: SuppressionReason, at: number): Consent {
  return { ...consent, email: suppressedEmail(consent.email, reason, at) }
}

/** Consent after leaving one list by e-mail, and no other. */
export function unsubscribedFromList(consent: Consent, listId: string, at: number): Consent {
  const others = consent.email.listSuppressions.filter((each) => each.listId !== listId)
  const listSuppressions = [...others, { listId, reason: 'UNSUBSCRIBE', at } as const]
  return { ...consent, email: { ...consent.email, listSuppressions } }
}

/** Consent without what a colleague suppressed by hand; every other reason stays. */
export function unsuppressed(consent: Consent): Consent {
  const suppressions = consent.email.suppressions.filter(({ reason }) => reason !== 'USER_SUPPRESSED')
  return { ...consent, email: { ...consent.email, suppressions } }
}

function suppressedEmail(email: EmailConsent, reason: SuppressionReason, at: number): EmailConsent {
  if (email.suppressions.some((each) => each.reason === reason)) return email
  return { ...email, suppressions: [...email.suppressions, { reason, at }] }
}

function withChannel(consent: Consent, channel: PlainChannel, next: ChannelConsent): Consent {
  return { ...consent, channels: { ...consent.channels, [channel]: next } }
}
