import { z } from 'zod'
import type { FieldValue, RemoteId } from '../../../../../shared/model.ts'
import type { ServiceObject } from '../../../../../shared/objectTypes.ts'
import { webhookParameters } from '../../../../../shared/webhookEvents.ts'
import { eventList, eventName } from './webhookEvents.ts'

const id = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/)]).transform(String)

/** A row of any of Kit's lists: what is read of it is decided by the type's fields. */
export const objectRow = z.looseObject({ id })
export type ObjectRow = z.infer<typeof objectRow>

/** A row of Kit's as an object with those of its properties that have a value. */
export function plainObject(row: ObjectRow): ServiceObject {
  return objectOf(row.id, row)
}

export function objectOf(id: string, properties: Readonly<Record<string, unknown>>): ServiceObject {
  const values = Object.entries(properties).flatMap(([key, value]): [string, FieldValue][] =>
    isValue(value) && value !== '' ? [[key, value]] : [],
  )
  return { id: id as RemoteId, values: Object.fromEntries(values) }
}

function isValue(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

const sentTo = z.object({ type: z.string(), ids: z.array(id).nullish() })
const recipients = z.array(z.record(z.string(), z.union([z.array(sentTo), z.null()]))).catch([])

export function broadcastObject(row: ObjectRow): ServiceObject {
  const groups = recipients.parse(row['subscriber_filter']).flatMap((group) => Object.values(group).flat())
  const idsOf = (type: string) =>
    groups.flatMap((one) => (one?.type === type ? (one.ids ?? []) : [])).join(', ')
  const template = z.object({ id }).safeParse(row['email_template'])
  return objectOf(row.id, {
    ...row,
    email_template_id: template.success ? template.data.id : null,
    recipient_tags: idsOf('tag'),
    recipient_segments: idsOf('segment'),
  })
}

export function webhookObject(row: ObjectRow): ServiceObject {
  const event = z.record(z.string(), z.unknown()).catch({}).parse(row['event'])
  const name = typeof event['name'] === 'string' ? eventName(event['name']) : ''
  const given = webhookParameters.map((key) => [key, textOrNull(event[key])] as const)
  const course = textOrNull(event['course_id'])
  return objectOf(row.id, {
    id: row.id,
    target_url: row['target_url'],
    event: name,
    ...Object.fromEntries(given),
    ...(course !== null && { sequence_id: course }),
  })
}

/** Ids come as numbers, and a file has them as text. */
function textOrNull(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : null
}

export function endpointObject(row: ObjectRow): ServiceObject {
  const events = z.array(z.string()).catch([]).parse(row['events'])
  return objectOf(row.id, { ...row, events: eventList(events.join(' ')) })
}

const product = z.looseObject({})

/** One for each product of the purchase, all with its id. */
export function purchaseObjects(row: ObjectRow): ServiceObject[] {
  const products = z.array(product).catch([]).parse(row['products'])
  const own = {
    ...row,
    transaction_id: textOrNull(row['transaction_id']),
    email: row['email_address'],
    subscriber_id: textOrNull(row['subscriber_id']),
  }
  if (products.length === 0) return [objectOf(row.id, own)]
  return products.map(({ name, pid, lid, sku, quantity, unit_price }) =>
    objectOf(row.id, {
      ...own,
      product_name: name,
      product_pid: textOrNull(pid),
      product_lid: textOrNull(lid),
      product_sku: textOrNull(sku),
      product_quantity: quantity,
      product_unit_price: unit_price,
    }),
  )
}
