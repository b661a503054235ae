/** What events of a (legacy) webhook need besides their names. */
export const webhookParameters = [
  'form_id',
  'tag_id',
  'sequence_id',
  'product_id',
  'custom_field_id',
  'initiator_value',
] as const
export type WebhookParameter = (typeof webhookParameters)[number]

export interface WebhookEvent {
  /** As Kit calls it. */
  readonly id: string
  /** What happened, in a few words. */
  readonly words: string
  readonly group: string
  readonly needs: WebhookParameter | null
}

const people = 'A person'
const others = 'The account'

/** Events of a (legacy) webhook, each with the parameter it needs; see kit.com's v4 reference, "Create a webhook". */
export const webhookEvents: readonly WebhookEvent[] = [
  { id: 'subscriber.subscriber_activate', words: 'becomes a subscriber', group: people, needs: null },
  { id: 'subscriber.subscriber_unsubscribe', words: 'unsubscribes', group: people, needs: null },
  { id: 'subscriber.subscriber_bounce', words: 'bounces', group: people, needs: null },
  { id: 'subscriber.subscriber_complain', words: 'reports mail as spam', group: people, needs: null },
  { id: 'subscriber.form_subscribe', words: 'joins a form', group: people, needs: 'form_id' },
  { id: 'subscriber.course_subscribe', words: 'joins a sequence', group: people, needs: 'sequence_id' },
  { id: 'subscriber.course_complete', words: 'completes a sequence', group: people, needs: 'sequence_id' },
  { id: 'subscriber.link_click', words: 'clicks a link', group: people, needs: 'initiator_value' },
  { id: 'subscriber.product_purchase', words: 'buys a product', group: people, needs: 'product_id' },
  { id: 'subscriber.tag_add', words: 'gets a tag', group: people, needs: 'tag_id' },
  { id: 'subscriber.tag_remove', words: 'loses a tag', group: people, needs: 'tag_id' },
  { id: 'purchase.purchase_create', words: 'gets a purchase', group: others, needs: null },
  { id: 'custom_field.field_created', words: 'gets a custom field', group: others, needs: null },
  { id: 'custom_field.field_deleted', words: 'loses a custom field', group: others, needs: null },
  {
    id: 'custom_field.field_value_updated',
    words: 'gets a new value in a custom field',
    group: others,
    needs: 'custom_field_id',
  },
]

/** Events of the newer webhook endpoints that can be asked for; others are announced, and refused until they are there. */
export const endpointEvents: readonly string[] = [
  'subscriber.created',
  'subscriber.activated',
  'subscriber.unsubscribed',
  'subscriber.bounced',
  'subscriber.complained',
  'subscriber.subscribed_to_form',
  'subscriber.added_to_sequence',
  'subscriber.sequence_completed',
  'subscriber.tag_added',
  'subscriber.tag_removed',
  'subscriber.custom_field_value_updated',
  'tag.created',
  'tag.deleted',
  'custom_field.created',
  'custom_field.deleted',
  'sequence.created',
  'sequence.deleted',
  'sequence.published',
  'sequence.disabled',
  'broadcast.created',
  'broadcast.sent',
  'broadcast.deleted',
  'post.published',
]
