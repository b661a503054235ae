import { AppError } from '../../../../../shared/errors.ts'
import type {
  AudienceRef,
  Change,
  ChangeId,
  ContactChange,
  MembershipChange,
  RemoteId,
  UnsubscribeChange,
} from '../../../../../shared/model.ts'
import { foldEmail } from '../../../../../shared/values/foldEmail.ts'
import type { ApplyEvent, StepOutcome } from '../../applyEvents.ts'
import { understand } from '../answers.ts'
import { type ApplyDeps, contactRefused, contactWritten, fieldsSent, noFields, sortOut } from '../apply.ts'
import { audienceKey, audienceWords, canLeave } from '../audience.ts'
import type { CustomFields } from '../customFields.ts'
import { noConsent, type Person, unseenPerson } from '../person.ts'
import type { KitRequest } from '../request.ts'
import { emailField } from '../subscriber.ts'
import { aboutThePerson, bodyOf } from '../writes.ts'
import { subscribed } from './answers.ts'
import { audiencePath, idInPath } from './audience.ts'
import { people, readPage } from './lists.ts'
import type { RecentLeavers } from './recentLeavers.ts'
import { type RowStep, stepsOf } from './rowRequests.ts'

export interface V3ApplyDeps extends ApplyDeps {
  readonly leavers: RecentLeavers
  /** Ids of the tags there are: version 3 passes over those it doesn't know. */
  readonly tagsThere: (signal: AbortSignal) => Promise<ReadonlySet<string>>
}

type Step = RowStep<ContactChange, MembershipChange>

/** Sends the changes of each row in as few requests as version 3 has for them. */
export async function* apply(
  deps: V3ApplyDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const writesPeople = changes.some(({ object }) => object === 'contact')
  const fields = writesPeople ? await deps.fields.current(signal) : noFields
  await refuseGoneTags(deps, changes, signal)
  for (const row of Map.groupBy(changes, (change) => change.row).values())
    yield* applyRow(deps, fields, row, signal)
}

