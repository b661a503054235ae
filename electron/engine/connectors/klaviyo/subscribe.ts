import { AppError } from '../../../../shared/errors.ts'
import type { ConsentChange, Contact, FieldId } from '../../../../shared/model.ts'
import type { ApplyEvent, StepOutcome } from '../applyEvents.ts'
import type { ApplyDeps } from './apply.ts'
import { listIdOf, listWords, type ListNames } from './audience.ts'
import { consentProfile } from './consentProfile.ts'
import { emailField, phoneField } from './fields.ts'
import { idsOf } from './idsOf.ts'
import { refusedRows } from './importPeople.ts'
import { consentJobRef } from './jobRef.ts'
import { readBack } from './readBack.ts'
import type { KlaviyoAnswer } from './request.ts'

export const subscribePath = '/api/profile-subscription-bulk-create-jobs'

/** People that one request may subscribe. */
export const mostSubscribed = 1_000

/** Consent that can go in one request: a date in the past is a setting of the whole request, and so is the list. */
export function consentGroups<C extends ConsentDraft>(changes: readonly C[]): readonly (readonly C[])[] {
  const nameOf = ({ audience, consentedAt, source }: C) =>
    JSON.stringify([audience?.id, consentedAt !== null, source])
  return [...Map.groupBy(changes, nameOf).values()].flatMap((same) =>
    Array.from({ length: Math.ceil(same.length / mostSubscribed) }, (_, n) =>
      same.slice(n * mostSubscribed, (n + 1) * mostSubscribed),
    ),
  )
}

export type ConsentDraft = Pick<ConsentChange, 'key' | 'channels' | 'audience' | 'consentedAt' | 'source'>

/**
 * Subscribes people. Klaviyo takes a subscription of someone who left without a word, so they are looked at directly
 * before each request. The answer is empty and the effect comes minutes later, so that a request that was taken, or may
 * have been, becomes a job that reads them back. Where people are asked to confirm there is nothing to wait for.
 *
 * @throws AppError `rejected` when Klaviyo refuses something that is not a row's.
 */
export async function* subscribe(
  deps: ApplyDeps,
  changes: readonly ConsentChange[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  for (const group of consentGroups(changes)) yield* subscribeOnce(deps, group, signal)
}

async function* subscribeOnce(
  deps: ApplyDeps,
  changes: readonly ConsentChange[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const left = await whoLeft(deps, changes, signal)
  if (left.length > 0) yield { type: 'settled', outcomes: left, contacts: [] }
  const isHeldBack = new Set(left.map(({ change }) => change))
  let rest = changes.filter(({ id }) => !isHeldBack.has(id))
  while (rest.length > 0) {
    yield {
      type: 'sending',
      changes: idsOf(rest),
      request: { method: 'POST', path: subscribePath, fields: identifiersIn(rest) },
    }
    const sentAt = deps.clock.now()
    let answer: KlaviyoAnswer
    try {
      answer = await deps.send(
        { method: 'POST', path: subscribePath, body: bodyOf(rest), accept: [400], about: 'the subscription' },
        signal,
      )
    } catch (error) {
      const isInDoubt = error instanceof AppError && error.mayHaveHappened
      const visible = rest.filter(({ confirms }) => !confirms)
      if (isInDoubt && visible.length > 0)
        yield { type: 'job', job: consentJobRef('doubt', sentAt), changes: idsOf(visible) }
      throw error
    }
    if (answer.status < 300) {
      yield* taken(rest, sentAt)
      return
    }
    const refused = refusedRows(answer, rest.length)
    if (refused === null) throw wholeRefused(deps, answer, rest)
    const outcomes = rest.flatMap(({ id }, n): StepOutcome[] => {
      const words = refused.get(n)
      if (words === undefined) return []
      return [{ change: id, status: 'rejected', httpStatus: answer.status, reason: notSubscribed(words) }]
    })
    yield { type: 'settled', outcomes, contacts: [] }
    rest = rest.filter((_, n) => !refused.has(n))
  }
}

async function whoLeft(
  deps: ApplyDeps,
  changes: readonly ConsentChange[],
  signal: AbortSignal,
): Promise<readonly StepOutcome[]> {
  const people = await readBack(deps, changes, signal)
  // Who left this account goes on the user's word; whoever leaves after that does not.
  const asked = changes.filter(({ agreed }) => agreed !== 'account')
  return asked.flatMap((change): StepOutcome[] => {
    const person = people.of(change.key)
    const reason = person && leftSince(person, change, deps.listNames)
    return reason === null ? [] : [{ change: change.id, status: 'held-back', httpStatus: 200, reason }]
  })
}

function leftSince(
  { left, state, consent, leftAudiences }: Contact,
  { channels, audience }: ConsentChange,
  listNames: ListNames,
): string | null {
  if (left !== null) return `Left since the account was last read (“${state}”), so they were not subscribed.`
  const channel = channels.find((one) => consent[one] === 'unsubscribed')
  if (channel !== undefined)
    return `Unsubscribed from ${channel} since the account was last read, so they were not subscribed.`
  if (!leftAudiences.some(({ id }) => id === audience?.id)) return null
  return `Left the ${listWords(audience?.id ?? '', listNames)} since the account was last read, so they were not subscribed.`
}

function* taken(changes: readonly ConsentChange[], sentAt: number): Generator<ApplyEvent> {
  const asked = changes.filter(({ confirms }) => confirms)
  const outcomes = asked.map(({ id }): StepOutcome => ({
    change: id,
    status: 'accepted',
    httpStatus: 202,
    reason: waitsForThem,
  }))
  if (outcomes.length > 0) yield { type: 'settled', outcomes, contacts: [] }
  const visible = changes.filter(({ confirms }) => !confirms)
  if (visible.length > 0) yield { type: 'job', job: consentJobRef('taken', sentAt), changes: idsOf(visible) }
}

const waitsForThem =
  'Klaviyo mails them to confirm. They are subscribed, and on the list, when they have done so.'

function notSubscribed(words: string): string {
  return `Not subscribed. Klaviyo said: “${words}”`
}

/** By what people are named, which leaves this computer too. */
function identifiersIn(changes: readonly ConsentChange[]): readonly FieldId[] {
  const sent = changes.map((change) => consentProfile(change).attributes)
  return [emailField, phoneField].filter((field) => sent.some((attributes) => field in attributes))
}

function bodyOf(changes: readonly ConsentChange[]): string {
  const [first] = changes
  const list = first?.audience ? listIdOf(first.audience) : null
  const source = first?.source ?? ''
  const isHistorical = first !== undefined && first.consentedAt !== null
  return JSON.stringify({
    data: {
      type: 'profile-subscription-bulk-create-job',
      attributes: {
        ...(source !== '' && { custom_source: source }),
        ...(isHistorical && { historical_import: true }),
        profiles: { data: changes.map(consentProfile) },
      },
      ...(list !== null && { relationships: { list: { data: { type: 'list', id: list } } } }),
    },
  })
}

function wholeRefused(
  { listNames }: ApplyDeps,
  { words }: KlaviyoAnswer,
  [first]: readonly ConsentChange[],
): AppError {
  const where = first?.audience ? ` to the ${listWords(first.audience.id, listNames)}` : ''
  const said = words === '' ? 'It gave no reason.' : `Klaviyo said: “${words}”.`
  return new AppError(
    'rejected',
    `Klaviyo refused to subscribe people${where}, and nobody was subscribed by that request. ${said} If a list was deleted, choose another one and plan again.`,
  )
}
