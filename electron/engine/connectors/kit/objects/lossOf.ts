import { z } from 'zod'
import { AppError } from '../../../../../shared/errors.ts'
import type { ObjectTypeId, ServiceObject } from '../../../../../shared/objectTypes.ts'
import { pagination, understand } from '../answers.ts'
import type { SendToKit } from '../request.ts'
import { textOf } from './storedObject.ts'

/** What goes for good with this object. Asks Kit how many people have a value in a field. */
export async function lossOf(
  send: SendToKit,
  type: ObjectTypeId,
  { id, values }: ServiceObject,
  signal: AbortSignal,
): Promise<string> {
  switch (type) {
    case 'customFields': {
      const people = await peopleWithValue(send, id, signal)
      return `Deleting the field “${textOf(values, 'label')}” wipes its values from ${people}, and nothing brings them back.`
    }
    case 'broadcasts':
      return `Deleting the broadcast “${textOf(values, 'subject') || id}” (${textOf(values, 'status') || 'draft'}) deletes what is written in it; a scheduled one is then not sent.`
    case 'webhooks':
      return `Kit no longer calls ${textOf(values, 'target_url')} for ${textOf(values, 'event')}.`
    case 'webhookEndpoints':
      return `Kit no longer calls ${textOf(values, 'url')}, and its signing secret is gone.`
    default:
      return 'It is gone for good.'
  }
}

const counted = z.object({ pagination: pagination.required({ total_count: true }) })

/** `1,204 people`. Kit counts by a filter, which not every account may use: its refusal is not the end of a plan. */
async function peopleWithValue(send: SendToKit, field: string, signal: AbortSignal): Promise<string> {
  const condition = {
    type: 'custom_field',
    subscriber_custom_field_id: Number(field),
    comparison: 'has_value',
  }
  const body = { all: [condition], per_page: 1, include_total_count: true }
  const about = 'how many people have a value'
  try {
    const request = { method: 'POST', path: '/v4/subscribers/filter', body, about } as const
    const { total_count } = understand(counted, await send(request, signal), about).pagination
    return people(total_count ?? 0)
  } catch (error) {
    const passes =
      error instanceof AppError && ['cancelled', 'rate-limited', 'unauthorized'].includes(error.code)
    if (passes) throw error
    return 'everyone who has one'
  }
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString('en-US')} people`
}
