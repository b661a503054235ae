import type { Answer } from '../answer.ts'
import { created, invalid, noContent, notFound, ok } from './answers.ts'
import type { Input, KitRequest } from './input.ts'
import { asRecord, pathId } from './input.ts'
import type { Webhook } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import type { KitState } from './state.ts'

/** Each event, with the parameter it needs. */
const events: Readonly<Record<string, string | null>> = {
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

/** GET /v4/webhooks */
export function listWebhooks({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    state.webhooks.values(),
    newestFirst((webhook) => webhook.id),
    input,
  )
  return ok({ webhooks: rows.map((webhook) => webhookAnswer(state, webhook)), pagination })
}

/** POST /v4/webhooks: called when it happens, where its address is one of this computer. */
export function createWebhook({ input }: KitRequest, { state }: KitAccount): Answer {
  const event = asRecord(input.event)
  const targetUrl = input.target_url
  if (event === undefined || typeof targetUrl !== 'string' || typeof event.name !== 'string')
    throw invalid('`event` and `target` parameters must be provided')
  if (!isWebAddress(targetUrl)) throw invalid('Target url is invalid')
  const webhook = { id: state.newId('webhook'), event: readEvent(event, event.name), targetUrl }
  state.webhooks.set(webhook.id, webhook)
  const { event: kept, ...shown } = webhookAnswer(state, webhook)
  // The answer to creating one has initiator_value whatever the event is, as the document requires it.
  return created({ webhook: { ...shown, event: { initiator_value: null, ...kept } } })
}

/** DELETE /v4/webhooks/{id} */
export function deleteWebhook(request: KitRequest, { state }: KitAccount): Answer {
  if (!state.webhooks.delete(pathId(request, 'id'))) throw notFound()
  return noContent()
}

/** The prefix before the dot is dropped on the way out, as Kit's examples show. */
function readEvent(event: Input, name: string): Webhook['event'] {
  const parameter = Object.hasOwn(events, name) ? events[name] : undefined
  if (parameter === undefined) throw invalid('Event name is invalid')
  const shortName = name.slice(name.indexOf('.') + 1)
  if (parameter === null) return { name: shortName, initiator_value: null }
  // Kit's own SDK still says course_id where the document says sequence_id.
  const value = event[parameter] ?? (parameter === 'sequence_id' ? event.course_id : undefined)
  return { name: shortName, [parameter]: readParameter(parameter, value) }
}

/** An address for `initiator_value`, an id for everything else; text that is digits counts (assumed). */
function readParameter(name: string, value: unknown): number | string {
  if (value === undefined || value === null || value === '') throw invalid(`Event ${name} can't be blank`)
  if (name === 'initiator_value') {
    if (typeof value === 'string' && isWebAddress(value)) return value
    throw invalid(`Event ${name} must be a link URL`)
  }
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id
  throw invalid(`Event ${name} must be an integer`)
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function webhookAnswer(state: KitState, webhook: Webhook) {
  return { id: webhook.id, account_id: state.account.id, event: webhook.event, target_url: webhook.targetUrl }
}
