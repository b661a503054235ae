/**
 * The records of a practice Kit account, as the service keeps them. Times are milliseconds since 1970 on whole
 * seconds, as Kit shows them; ids are integers, those of people beyond 2^31.
 */

export const subscriberStates = ['active', 'inactive', 'bounced', 'complained', 'cancelled'] as const
export type SubscriberState = (typeof subscriberStates)[number]

export interface Subscriber {
  readonly id: number
  readonly firstName: string | null
  /** Lower case, unique in the account. */
  readonly emailAddress: string
  readonly state: SubscriberState
  readonly createdAt: number
  readonly updatedAt: number
  readonly canceledAt: number | null
  /** Custom field id → text. Only fields that are set. */
  readonly values: ReadonlyMap<number, string>
  readonly attribution: Attribution
  readonly location: Location | null
}

/** How somebody first came to the account. */
export interface Attribution {
  readonly referrer: string | null
  readonly sourceType: string
  readonly sourceName: string | null
  /** Form id, for `form_subscription`. */
  readonly sourceId: number | null
  readonly mechanism: string
}

export interface Location {
  readonly city: string | null
  readonly state: string | null
  readonly country: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly timezone: string | null
}

export interface Tag {
  readonly id: number
  readonly name: string
  readonly createdAt: number
}

export interface Form {
  readonly id: number
  readonly name: string
  readonly createdAt: number
  /** `hosted` is a landing page. */
  readonly type: 'embed' | 'hosted'
  readonly format: string | null
  readonly status: 'active' | 'archived' | 'trashed'
  readonly uid: string
  /** Not shown by the API: whether adding an unconfirmed person mails them. */
  readonly doubleOptIn: boolean
}

export interface Sequence {
  readonly id: number
  readonly name: string
  readonly hold: boolean
  readonly repeat: boolean
  readonly createdAt: number
  readonly updatedAt: number
  readonly emailAddress: string | null
  readonly emailTemplateId: number | null
  readonly sendDays: readonly string[]
  readonly sendHour: number
  readonly timeZone: string
  readonly active: boolean
  readonly excludeSources: readonly SourceGroup[]
  /** Deleting is soft at Kit; a deleted sequence is answered with 404. */
  readonly deleted: boolean
}

export interface SourceGroup {
  readonly type: string
  readonly ids: readonly number[]
}

export interface SequenceEmail {
  readonly id: number
  readonly sequenceId: number
  readonly subject: string
  readonly previewText: string | null
  readonly content: string | null
  readonly emailTemplateId: number | null
  readonly published: boolean
  readonly position: number
  readonly delayValue: number
  readonly delayUnit: 'days' | 'hours'
  /** `null`: the days of the sequence. */
  readonly sendDays: readonly string[] | null
}

export interface CustomField {
  readonly id: number
  /** `ck_field_<id>_<first key>`; stays when the label changes. */
  readonly name: string
  /** Derived from the label; changes with it. */
  readonly key: string
  readonly label: string
  readonly createdAt: number
}

/** Somebody being in a tag, form or sequence. */
export interface Membership {
  readonly id: number
  readonly audienceId: number
  readonly subscriberId: number
  readonly addedAt: number
  /** Where they came from; forms only. */
  readonly referrer: string | null
}

export interface Broadcast {
  readonly id: number
  readonly publicationId: number
  readonly createdAt: number
  readonly subject: string
  readonly previewText: string | null
  readonly description: string | null
  readonly content: string | null
  readonly public: boolean
  readonly publishedAt: number | null
  /** `null` is a draft. */
  readonly sendAt: number | null
  readonly thumbnailAlt: string | null
  readonly thumbnailUrl: string | null
  readonly emailAddress: string
  readonly emailTemplateId: number
  readonly subscriberFilter: readonly Readonly<Record<string, readonly FilterTarget[]>>[]
}

export interface FilterTarget {
  readonly type: string
  readonly ids?: readonly number[]
}

/** Something that happened to a mail of a broadcast. */
export interface EmailEvent {
  readonly kind: 'sent' | 'opened' | 'clicked' | 'bounced'
  readonly broadcastId: number
  readonly at: number
  readonly url: string | null
}

/** Something somebody bought. Amounts are in the currency's own units. */
export interface Purchase {
  readonly id: number
  /** The seller's own id of the sale; unique in the account. */
  readonly transactionId: string
  readonly subscriberId: number
  readonly status: string
  readonly emailAddress: string
  /** Three capital letters. */
  readonly currency: string
  readonly transactionTime: number
  readonly subtotal: number
  readonly discount: number
  readonly tax: number
  /** Shown by v3 only. */
  readonly shipping: number
  readonly total: number
  readonly products: readonly Product[]
}

export interface Product {
  readonly name: string
  /** The seller's id of the product; its variants share it. */
  readonly pid: string
  /** The id of the line, unique in the purchase. */
  readonly lid: string
  readonly quantity: number
  readonly unitPrice: number
  readonly sku: string | null
}

export interface Segment {
  readonly id: number
  readonly name: string
  readonly createdAt: number
}

export interface EmailTemplate {
  readonly id: number
  readonly name: string
  readonly isDefault: boolean
  readonly category: string
}

export interface Post {
  readonly id: number
  readonly publicationId: number
  readonly createdAt: number
  readonly title: string
  readonly slug: string | null
  readonly status: 'draft' | 'published'
  readonly publishedAt: number | null
  readonly content: string
}

export interface Snippet {
  readonly id: number
  readonly name: string
  readonly type: 'inline' | 'block'
  readonly archived: boolean
  readonly key: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly content: string
  readonly documentId: number
  readonly html: string | null
  readonly version: number
}

export interface Webhook {
  readonly id: number
  readonly event: Readonly<Record<string, unknown>>
  readonly targetUrl: string
}

export interface WebhookEndpoint {
  readonly id: number
  readonly name: string | null
  readonly url: string
  readonly events: readonly string[]
  readonly status: 'active' | 'disabled'
  readonly description: string | null
  readonly createdAt: number
  readonly secret: string
  readonly previousSecretExpiresAt: number | null
  /** The OAuth app that made it; `null` where a key did. */
  readonly createdByApp: { readonly clientId: string; readonly name: string } | null
}

export interface Account {
  readonly id: number
  readonly userId: number
  readonly name: string
  readonly emailAddress: string
  readonly fromName: string
  readonly planType: string
  readonly subscriberLimit: number
  readonly timeZone: string
  readonly timeZoneTitle: string
  readonly createdAt: number
}
