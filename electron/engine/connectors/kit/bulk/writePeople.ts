import type { ChangeId, ContactChange, RemoteId } from '../../../../../shared/model.ts'
import { foldEmail } from '../../../../../shared/values/foldEmail.ts'
import type { ApplyEvent, StepOutcome } from '../../applyEvents.ts'
import { sortOut, waitingWords, waitsFor, wasThereAlready } from '../apply.ts'
import type { BulkDeps } from './applyInBulk.ts'
import { understand } from '../answers.ts'
import { emailField, firstNameField, storedText, timeMs } from '../subscriber.ts'
import { subscribersAnswer } from './bulkAnswers.ts'
import { inHundreds, subscribersRequest } from './bulkRequests.ts'
import { type BulkRow, contactOf, contactWay, customValues } from './bulkRows.ts'
import { settled, settleRest } from './settled.ts'

/**
 * Creates people and writes first names, a hundred in one request, and learns their ids and states by it. Whose fields
 * are written next stays open.
 */
export async function* writePeople(
  { send, clock, halfDone }: BulkDeps,
  rows: readonly BulkRow[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  for (const row of rows)
    if (row.open[0] && row.person.state === null) row.person = halfDone.recall(row.open[0].id) ?? row.person
  // Whose address was just changed is known by now, and must not be asked for by the old one.
  const unseen = rows.filter(({ open, person }) => person.state === null && contactWay(open) === 'subscriber')
  for (const some of inHundreds(unseen)) {
    const request = subscribersRequest(some.map(bulkSubscriber))
    const { method, path } = request
    const asked = some.flatMap(changesAsked)
    yield { type: 'sending', changes: asked, request: { method, path, fields: [emailField, firstNameField] } }
    const answer = await send(request, signal)
    // By the earlier of the two clocks: ours may be ahead of Kit's.
    const answeredAt = Math.min(clock.now(), answer.dateMs ?? Infinity)
    const told = peopleOf(understand(subscribersAnswer, answer, 'the people just written'))
    const outcomes: StepOutcome[] = []
    for (const row of some) {
      const change = contactOf(row)
      learn(row, told, answer.status, answeredAt)
      if (row.person.refusal === null) for (const { id } of row.open) halfDone.note(id, row.person)
      if (change === undefined) continue
      if (row.person.refusal !== null) outcomes.push(refused(change, row))
      else if (customValues(change).length === 0) outcomes.push(done(change, row, told, answeredAt))
    }
    if (outcomes.length > 0) yield settled(rows, outcomes)
    yield* settleRest(some, (row) => sortOut(row.open, row.person).settled)
    const open = new Set(some.flatMap((row) => row.open.map(({ id }) => id)))
    const begun = asked.filter((id) => open.has(id))
    if (begun.length > 0) yield { type: 'answered', changes: begun, httpStatus: answer.status }
  }
}

/** What this request is for: the contact change, or the joins of somebody who is only asked for. */
function changesAsked(row: BulkRow): readonly ChangeId[] {
  const change = contactOf(row)
  return change ? [change.id] : row.open.filter(({ op }) => op === 'join').map(({ id }) => id)
}

/** An address that the change itself brings is that of its key, as the user wrote it. */
function bulkSubscriber(row: BulkRow) {
  const { after = {}, confirms = false } = contactOf(row) ?? {}
  const email = row.person.key.email ?? ''
  // Only somebody new gets a state; the form that follows asks them to confirm.
  const person = { email_address: email, ...(confirms && { state: 'inactive' as const }) }
  if (!Object.hasOwn(after, firstNameField)) return person
  return { ...person, first_name: storedText(after[firstNameField]) ?? '' }
}

interface Told {
  readonly people: ReadonlyMap<string, ToldPerson>
  readonly failures: ReadonlyMap<string, string>
  /** Failures that came back without their address. */
  readonly nameless: readonly string[]
}

interface ToldPerson {
  readonly id: string
  readonly state: string
  readonly createdAt: number | null
}

function peopleOf({ subscribers, failures }: ReturnType<typeof subscribersAnswer.parse>): Told {
  const named = failures.flatMap(({ subscriber, errors }) =>
    subscriber?.email_address ? [[foldEmail(subscriber.email_address), errors] as const] : [],
  )
  return {
    people: new Map(
      subscribers.map(({ id, email_address, state, created_at }) => [
        foldEmail(email_address),
        { id, state, createdAt: timeMs(created_at) },
      ]),
    ),
    failures: new Map(named),
    nameless: failures.filter(({ subscriber }) => !subscriber?.email_address).map(({ errors }) => errors),
  }
}

/** By address: Kit answers in another order than it was asked. */
function learn(row: BulkRow, told: Told, httpStatus: number, answeredAt: number): void {
  const { key } = row.person
  const address = foldEmail(key.email ?? '')
  const person = told.people.get(address)
  const isOther = person !== undefined && key.remoteId !== null && person.id !== key.remoteId
  if (person && !isOther) {
    const remoteId = person.id as RemoteId
    row.person = { key: { ...key, remoteId }, state: person.state, refusal: null, httpStatus }
    return
  }
  const refusal = isOther
    ? otherPerson(person.createdAt !== null && answeredAt - person.createdAt <= momentMs)
    : refusalWords(told.failures.get(address) ?? told.nameless[0])
  row.person = { ...row.person, refusal, httpStatus }
}

/** Kit's bulk request goes by address: where nobody has it any more, it makes somebody new. */
function otherPerson(isNew: boolean): string {
  return isNew
    ? 'The person that the preview showed has another address in Kit by now, or was deleted, and Kit made a new person for this one. Look for the address in Kit, and make a new plan.'
    : 'The address belongs to somebody else in the Kit account by now: the one that the preview showed has another. Make a new plan to see how it is.'
}

function refusalWords(errors: string | undefined): string {
  return errors === undefined
    ? 'Kit’s answer does not say what became of this address. Look for it in Kit, then plan again.'
    : `Kit said: “${errors}”.`
}

function refused({ id }: ContactChange, { person: { httpStatus, refusal } }: BulkRow): StepOutcome {
  return { change: id, status: 'rejected', httpStatus, reason: refusal ?? '' }
}

/** Somebody new was made a moment ago; whoever is older was there, and a plan thought of them as new. */
const momentMs = 10 * 60_000

function done(change: ContactChange, { person }: BulkRow, { people }: Told, answeredAt: number): StepOutcome {
  const { id, op, key } = change
  const createdAt = people.get(foldEmail(key.email ?? ''))?.createdAt ?? null
  const wasThere = op === 'create' && createdAt !== null && answeredAt - createdAt > momentMs
  return {
    change: id,
    status: waitsFor(change, person.state) ? 'accepted' : 'written',
    httpStatus: person.httpStatus,
    ...(person.key.remoteId !== null && { remoteId: person.key.remoteId }),
    ...(waitsFor(change, person.state) && { reason: waitingWords }),
    ...(wasThere && wasThereAlready),
  }
}
