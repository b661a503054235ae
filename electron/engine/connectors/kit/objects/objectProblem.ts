import type { FieldId } from '../../../../../shared/model.ts'
import type { ObjectOp, ObjectTypeId } from '../../../../../shared/objectTypes.ts'
import type { ObjectValues } from '../../connector.ts'
import { unreachable } from './publicAddress.ts'
import { textOf } from './storedObject.ts'
import {
  endpointEvents,
  webhookEvents,
  type WebhookParameter,
  webhookParameters,
} from '../../../../../shared/webhookEvents.ts'

/** Why Kit would refuse it, or why it must not be sent; `null` where nothing speaks against it. Pure. */
export function objectProblem(type: ObjectTypeId, op: ObjectOp, given: ObjectValues): string | null {
  switch (type) {
    case 'broadcasts':
      return broadcastProblem(op, given)
    case 'purchases':
      return purchaseProblem(given)
    case 'webhooks':
      return op === 'insert' ? webhookProblem(given.after) : null
    case 'webhookEndpoints':
      return op === 'delete' ? null : endpointProblem({ ...given.before, ...given.after })
    default:
      return null
  }
}

function broadcastProblem(op: ObjectOp, { before, after }: ObjectValues): string | null {
  const status = textOf(before, 'status')
  if (status === 'sending' || status === 'completed')
    return `The broadcast “${textOf(before, 'subject')}” ${status === 'sending' ? 'is being sent' : 'was sent'}, so Kit lets nobody change or delete it any more.`
  if (op === 'delete') return null
  const isSaid = (values: ObjectValues['after'], key: string) => textOf(values, key) !== ''
  const told = op === 'insert' ? after : { ...before, ...after }
  const hasWords = ['subject', 'description', 'content'].some((key) => isSaid(told, key))
  if (!hasWords) return 'A broadcast needs a subject, a description or content: this row has none of them.'
  for (const key of recipients)
    if (isSaid(after, key) && !/^\d+(\s*[,; ]\s*\d+)*$/.test(textOf(after, key)))
      return `“${textOf(after, key)}” are not ids of Kit. Give numbers with commas between them.`
  return idProblem(after, 'email_template_id', 'template') ?? emptiedProblem({ before, after })
}

const recipients = ['recipient_tags', 'recipient_segments']

/** Kit keeps what a request leaves out, and knows no word for none of these. */
function emptiedProblem({ before, after }: ObjectValues): string | null {
  const isEmptied = (key: string) =>
    textOf(before, key) !== '' && Object.hasOwn(after, key) && textOf(after, key) === ''
  if (isEmptied('email_template_id'))
    return 'Kit can’t take the template away from a broadcast. Name another one.'
  const hasOthers = recipients.some((key) => textOf(after, key) !== '')
  return recipients.some(isEmptied) && !hasOthers
    ? 'Kit is told which tags and segments a broadcast goes to, and not that there are none. Name others, or change it in Kit.'
    : null
}

function purchaseProblem({ after }: ObjectValues): string | null {
  const currency = textOf(after, 'currency')
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency))
    return `“${currency}” is not a currency. Write its three letters, such as USD.`
  const quantity = after['product_quantity' as FieldId]
  if (typeof quantity === 'number' && !(Number.isInteger(quantity) && quantity > 0))
    return `A quantity of ${quantity} can't be sold. Write a whole number above zero.`
  return null
}

const parameterWords: Readonly<Record<WebhookParameter, string>> = {
  form_id: 'the id of a form',
  tag_id: 'the id of a tag',
  sequence_id: 'the id of a sequence',
  product_id: 'the id of a product',
  custom_field_id: 'the id of a custom field',
  initiator_value: 'the address of a link',
}

function webhookProblem(after: ObjectValues['after']): string | null {
  const target = textOf(after, 'target_url')
  const address = URL.canParse(target) ? new URL(target) : null
  if (address === null || !/^https?:$/.test(address.protocol))
    return `“${target}” is not a web address. It must start with https:// or http://.`
  const event = textOf(after, 'event')
  const known = webhookEvents.find(({ id }) => id === event)
  if (known === undefined)
    return `Kit has no event “${event}”. It has: ${webhookEvents.map(({ id }) => id).join(', ')}.`
  const { needs: needed } = known
  const extra = webhookParameters.find((name) => name !== needed && textOf(after, name) !== '')
  if (extra !== undefined)
    return `The event ${event} takes no ${extra}. ${needed === null ? 'It needs nothing more.' : `It needs ${needed}.`}`
  if (needed === null) return null
  const value = textOf(after, needed)
  if (value === '')
    return `The event ${event} needs ${parameterWords[needed]} (${needed}), and this row has none.`
  if (needed === 'initiator_value')
    return URL.canParse(value)
      ? null
      : `“${value}” is not the address of a link. It must start with https://.`
  return idProblem(after, needed, needed.replace('_id', '').replaceAll('_', ' '))
}

function endpointProblem(after: ObjectValues['after']): string | null {
  const problem = unreachable(textOf(after, 'url'))
  if (problem !== null) return problem
  const unknown = textOf(after, 'events')
    .split(', ')
    .find((name) => !endpointEvents.includes(name))
  if (unknown !== undefined)
    return `Kit's newer webhooks have no event “${unknown}”. They have: ${endpointEvents.join(', ')}.`
  return textOf(after, 'description').length > 255
    ? 'The description is too long: Kit takes up to 255 characters.'
    : null
}

function idProblem(after: ObjectValues['after'], key: string, what: string): string | null {
  const id = textOf(after, key)
  return id === '' || /^\d{1,19}$/.test(id)
    ? null
    : `“${id}” is not the id of a ${what} in Kit, which is a number.`
}