async function* applyRow(
  deps: V3ApplyDeps,
  fields: CustomFields,
  changes: readonly Change[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const [firstChange] = changes
  if (!firstChange) return
  let person = await knownToHaveLeft(deps, unseenPerson(firstChange), changes, signal)
  const consents = changes.flatMap((change) => (change.object === 'consent' ? [noConsent(change)] : []))
  const objects = changes.flatMap((change) => (change.object === 'record' ? [noObjects(change.id)] : []))
  const kept = changes.filter((change) => change.object !== 'consent' && change.object !== 'record')
  const { settled, toSend } = sortOut(kept, person)
  const impossible = [...consents, ...objects, ...settled]
  if (impossible.length > 0) yield { type: 'settled', outcomes: impossible, contacts: [] }
  for (const change of toSend)
    if (change.object === 'unsubscription') yield* unsubscribe(deps, change, signal)
  const contact = toSend.find((change) => change.object === 'contact') ?? null
  const memberships = toSend.filter((change) => change.object === 'membership')
  for (const step of stepsOf(contact, memberships)) {
    const { settled: refused, toSend: rest } = sortOut(changesIn(step), person)
    if (refused.length > 0) yield { type: 'settled', outcomes: refused, contacts: [] }
    if (rest.length === 0) continue
    const asked = await requestOf(deps, step, person, fields, signal)
    if (asked === null) {
      const outcome = cannotCreate(step)
      person = { ...person, refusal: outcome.reason ?? '', httpStatus: 0 }
      yield { type: 'settled', outcomes: [outcome], contacts: [] }
      continue
    }
    const { method, path } = asked.request
    const request = {
      method,
      path,
      fields: fieldsSent(step.do === 'leave' ? undefined : (step.contact ?? undefined), asked.request),
    }
    yield { type: 'sending', changes: rest.map(({ id }) => id), request }
    const answer = await deps.send(asked.request, signal)
    if (step.do === 'write') {
      const written =
        answer.status < 300
          ? contactWritten(step.contact, answer, fields)
          : contactRefused(step.contact, answer, person)
      person = withAddress(written.person, step.contact)
      yield { type: 'settled', outcomes: [written.outcome], contacts: written.contacts }
    } else if (step.do === 'leave') {
      yield { type: 'settled', outcomes: [left(step.leave, answer.status, asked.remoteId)], contacts: [] }
    } else {
      if (answer.status === 404) throw gone(deps, step.to)
      const { outcomes, remoteId, refusal } =
        answer.status < 300
          ? subscribedOutcomes(step, person, answer)
          : refusedOutcomes(step, answer.status, answer.words)
      const key = { ...person.key, remoteId: remoteId ?? person.key.remoteId }
      person = { ...person, key, refusal, httpStatus: answer.status }
      yield { type: 'settled', outcomes, contacts: [] }
    }
  }
}

/** What follows goes by address: the new one, where it was changed. */
function withAddress(person: Person, { after }: ContactChange): Person {
  const email = after[emailField]
  if (typeof email !== 'string' || person.refusal !== null) return person
  return { ...person, key: { ...person.key, email } }
}

function changesIn(step: Step): readonly (ContactChange | MembershipChange)[] {
  if (step.do === 'write') return [step.contact]
  if (step.do === 'leave') return [step.leave]
  return [...(step.contact ? [step.contact] : []), ...step.joins]
}

/** By address: version 3 has no other way. */
async function* unsubscribe(
  { send }: V3ApplyDeps,
  { id, key }: UnsubscribeChange,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const path = '/v3/unsubscribe'
  yield { type: 'sending', changes: [id], request: { method: 'PUT', path, fields: [emailField] } }
  const body = { email: key.email }
  const { status, words } = await send({ method: 'PUT', path, body, accept: aboutThePerson }, signal)
  const reason = status === 404 ? 'This person is no longer in the Kit account.' : `Kit said: “${words}”.`
  const outcome: StepOutcome =
    status < 300
      ? { change: id, status: 'written', httpStatus: status }
      : { change: id, status: 'rejected', httpStatus: status, reason }
  yield { type: 'settled', outcomes: [outcome], contacts: [] }
}

function noObjects(change: ChangeId): StepOutcome {
  const reason =
    'Listferry writes tags, fields, broadcasts, purchases and webhooks with version 4 of Kit only. Connect the account with a key of version 4 or by signing in.'
  return { change, status: 'rejected', httpStatus: 0, reason }
}

/** Who has unsubscribed a minute ago is treated as the mirror would have told. */
async function knownToHaveLeft(
  { leavers }: V3ApplyDeps,
  person: Person,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<Person> {
  if (!changes.some((change) => change.object === 'membership' && change.op === 'join')) return person
  const left = await leavers.current(signal)
  const { remoteId, email } = person.key
  const hasLeft = (remoteId !== null && left.has(remoteId)) || (email !== null && left.has(foldEmail(email)))
  return hasLeft ? { ...person, state: 'cancelled' } : person
}

interface Asked {
  readonly request: KitRequest
  readonly remoteId: RemoteId | null
}

/** `null` for somebody who is not there and can't be created without a place to put them. */
async function requestOf(
  deps: V3ApplyDeps,
  step: Step,
  person: Person,
  fields: CustomFields,
  signal: AbortSignal,
): Promise<Asked | null> {
  const accept = aboutThePerson
  if (step.do === 'subscribe') {
    const tags = step.joins
      .filter(({ audience }) => audience.kind === 'tag')
      .map(({ audience }) => audience.id)
    const values = step.contact ? bodyOf(step.contact.after, fields) : {}
    const { email_address = person.key.email, ...rest } = values
    const body = { ...rest, email: email_address, ...(tags.length > 0 && { tags: tags.map(Number) }) }
    return {
      remoteId: null,
      request: { method: 'POST', path: `${audiencePath(step.to)}/subscribe`, body, accept },
    }
  }
  const remoteId = person.key.remoteId ?? (await lookUp(deps, person.key.email, signal))
  if (remoteId === null) return step.do === 'write' ? null : unknownLeave(step.leave)
  const path = `/v3/subscribers/${idInPath(remoteId)}`
  if (step.do === 'write')
    return { remoteId, request: { method: 'PUT', path, body: bodyOf(step.contact.after, fields), accept } }
  const tag = idInPath(step.leave.audience.id)
  return { remoteId, request: { method: 'DELETE', path: `${path}/tags/${tag}`, accept } }
}

/** By address: whoever has none has no such tag either. */
function unknownLeave({ audience, key }: MembershipChange): Asked {
  const path = `${audiencePath(audience)}/unsubscribe`
  return {
    remoteId: null,
    request: { method: 'POST', path, body: { email: key.email }, accept: aboutThePerson },
  }
}

async function lookUp(
  { send }: V3ApplyDeps,
  email: string | null,
  signal: AbortSignal,
): Promise<RemoteId | null> {
  if (email === null) return null
  for (const query of [{}, { sort_field: 'cancelled_at' }]) {
    const list = people({ ...query, email_address: email })
    const page = await readPage(send, list, 1, 'people', signal).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'rejected') return null // not an address: nobody has it
      throw error
    })
    const [found] = page?.people ?? []
    if (found) return found.id as RemoteId
  }
  return null
}

