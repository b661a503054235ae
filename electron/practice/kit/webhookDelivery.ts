import type { KitEvent } from './events.ts'
import type { Subscriber, Webhook } from './model.ts'
import type { Outbox } from './outbox.ts'
import { purchaseAnswer } from './purchaseAnswer.ts'
import type { KitState } from './state.ts'
import { plainSubscriber } from './subscriberAnswer.ts'

/**
 * Calls the webhooks (of the older kind) that wait for an event, unsigned and once each; the outbox lets only
 * addresses of this computer through. The newer kind is never called: Kit refuses such addresses there.
 */
export function deliverEvent(state: KitState, outbox: Outbox, event: KitEvent): void {
  for (const webhook of state.webhooks.values())
    if (waitsFor(webhook, event)) outbox.post(event.name, webhook.targetUrl, payload(state, event))
}

function waitsFor({ event: wanted }: Webhook, event: KitEvent): boolean {
  // What is left of it is the id the event has to be about.
  return Object.entries(wanted).every(
    ([name, value]) => name === 'initiator_value' || Reflect.get(event, name) === value,
  )
}

/** A person, a bare purchase, or (assumed) a field; fields of people by their label, as v3's page shows them. */
function payload(state: KitState, event: KitEvent): unknown {
  if ('purchase' in event) return purchaseAnswer(event.purchase)
  const field = 'customField' in event ? event.customField : undefined
  return {
    ...('subscriber' in event ? { subscriber: labelled(state, event.subscriber) } : {}),
    ...(field === undefined
      ? {}
      : { custom_field: { id: field.id, name: field.name, key: field.key, label: field.label } }),
  }
}

function labelled(state: KitState, person: Subscriber) {
  const fields = [...state.customFields.values()].map(({ id, label }) => [
    label,
    person.values.get(id) ?? null,
  ])
  return { ...plainSubscriber(person), fields: Object.fromEntries(fields) as Record<string, string | null> }
}
