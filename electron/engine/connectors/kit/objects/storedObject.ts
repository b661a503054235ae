import type { FieldId, FieldValue } from '../../../../../shared/model.ts'
import type { ObjectTypeId } from '../../../../../shared/objectTypes.ts'
import type { ObjectValues } from '../../connector.ts'
import { eventList, eventName } from './webhookEvents.ts'

type Values = ObjectValues['after']
type ByKey = Readonly<Record<string, FieldValue | undefined>>

/** What a row says, as Kit would hold it: trimmed, in Kit's letters, with what follows from the rest. Pure. */
export function storedObject(type: ObjectTypeId, given: Values): Values {
  const trimmed: Record<string, FieldValue> = {}
  for (const [key, value] of Object.entries(given))
    trimmed[key] = typeof value === 'string' ? value.trim() : value
  switch (type) {
    case 'webhooks':
      return change(trimmed, 'event', eventName)
    case 'webhookEndpoints':
      return change(trimmed, 'events', eventList)
    case 'broadcasts':
      return broadcast(trimmed)
    case 'purchases':
      return purchase(trimmed)
    default:
      return trimmed
  }
}

function change(values: Values | ByKey, key: string, to: (text: string) => string): Values {
  const value = (values as ByKey)[key]
  return (typeof value === 'string' && value !== '' ? { ...values, [key]: to(value) } : values) as Values
}

/** As Kit writes a time: to the second, in UTC. A day alone begins at midnight. */
export function kitTime(text: string): string {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? text : `${new Date(ms).toISOString().slice(0, 19)}Z`
}

function broadcast(values: ByKey): Values {
  const timed = change(change(values, 'send_at', kitTime), 'published_at', kitTime)
  return change(change(timed, 'recipient_tags', idList), 'recipient_segments', idList)
}

function idList(text: string): string {
  return text
    .split(/[\s,;]+/)
    .filter((id) => id !== '')
    .join(', ')
}

/** Kit wants an id for each product; a shop's file often has only its number of stock or its name. */
function purchase(values: ByKey): Values {
  const { product_pid, product_sku, product_name, product_quantity, currency } = values
  const pid = product_pid ?? product_sku ?? product_name
  return change(
    {
      ...values,
      ...(pid !== undefined && { product_pid: pid }),
      ...(product_name !== undefined && { product_quantity: product_quantity ?? 1 }),
      ...(typeof currency === 'string' && { currency: currency.toUpperCase() }),
    },
    'transaction_time',
    kitTime,
  )
}

export function textOf(values: Values, key: string): string {
  const value = values[key as FieldId]
  return value === null || value === undefined ? '' : String(value)
}