function cannotCreate(step: Step): StepOutcome {
  const reason =
    'Version 3 of Kit creates people only by putting them into a form, a tag or a sequence. Choose one of these, or connect the account with a key of version 4.'
  return { change: changesIn(step)[0]?.id as ChangeId, status: 'rejected', httpStatus: 0, reason }
}

interface Subscribed {
  readonly outcomes: readonly StepOutcome[]
  readonly remoteId: RemoteId | null
  readonly refusal: string | null
}

function subscribedOutcomes(
  step: Extract<Step, { do: 'subscribe' }>,
  { key }: Person,
  answer: {
    readonly status: number
    readonly body: unknown
    readonly words: string
    readonly dateMs: number | null
  },
): Subscribed {
  const { subscriber } = understand(subscribed, answer, 'the person just added').subscription
  const remoteId = subscriber.id as RemoteId
  const isOther = key.remoteId !== null && key.remoteId !== remoteId
  const reason =
    'The address belongs to somebody else in the Kit account by now, who was written in their place. Make a new plan to see how it is.'
  const outcomes = changesIn(step).map(({ id }): StepOutcome => ({
    change: id,
    status: isOther ? 'rejected' : 'written',
    httpStatus: answer.status,
    ...(isOther ? { reason } : { remoteId }),
  }))
  return { outcomes, remoteId, refusal: isOther ? reason : null }
}

function refusedOutcomes(
  step: Extract<Step, { do: 'subscribe' }>,
  status: number,
  words: string,
): Subscribed {
  const reason = words === '' ? `Kit refused this person (error ${status}).` : `Kit said: “${words}”.`
  const outcomes = changesIn(step).map(({ id }): StepOutcome => ({
    change: id,
    status: 'rejected',
    httpStatus: status,
    reason,
  }))
  return { outcomes, remoteId: null, refusal: reason }
}

function left({ id }: MembershipChange, httpStatus: number, remoteId: RemoteId | null): StepOutcome {
  const found = remoteId === null ? {} : { remoteId }
  if (httpStatus < 300) return { change: id, status: 'written', httpStatus, ...found }
  const reason = 'Was not in it any more.'
  if (httpStatus === 404) return { change: id, status: 'written', httpStatus, reason, ...found }
  return { change: id, status: 'rejected', httpStatus, reason: `Kit refused it (error ${httpStatus}).` }
}

async function refuseGoneTags(
  deps: V3ApplyDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<void> {
  const tags = changes.flatMap((change) =>
    change.object === 'membership' && change.audience.kind === 'tag' && canLeave(change.audience)
      ? [change.audience]
      : [],
  )
  if (tags.length === 0) return
  const there = await deps.tagsThere(signal)
  const missing = tags.find(({ id }) => !there.has(id))
  if (missing) throw gone(deps, missing)
}

function gone({ audienceNames }: ApplyDeps, audience: AudienceRef): AppError {
  const name = audienceNames.get(audienceKey(audience))
  const words = name === undefined ? audienceWords(audience, audienceNames) : `${audience.kind} “${name}”`
  return new AppError(
    'not-found',
    `Kit has no ${words} any more. Choose another one, or look in Kit whether it was deleted.`,
  )
}
