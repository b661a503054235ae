import { AppError } from '../../../../../shared/errors.ts'
import type { FieldId, FieldValue, RecordChange } from '../../../../../shared/model.ts'
import type { KitRequest } from '../request.ts'
import { textOf } from './storedObject.ts'
import { webhookParameters } from '../../../../../shared/webhookEvents.ts'

/** Refusals of one object: an outcome of its row, not the end of the run. */
const aboutTheObject = [400, 404, 409, 413, 422] as const

/** Where objects of a type are. */
const folders: Readonly<Record<string, string>> = {
  tags: 'tags',
  customFields: 'custom_fields',
  broadcasts: 'broadcasts',
  purchases: 'purchases',
  webhooks: 'webhooks',
  webhookEndpoints: 'webhook_endpoints',
}

/** `/v4/broadcasts`, `/v4/broadcasts/12` */
export function recordPath(type: RecordChange['type'], id: string | null = null): string {
  const folder = folders[type]
  if (folder === undefined) throw new AppError('bug', `Nothing can be written about ${type} in Kit.`)
  if (id === null) return `/v4/${folder}`
  if (/^\d{1,19}$/.test(id)) return `/v4/${folder}/${id}`
  throw new AppError('not-found', `“${id}” is not an id of Kit, which is a number. Correct it in the file.`)
}

/**
 * The one request that makes, changes or deletes an object. Several changes are the products of one purchase. Kit can't
 * change a purchase: it is posted again under its transaction id.
 */
export function recordRequest(changes: readonly [RecordChange, ...RecordChange[]]): KitRequest {
  const [change] = changes
  const { type, op, key } = change
  const about = `the ${wordsOf[type] ?? 'object'} “${key.name}”`
  const common = { accept: aboutTheObject, about }
  if (op === 'delete') return { method: 'DELETE', path: recordPath(type, key.remoteId), ...common }
  const body = bodyOf(changes)
  if (op === 'insert' || type === 'purchases')
    return { method: 'POST', path: recordPath(type), body, ...common }
  const method = type === 'webhookEndpoints' ? 'PATCH' : 'PUT'
  return { method, path: recordPath(type, key.remoteId), body, ...common }
}

const wordsOf: Readonly<Record<string, string>> = {
  tags: 'tag',
  customFields: 'field',
  broadcasts: 'broadcast',
  purchases: 'purchase',
  webhooks: 'webhook',
  webhookEndpoints: 'webhook endpoint',
}

type Values = RecordChange['after']

function bodyOf(changes: readonly [RecordChange, ...RecordChange[]]): unknown {
  const [{ type, after }] = changes
  switch (type) {
    case 'broadcasts':
      return broadcastBody(after)
    case 'purchases':
      return { purchase: purchaseBody(changes) }
    case 'webhooks':
      return webhookBody(after)
    case 'webhookEndpoints':
      return {
        ...only(after, ['url', 'name', 'description']),
        ...('events' in after && { events: listed(after, 'events') }),
      }
    default:
      return after
  }
}

/** `null` is sent where a field is cleared. */
function only(values: Values, keys: readonly string[]): Record<string, FieldValue> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = values[key as FieldId]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}

function listed(values: Values, key: string): string[] {
  return textOf(values, key)
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
}

function broadcastBody(after: Values): unknown {
  const texts = ['subject', 'preview_text', 'description', 'content']
  const cleared = Object.fromEntries(
    Object.entries(only(after, texts)).map(([key, value]) => [key, value ?? '']),
  )
  const template = textOf(after, 'email_template_id')
  const groups = [
    ...recipients('tag', listed(after, 'recipient_tags')),
    ...recipients('segment', listed(after, 'recipient_segments')),
  ]
  return {
    ...cleared,
    ...only(after, ['send_at', 'public', 'published_at', 'email_address']),
    ...(template !== '' && { email_template_id: Number(template) }),
    ...(groups.length > 0 && { subscriber_filter: [{ any: groups }] }),
  }
}

/** Kit takes one group only: whoever has any of these tags or is in any of these segments. */
function recipients(type: 'tag' | 'segment', ids: readonly string[]) {
  return ids.length === 0 ? [] : [{ type, ids: ids.map(Number) }]
}

/** The document lists all parameters as required and lets them be null. Kit's own SDK still says `course_id`. */
function webhookBody(after: Values): unknown {
  const parameters = webhookParameters
    .filter((name) => name !== 'custom_field_id' || textOf(after, name) !== '')
    .map((name) => [name, parameterValue(name, textOf(after, name))] as const)
  const sequence = textOf(after, 'sequence_id')
  return {
    target_url: textOf(after, 'target_url'),
    event: {
      name: textOf(after, 'event'),
      ...Object.fromEntries(parameters),
      ...(sequence !== '' && { course_id: Number(sequence) }),
    },
  }
}

function parameterValue(name: string, text: string): string | number | null {
  if (text === '') return null
  return name === 'initiator_value' ? text : Number(text)
}

const purchaseKeys = [
  'transaction_id',
  'first_name',
  'currency',
  'transaction_time',
  'status',
  'subtotal',
  'tax',
  'shipping',
  'discount',
  'total',
]

/** What the rows have in common, with a product for each. */
function purchaseBody(changes: readonly [RecordChange, ...RecordChange[]]): unknown {
  const [{ after }] = changes
  return {
    email_address: textOf(after, 'email'),
    status: 'paid',
    ...only(after, purchaseKeys),
    products: changes.map(({ after: line }, n) => ({
      name: textOf(line, 'product_name'),
      pid: textOf(line, 'product_pid'),
      lid: textOf(line, 'product_lid') || String(n + 1),
      sku: textOf(line, 'product_sku'),
      quantity: line['product_quantity' as FieldId],
      unit_price: line['product_unit_price' as FieldId],
    })),
  }
}
