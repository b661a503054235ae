import { AppError } from '../../../../shared/errors.ts'
import type {
  Change,
  ChangeDraft,
  Contact,
  ContactChange,
  FieldId,
  MembershipChange,
  RemoteId,
} from '../../../../shared/model.ts'
import type { Clock } from '../../clock.ts'
import type { RequestNote, RequestCounter } from '../connector.ts'
import type { ApplyEvent, StepOutcome } from '../applyEvents.ts'
import type { RateBucket } from '../limits.ts'
import { nothingHappened } from '../nothingHappened.ts'
import { type KitSubscriber, understand, written } from './answers.ts'
import { type AudienceNames, audienceWords, canLeave, membersPath, subscriberPath } from './audience.ts'
import type { CustomFieldReader, CustomFields } from './customFields.ts'
import { noConsent, type Person, unseenPerson, withoutSending } from './person.ts'
import { personById } from './personById.ts'
import type { KitAnswer, KitRequest, SendToKit } from './request.ts'
import { emailField, toContact } from './subscriber.ts'
import { contactRequest, membershipRequest, unsubscribeRequest } from './writes.ts'

export interface ApplyDeps {
  readonly send: SendToKit
  readonly fields: CustomFieldReader
  readonly clock: Clock
  readonly audienceNames: AudienceNames
}

/** One request for each change, except those that Kit has no request for; and one for whoever is looked at first. */
export function requestCounter(bucket: RateBucket): RequestCounter {
  let requests = 0
  return {
    perRow: true,
    addNewAudience() {
      requests += 1
    },
    add(row) {
      requests += row.filter((change) => !isImpossible(change)).length + (isLookedAt(row) ? 1 : 0)
    },
    total: () => requests,
    followUps: () => 0,
    byBucket: () => [{ bucket, requests }],
  }
}

/** Sends the changes of each row in order. The fields are read before anything is sent, if that was long ago. */
export async function* apply(
  deps: ApplyDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const writesPeople = changes.some(({ object }) => object === 'contact')
  const fields = writesPeople ? await deps.fields.current(signal) : noFields
  for (const row of Map.groupBy(changes, (change) => change.row).values())
    if (row[0]) yield* oneByOne(deps, fields, row, unseenPerson(row[0]), signal)
}

