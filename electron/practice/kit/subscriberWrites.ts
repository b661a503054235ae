import type { Answer } from '../answer.ts'
import { invalid, noContent, notFound } from './answers.ts'
import { requiredEmail } from './emailAddress.ts'
import type { Input, KitRequest } from './input.ts'
import { choice, nullableText, pathId } from './input.ts'
import type { Subscriber } from './model.ts'
import { subscriberStates } from './model.ts'
import type { KitAccount } from './route.ts'
import { fullSubscriber } from './subscriberAnswer.ts'
import type { FieldWrite } from './subscriberFields.ts'
import { noFields, readFieldWrite, withValues } from './subscriberFields.ts'
import type { KitState } from './state.ts'

/** The person a path names. @throws Refusal 404 */
export function personOf(state: KitState, id: number): Subscriber {
  const person = state.subscribers.get(id)
  if (person === undefined) throw notFound()
  return person
}

/**
 * POST /v4/subscribers: creates a person or updates the one with this address. 201, 200, or 202 where fields follow
 * later. Nothing brings back who left: `state` counts only for somebody new.
 */
export function upsertSubscriber({ input }: KitRequest, kit: KitAccount): Answer {
  const emailAddress = requiredEmail(input)
  const wanted = {
    emailAddress,
    state: choice(input, 'state', subscriberStates, 'active'),
    firstName: nullableText(input, 'first_name'),
    fields: readFieldWrite(kit.state, input),
  }
  const isNew = kit.state.subscribers.byEmail(emailAddress) === undefined
  return writtenAnswer(kit, upsertPerson(kit, wanted), wanted.fields, isNew ? 201 : 200)
}

/** Somebody to create, or to update where their address is there already. */
export interface UpsertedPerson {
  readonly emailAddress: string
  /** For somebody new only. */
  readonly state: Subscriber['state']
  /** `undefined` keeps the name, `null` clears it. */
  readonly firstName: string | null | undefined
  readonly fields: FieldWrite
}

/** Creates or updates a person, and counts it. */
export function upsertPerson(kit: KitAccount, wanted: UpsertedPerson): Subscriber {
  const { emailAddress, firstName, fields } = wanted
  const existing = kit.state.subscribers.byEmail(emailAddress)
  if (existing !== undefined) return write(kit, existing, withName(existing, firstName), fields)
  const person = { ...newcomer(kit.state, emailAddress, wanted.state), firstName: firstName ?? null }
  kit.state.subscribers.save(person)
  kit.tally.count(person.id, 'created')
  const written = writeFields(kit, person, fields)
  if (written.state === 'active') kit.state.tell({ name: 'subscriber_activate', subscriber: written })
  return written
}

/** Writes one value of somebody; null clears it. */
export function writeValue(kit: KitAccount, person: Subscriber, fieldId: number, value: string | null): void {
  write(kit, person, person, { ...noFields, values: new Map([[fieldId, value]]) })
}

/** PUT /v4/subscribers/{id}: the one way to change an address. An empty body changes nothing and is a 200. */
export function updateSubscriber(request: KitRequest, kit: KitAccount): Answer {
  const person = personOf(kit.state, pathId(request, 'id'))
  const emailAddress = newEmail(kit.state, person, request.input)
  const firstName = nullableText(request.input, 'first_name')
  const fields = readFieldWrite(kit.state, request.input)
  const written = write(kit, person, { ...withName(person, firstName), emailAddress }, fields)
  return writtenAnswer(kit, written, fields, 200)
}

/** POST /v4/subscribers/{id}/unsubscribe: 204, whatever the state was. Everything else about them stays. */
export function unsubscribeSubscriber(request: KitRequest, kit: KitAccount): Answer {
  const person = personOf(kit.state, pathId(request, 'id'))
  leave(kit.state, person)
  kit.tally.count(person.id, 'unsubscribed')
  return noContent()
}

/** Somebody leaves. `updated_at` does not move (assumed): a reader that only asks for updates would miss them. */
export function leave(state: KitState, person: Subscriber): void {
  if (person.state === 'cancelled') return
  const gone: Subscriber = { ...person, state: 'cancelled', canceledAt: state.now() }
  state.subscribers.save(gone)
  state.tell({ name: 'subscriber_unsubscribe', subscriber: gone })
}

/** Somebody who has just come in through the API. */
export function newcomer(
  state: KitState,
  emailAddress: string,
  wantedState: Subscriber['state'],
): Subscriber {
  const now = state.now()
  return {
    id: state.newId('subscriber'),
    firstName: null,
    emailAddress,
    state: wantedState,
    createdAt: now,
    updatedAt: now,
    canceledAt: wantedState === 'cancelled' ? now : null,
    values: new Map(),
    attribution: {
      referrer: null,
      sourceType: 'api_subscription',
      sourceName: null,
      sourceId: null,
      mechanism: 'api',
    },
    location: null,
  }
}

function withName(person: Subscriber, firstName: string | null | undefined): Subscriber {
  return firstName === undefined ? person : { ...person, firstName }
}

function newEmail(state: KitState, person: Subscriber, input: Input): string {
  if (input.email_address === undefined) return person.emailAddress
  const emailAddress = requiredEmail(input)
  const owner = state.subscribers.byEmail(emailAddress)
  if (owner !== undefined && owner.id !== person.id) throw invalid('Email address has already been taken')
  return emailAddress
}

function write(kit: KitAccount, before: Subscriber, after: Subscriber, fields: FieldWrite): Subscriber {
  const renamed = before.firstName !== after.firstName || before.emailAddress !== after.emailAddress
  const changed = renamed || withValues(before, fields.values) !== before
  kit.tally.count(before.id, changed ? 'changed' : 'unchanged')
  const person = renamed ? { ...after, updatedAt: kit.state.now() } : before
  if (renamed) kit.state.subscribers.save(person)
  return writeFields(kit, person, fields)
}

function writeFields({ state }: KitAccount, person: Subscriber, fields: FieldWrite): Subscriber {
  if (fields.later) state.later(() => storeValues(state, person.id, fields.values))
  else storeValues(state, person.id, fields.values)
  return personOf(state, person.id)
}

function writtenAnswer(
  { state }: KitAccount,
  person: Subscriber,
  fields: FieldWrite,
  status: number,
): Answer {
  return {
    status: fields.later ? 202 : status,
    json: {
      subscriber: fullSubscriber(state, person),
      ...(fields.warnings.length > 0 ? { warnings: fields.warnings } : {}),
    },
  }
}

/** Also runs after a 202, when the person or a field may have changed meanwhile. */
function storeValues(state: KitState, id: number, values: FieldWrite['values']): void {
  const person = personOf(state, id)
  const stillThere = new Map([...values].filter(([fieldId]) => state.customFields.has(fieldId)))
  const next = withValues(person, stillThere)
  if (next === person) return
  const saved = { ...next, updatedAt: state.now() }
  state.subscribers.save(saved)
  tellValues(state, person, saved)
}

function tellValues(state: KitState, before: Subscriber, subscriber: Subscriber): void {
  for (const customField of state.customFields.values()) {
    const { id } = customField
    if (before.values.get(id) !== subscriber.values.get(id))
      state.tell({ name: 'field_value_updated', subscriber, customField, custom_field_id: id })
  }
}
