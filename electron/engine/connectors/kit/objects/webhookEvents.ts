/** A parameter that an event of a (legacy) webhook needs. */
export const eventParameters = [
  'form_id',
  'tag_id',
  'sequence_id',
  'product_id',
  'custom_field_id',
  'initiator_value',
] as const
export type EventParameter = (typeof eventParameters)[number]

/** Every event of a webhook with the parameter it needs (kit.com's v4 reference, "Create a webhook"). */
export const webhookEvents: Readonly<Record<string, EventParameter | null>> = {
  'subscriber.subscriber_activate': null,
  'subscriber.subscriber_unsubscribe': null,
  'subscriber.subscriber_bounce': null,
  'subscriber.subscriber_complain': null,
  'subscriber.form_subscribe': 'form_id',
  'subscriber.course_subscribe': 'sequence_id',
  'subscriber.course_complete': 'sequence_id',
  'subscriber.link_click': 'initiator_value',
  'subscriber.product_purchase': 'product_id',
  'subscriber.tag_add': 'tag_id',
  'subscriber.tag_remove': 'tag_id',
  'purchase.purchase_create': null,
  'custom_field.field_created': null,
  'custom_field.field_deleted': null,
  'custom_field.field_value_updated': 'custom_field_id',
}

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

const byShortName = new Map(
  Object.keys(webhookEvents).map((name) => [name.slice(name.indexOf('.') + 1), name]),
)

/** An event's whole name: Kit's answers leave out what is before the dot, and so may people. */
export function eventName(text: string): string {
  const name = text.trim().toLowerCase()
  return Object.hasOwn(webhookEvents, name) ? name : (byShortName.get(name) ?? name)
}

/** A list of events as one text, sorted, so that two of them can be compared. */
export function eventList(text: string): string {
  const names = text.split(/[\s,;]+/).filter((name) => name !== '')
  return [...new Set(names.map((name) => name.toLowerCase()))].sort().join(', ')
}