/** Sends changes of one person, each in a request of its own. Returns what is known about the person then. */
export async function* oneByOne(
  deps: ApplyDeps,
  fields: CustomFields,
  changes: readonly Change[],
  known: Person,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent, Person> {
  let rest: readonly Change[] = changes
  let person = known
  for (;;) {
    const { settled, toSend } = sortOut(rest, person)
    if (settled.length > 0) yield { type: 'settled', outcomes: settled, contacts: [] }
    const change = toSend[0]
    if (!change) return person
    if (joinsUnseen(change, person)) {
      person = await seenBefore(deps, person, signal)
      continue
    }
    const request = requestOf(change, person, fields)
    yield { type: 'sending', changes: [change.id], request: noteOf(change, request) }
    const step = await sendOne(deps, fields, change, person, request, signal)
    // What this answer decides about the rest is told along with it, so that a break can't come in between.
    const after = sortOut(toSend.slice(1), step.person)
    yield { type: 'settled', outcomes: [step.outcome, ...after.settled], contacts: step.contacts }
    rest = after.toSend
    person = step.person
  }
}

/**
 * Kit's lists, which say who left, are half a minute behind and at times five; reading one person is not. The answer to
 * a write of the fields tells as much, so that only who is just put somewhere is looked at.
 */
function joinsUnseen(change: KitChange, { state, key }: Person): boolean {
  return change.object === 'membership' && change.op === 'join' && state === null && key.remoteId !== null
}

/** Whether `joinsUnseen` will meet this row. */
function isLookedAt(row: readonly ChangeDraft[]): boolean {
  const isKnown = (row[0]?.key.remoteId ?? null) !== null
  return isKnown && row[0]?.object !== 'contact' && row.some(({ op }) => op === 'join')
}

async function seenBefore({ send }: ApplyDeps, person: Person, signal: AbortSignal): Promise<Person> {
  const path = subscriberPath(person.key.remoteId ?? '')
  const look = send({ method: 'GET', path, accept: [404], about: 'such person' }, signal)
  const answer = await nothingHappened(look)
  const { status } = answer
  if (status === 404) return { ...person, refusal: gone, httpStatus: status }
  const { state } = understand(written, answer, 'a person').subscriber
  return { ...person, state, httpStatus: status }
}

export const noFields: CustomFields = { all: [], idOfKey: new Map(), byId: new Map() }

/** Kit has requests for these; consent is settled without one, and objects that are not people go their own way. */
export type KitChange = Exclude<Change, { readonly object: 'consent' | 'record' }>

function isImpossible(change: ChangeDraft): boolean {
  return change.object === 'consent' || isImpossibleLeave(change)
}

function isImpossibleLeave(change: ChangeDraft): boolean {
  return change.object === 'membership' && change.op === 'leave' && !canLeave(change.audience)
}

/** Which changes must not be sent, as outcomes, and which may. */
export function sortOut(
  changes: readonly Change[],
  person: Person,
): { settled: StepOutcome[]; toSend: KitChange[] } {
  const settled: StepOutcome[] = []
  const toSend: KitChange[] = []
  for (const change of changes) {
    if (change.object === 'record') continue
    const outcome = change.object === 'consent' ? noConsent(change) : withoutSending(change, person)
    if (outcome !== null) settled.push(outcome)
    else if (change.object !== 'consent') toSend.push(change)
  }
  return { settled, toSend }
}

function requestOf(change: KitChange, person: Person, fields: CustomFields): KitRequest {
  if (change.object === 'contact') return contactRequest(change, fields)
  if (change.object === 'unsubscription') return unsubscribeRequest(change)
  const remoteId = change.key.remoteId ?? person.key.remoteId
  return membershipRequest(change, { ...change.key, remoteId })
}

function noteOf(change: KitChange, request: KitRequest): RequestNote {
  const { method, path } = request
  return { method, path, fields: fieldsSent(change.object === 'contact' ? change : undefined, request) }
}

/** The address is a field that leaves this computer also where it only says whom a request is about. */
export function fieldsSent(contact: ContactChange | undefined, { body }: KitRequest): readonly FieldId[] {
  const keys = Object.keys(body ?? {})
  const hasAddress = keys.includes('email_address') || keys.includes('email')
  const values = Object.keys(contact?.after ?? {}) as FieldId[]
  return [...new Set([...(hasAddress ? [emailField] : []), ...values])]
}

/** What one answer says: about its change, and about the person from here on. */
export interface Step {
  readonly outcome: StepOutcome
  readonly person: Person
  readonly contacts: readonly Contact[]
}

async function sendOne(
  deps: ApplyDeps,
  fields: CustomFields,
  change: KitChange,
  person: Person,
  request: KitRequest,
  signal: AbortSignal,
): Promise<Step> {
  const answer = await deps.send(request, signal)
  if (change.object === 'contact')
    return answer.status < 300
      ? contactWritten(change, answer, fields)
      : contactRefused(change, answer, person)
  if (change.object === 'unsubscription')
    return answer.status < 300
      ? unsubscribed(deps, { change, answer, person }, signal)
      : contactRefused(change, answer, person)
  if (answer.status < 300) return membershipWritten(change, answer, person)
  const outcome = await membershipRefused(deps, change, answer, signal)
  return { outcome, person, contacts: [] }
}

/** Lists go on showing somebody as active for a while, so they are read by id, for the guard to know at once. */
async function unsubscribed(
  deps: ApplyDeps,
  { change, answer, person }: { change: Change; answer: KitAnswer; person: Person },
  signal: AbortSignal,
): Promise<Step> {
  const outcome: StepOutcome = { change: change.id, status: 'written', httpStatus: answer.status }
  // It is done, whether it can be seen or not.
  const seen = await seenNow(deps, change.key.remoteId ?? '', signal).catch(() => null)
  return { outcome, person: { ...person, state: 'cancelled' }, contacts: seen === null ? [] : [seen] }
}

async function seenNow(deps: ApplyDeps, remoteId: string, signal: AbortSignal): Promise<Contact | null> {
  const fields = await deps.fields.current(signal)
  const found = await personById(deps.send, remoteId, signal)
  return found === null ? null : toContact(found, fields.idOfKey)
}

/** With more than ten fields Kit answers 202 and writes them later: its answer then shows them empty. */
export function contactWritten(change: Change, answer: KitAnswer, fields: CustomFields): Step {
  const { subscriber, warnings } = understand(written, answer, 'the person just written')
  const remoteId = subscriber.id as RemoteId
  const isLater = answer.status === 202
  const ignored = (warnings ?? []).flat(5).map(String)
  const outcome: StepOutcome = {
    change: change.id,
    status: isLater || waitsFor(change, subscriber.state) ? 'accepted' : 'written',
    httpStatus: answer.status,
    remoteId,
    ...noteOn(change, answer.status, ignored),
    ...(waitsFor(change, subscriber.state) && ignored.length === 0 && { reason: waitingWords }),
  }
  const { state } = subscriber
  const person = { key: { ...change.key, remoteId }, state, refusal: null, httpStatus: answer.status }
  const isWhole = !isLater && hasEveryField(subscriber, fields)
  return { outcome, person, contacts: isWhole ? [toContact(subscriber, fields.idOfKey)] : [] }
}

/** Somebody new who has to confirm; who was there already keeps the state they have. */
export function waitsFor(change: Change, state: string | null): boolean {
  return change.object === 'contact' && change.confirms === true && state === 'inactive'
}

export const waitingWords = 'Waits for their confirmation: the form asks them by mail.'

/** Someone who was there after all has been overwritten by a plan that thought of them as new: say so. */
function noteOn(change: Change, status: number, ignored: readonly string[]): Partial<StepOutcome> {
  const wasThere = change.object === 'contact' && change.op === 'create' && status === 200
  return {
    ...(wasThere && wasThereAlready),
    ...(ignored.length > 0 && { ignored, reason: `Kit left out part of it: ${ignored.join('; ')}` }),
  }
}

export const wasThereAlready = {
  wasThere: true,
  reason: 'Was in the Kit account by then, and was updated.',
} as const

/** A copy that lacks fields would make them look empty, and "only where empty" would then overwrite them. */
function hasEveryField({ fields }: KitSubscriber, { idOfKey }: CustomFields): boolean {
  const held = fields ?? {}
  return [...idOfKey.keys()].every((key) => Object.hasOwn(held, key))
}

const gone = 'This person is no longer in the Kit account.'

export function contactRefused(change: Change, { status, words }: KitAnswer, person: Person): Step {
  const said = words === '' ? `Kit refused this person (error ${status}).` : `Kit said: “${words}”.`
  const reason = status === 404 ? gone : said
  const outcome: StepOutcome = { change: change.id, status: 'rejected', httpStatus: status, reason }
  return { outcome, person: { ...person, refusal: reason, httpStatus: status }, contacts: [] }
}

/** Re-adding someone answers 200 instead of 201 and changes nothing; leaving answers 204 without a body. */
function membershipWritten(change: MembershipChange, answer: KitAnswer, person: Person): Step {
  const outcome: StepOutcome = { change: change.id, status: 'written', httpStatus: answer.status }
  if (change.op === 'leave') {
    // Whom the mirror then no longer has in it.
    const left = change.key.remoteId ?? person.key.remoteId
    return { outcome: { ...outcome, ...(left !== null && { remoteId: left }) }, person, contacts: [] }
  }
  const { subscriber } = understand(written, answer, 'the person just added')
  const remoteId = subscriber.id as RemoteId
  const key = { ...person.key, remoteId }
  const { state } = subscriber
  return {
    outcome: { ...outcome, remoteId },
    person: { ...person, key, state, httpStatus: answer.status },
    contacts: [],
  }
}

/**
 * @throws AppError `not-found` when the audience is gone and `rejected` when the sequence is switched off: the same
 * would meet every other row.
 */
async function membershipRefused(
  deps: ApplyDeps,
  change: MembershipChange,
  { status, words }: KitAnswer,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const { id, audience, op } = change
  const about = audienceWords(audience, deps.audienceNames)
  if (status === 404) {
    // Kit answers the same for an audience that is gone and for a person who is; only the first refuses this.
    const path = membersPath(audience)
    await nothingHappened(deps.send({ method: 'GET', path, query: { per_page: '1' }, about }, signal))
    if (op === 'leave')
      return {
        change: id,
        status: 'written',
        httpStatus: status,
        reason: `Was not in the ${about} any more.`,
        ...(change.key.remoteId !== null && { remoteId: change.key.remoteId }),
      }
    return { change: id, status: 'rejected', httpStatus: status, reason: gone }
  }
  if (/sequence is inactive/i.test(words))
    throw new AppError(
      'rejected',
      `The ${about} is switched off in Kit, so nobody can be added to it. Switch it on in Kit, or choose another one.`,
    )
  const reason = words === '' ? `Kit refused it (error ${status}).` : `Kit said: “${words}”.`
  return { change: id, status: 'rejected', httpStatus: status, reason }
}
