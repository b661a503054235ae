import { AppError } from '../../../../../shared/errors.ts'
import type { MembershipChange, RemoteId } from '../../../../../shared/model.ts'
import type { ApplyEvent, StepOutcome } from '../../applyEvents.ts'
import { understand } from '../answers.ts'
import { type ApplyDeps, sortOut } from '../apply.ts'
import { audienceWords } from '../audience.ts'
import type { KitAnswer, KitRequest } from '../request.ts'
import { additionsAnswer, taggingsAnswer, untaggingsAnswer } from './bulkAnswers.ts'
import { additionsRequest, inHundreds, numberOf, taggingsRequest } from './bulkRequests.ts'
import { type BulkRow, type MembershipWay, membershipWay } from './bulkRows.ts'
import { fatesOf, type Pair, type PairFate } from './matchPairs.ts'
import { settled } from './settled.ts'

type InBulk = Extract<MembershipWay, 'tag' | 'untag' | 'form'>

interface Item extends Pair {
  readonly change: MembershipChange
}

/** Puts people into tags and forms and takes them out of tags, a hundred in one request; nobody who left is joined. */
export async function* writeMemberships(
  deps: ApplyDeps,
  rows: readonly BulkRow[],
  way: InBulk,
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  for (const some of inHundreds(rows.flatMap((row) => itemsOf(row, way)))) {
    const request = requestOf(way, some)
    const { method, path } = request
    yield {
      type: 'sending',
      changes: some.map(({ change }) => change.id),
      request: { method, path, fields: [] },
    }
    const answer = await deps.send(request, signal)
    const fates = readFates(way, some, answer)
    const gone: MembershipChange[] = []
    const outcomes = some.flatMap((item, n) => {
      const fate = fates[n] ?? 'untold'
      if (isGone(fate)) gone.push(item.change)
      return isGone(fate) ? [] : [outcomeOf(item, fate, answer.status)]
    })
    if (outcomes.length > 0) yield settled(rows, outcomes)
    if (gone[0]) throw audienceGone(deps, gone[0])
  }
}

function itemsOf({ open, person }: BulkRow, way: InBulk): readonly Item[] {
  const subscriber = person.key.remoteId
  if (subscriber === null) return []
  return sortOut(open, person).toSend.flatMap((change) =>
    change.object === 'membership' && membershipWay(change) === way
      ? [{ change, subscriber, target: change.audience.id }]
      : [],
  )
}

function requestOf(way: InBulk, items: readonly Item[]): KitRequest {
  if (way === 'form')
    return additionsRequest(
      items.map(({ subscriber, target }) => ({
        form_id: numberOf(target),
        subscriber_id: numberOf(subscriber),
      })),
    )
  return taggingsRequest(
    way === 'tag' ? 'join' : 'leave',
    items.map(({ subscriber, target }) => ({
      tag_id: numberOf(target),
      subscriber_id: numberOf(subscriber),
    })),
  )
}

function readFates(way: InBulk, items: readonly Item[], answer: KitAnswer): readonly PairFate[] {
  if (way === 'form') {
    const { subscribers, failures } = understand(additionsAnswer, answer, 'the form additions')
    const failed = failures.map(({ errors, subscription: { form_id, subscriber_id } }) => ({
      subscriber: subscriber_id ?? null,
      target: form_id ?? null,
      reason: errors,
    }))
    return fatesOf(items, idsOf(subscribers), failed)
  }
  const done = way === 'tag' ? understand(taggingsAnswer, answer, 'the taggings').subscribers : null
  const { failures } = understand(untaggingsAnswer, answer, 'the taggings')
  const failed = failures.map(({ errors, tagging: { tag_id, subscriber_id } }) => ({
    subscriber: subscriber_id ?? null,
    target: tag_id ?? null,
    reason: errors,
  }))
  return fatesOf(items, done === null ? null : idsOf(done), failed)
}

function idsOf(people: readonly { readonly id: string }[]): readonly string[] {
  return people.map(({ id }) => id)
}

/** The same would meet every other row. */
function isGone(fate: PairFate): boolean {
  return typeof fate === 'object' && /(tag|form) does not exist/i.test(fate.refused)
}

function audienceGone({ audienceNames }: ApplyDeps, { audience }: MembershipChange): AppError {
  return new AppError(
    'not-found',
    `Kit has no ${audienceWords(audience, audienceNames)} any more. Choose another one, or look in Kit whether it was deleted.`,
  )
}

function outcomeOf({ change, subscriber }: Item, fate: PairFate, httpStatus: number): StepOutcome {
  const { id } = change
  const remoteId = subscriber as RemoteId
  if (fate === 'done') return { change: id, status: 'written', httpStatus, remoteId }
  if (fate === 'untold') {
    const reason = 'Kit took it and did not say what became of it.'
    return { change: id, status: 'accepted', httpStatus, reason, remoteId }
  }
  const isNobody = /subscriber does not exist/i.test(fate.refused)
  const reason = isNobody ? 'This person is no longer in the Kit account.' : `Kit said: “${fate.refused}”.`
  return { change: id, status: 'rejected', httpStatus, reason }
}
