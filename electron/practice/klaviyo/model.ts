import type { Json, JsonObject } from './json.ts'

/** Times in this file are milliseconds since 1970, in the service's time. */

export interface Account {
  /** Also the public key. */
  readonly id: string
  readonly name: string
  readonly senderEmail: string
  readonly website: string
  readonly timeZone: string
  /** What counts where no list is named, and for lists created without a word about it. */
  readonly defaultOptIn: OptIn
  /** Countries, as ISO 3166 codes, that text messages can be sent to. */
  readonly smsCountries: ReadonlySet<string>
}

export type OptIn = 'single_opt_in' | 'double_opt_in'

export const textFields = ['first_name', 'last_name', 'organization', 'locale', 'title', 'image'] as const
export const locationFields = [
  'address1',
  'address2',
  'city',
  'country',
  'latitude',
  'longitude',
  'region',
  'zip',
  'timezone',
  'ip',
] as const

export type TextField = (typeof textFields)[number]
export type LocationField = (typeof locationFields)[number]

export interface Profile {
  readonly id: string
  /** Lower case, as it is compared. */
  readonly email: string | null
  /** E.164; or older text that never was. */
  readonly phoneNumber: string | null
  readonly externalId: string | null
  /** More addresses that lead to this person. Not answered by any read. */
  readonly otherEmails: readonly string[]
  readonly texts: Readonly<Record<TextField, string | null>>
  readonly location: Readonly<Record<LocationField, string | number | null>>
  readonly properties: JsonObject
  readonly created: number
  readonly updated: number
  readonly lastEventAt: number | null
  readonly consent: Consent
}

export type ConsentState = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NEVER_SUBSCRIBED'

/** Consent for one way of reaching somebody. */
export interface ChannelConsent {
  readonly consent: ConsentState
  readonly consentAt: number | null
  readonly lastUpdated: number | null
  readonly method: string | null
  readonly methodDetail: string | null
}

export type SuppressionReason =
  'HARD_BOUNCE' | 'INVALID_EMAIL' | 'SPAM_COMPLAINT' | 'UNSUBSCRIBE' | 'USER_SUPPRESSED'

export interface Suppression {
  readonly reason: SuppressionReason
  readonly at: number
}

export interface EmailConsent extends ChannelConsent {
  /** The `custom_source` they were subscribed with. */
  readonly customMethodDetail: string | null
  readonly doubleOptIn: boolean | null
  /** Beats consent: whoever has one is mailed by nobody. */
  readonly suppressions: readonly Suppression[]
  readonly listSuppressions: readonly (Suppression & { readonly listId: string })[]
}

/** The ways other than e-mail marketing. */
export const plainChannels = [
  'email.open_tracking',
  'sms.marketing',
  'sms.transactional',
  'push.marketing',
  'whatsapp.marketing',
  'whatsapp.transactional',
  'whatsapp.conversational',
] as const

export type PlainChannel = (typeof plainChannels)[number]
export type Channel = 'email.marketing' | PlainChannel

export interface Consent {
  readonly email: EmailConsent
  readonly channels: Readonly<Record<PlainChannel, ChannelConsent>>
}

export interface ContactList {
  readonly id: string
  readonly name: string
  readonly optIn: OptIn
  readonly created: number
  readonly updated: number
  /** Profile id → when they joined. */
  readonly members: Map<string, number>
}

export interface Segment {
  readonly id: string
  readonly name: string
  /** As it was sent. */
  readonly definition: JsonObject
  readonly created: number
  readonly updated: number
  readonly isActive: boolean
  readonly isStarred: boolean
  /** Nobody is in it before then. */
  readonly readyAt: number
}

export interface TagGroup {
  readonly id: string
  readonly name: string
  readonly exclusive: boolean
  readonly isDefault: boolean
}

export interface Tag {
  readonly id: string
  readonly name: string
  readonly groupId: string
  readonly lists: ReadonlySet<string>
  readonly segments: ReadonlySet<string>
}

export interface Metric {
  readonly id: string
  readonly name: string
  readonly created: number
  readonly updated: number
  readonly integration: JsonObject
}

export interface ProfileEvent {
  readonly id: string
  readonly uuid: string
  readonly metricId: string
  readonly profileId: string
  /** On a whole second. */
  readonly at: number
  readonly uniqueId: string
  readonly properties: JsonObject
}

export type JobStatus = 'queued' | 'processing' | 'complete' | 'cancelled'

export interface ImportError {
  readonly id: string
  /** From 0. Not told by any answer: only the payload says which row it was. */
  readonly row: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly originalPayload: Json
}

export interface ImportJob {
  readonly id: string
  readonly status: JobStatus
  readonly listIds: readonly string[]
  readonly totalCount: number
  readonly completedCount: number
  readonly failedCount: number
  readonly createdAt: number
  readonly startedAt: number | null
  readonly completedAt: number | null
  readonly expiresAt: number
  readonly profileIds: readonly string[]
  readonly errors: readonly ImportError[]
}

export interface SuppressionJob {
  readonly id: string
  readonly kind: 'create' | 'delete'
  readonly status: JobStatus
  readonly listId: string | null
  readonly segmentId: string | null
  readonly totalCount: number
  readonly completedCount: number
  readonly skippedCount: number
  readonly createdAt: number
  readonly completedAt: number | null
}

/** A mail that asks somebody to confirm. */
export interface Confirmation {
  readonly email: string | null
  readonly phoneNumber: string | null
  readonly listId: string | null
  readonly channels: readonly Channel[]
  readonly customSource: string | null
  readonly sentAt: number
  readonly confirmed: boolean
}
