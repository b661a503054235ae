import { AppError } from '../../../../shared/errors.ts'
import type { MembershipChange, RemoteId } from '../../../../shared/model.ts'
import type { ApplyEvent, StepOutcome } from '../applyEvents.ts'
import { nothingHappened } from '../nothingHappened.ts'
import type { ApplyDeps } from './apply.ts'
import { listPath, listWords, membershipPath } from './audience.ts'
import { idsOf } from './idsOf.ts'
import { memberBatches } from './importBatches.ts'
import { peopleById, readBack } from './readBack.ts'
import type { KlaviyoAnswer } from './request.ts'

type Op = MembershipChange['op']
type Member = { readonly change: MembershipChange; readonly remoteId: RemoteId }

/** Puts people on lists or takes them off, a thousand at a time. Neither ever changes anybody's consent. */
export async function* changeMemberships(
  deps: ApplyDeps,
  op: Op,
  changes: readonly MembershipChange[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  if (changes.length === 0) return
  const { members, absent } = await withIds(deps, changes, signal)
  if (absent.length > 0)
    yield { type: 'settled', outcomes: absent.map((change) => absentOutcome(change, 200)), contacts: [] }
  for (const [list, same] of Map.groupBy(members, ({ change }) => change.audience.id))
    for (const batch of memberBatches(same)) yield* changeOnce(deps, op, list, batch, signal)
}

/** People whose id isn't known are looked up. */
async function withIds(
  deps: ApplyDeps,
  changes: readonly MembershipChange[],
  signal: AbortSignal,
): Promise<{ members: readonly Member[]; absent: readonly MembershipChange[] }> {
  const unknown = changes.filter(({ key }) => key.remoteId === null)
  const found = await readBack(deps, unknown, signal)
  const members: Member[] = []
  const absent: MembershipChange[] = []
  for (const change of changes) {
    const remoteId = change.key.remoteId ?? found.of(change.key)?.remoteId
    if (remoteId === undefined) absent.push(change)
    else members.push({ change, remoteId })
  }
  return { members, absent }
}

/** Klaviyo refuses all of a request for one id it doesn't know: who is gone is found and settled, then once more. */
async function* changeOnce(
  deps: ApplyDeps,
  op: Op,
  list: string,
  members: readonly Member[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  let rest = members
  while (rest.length > 0) {
    const path = membershipPath(list)
    const method = op === 'join' ? 'POST' : 'DELETE'
    const sending = idsOf(rest.map(({ change }) => change))
    yield { type: 'sending', changes: sending, request: { method, path, fields: [] } }
    const body = JSON.stringify({ data: [...new Set(rest.map(({ remoteId }) => remoteId))].map(identifier) })
    const answer = await deps.send({ method, path, body, accept: [400, 404, 409] }, signal)
    if (answer.status < 300) {
      yield { type: 'settled', outcomes: rest.map((one) => doneOutcome(one, answer.status)), contacts: [] }
      return
    }
    const gone = await nothingHappened(whoIsGone(deps, list, rest, answer, signal))
    const outcomes = rest
      .filter(({ remoteId }) => gone.has(remoteId))
      .map(({ change }) => absentOutcome(change, answer.status))
    yield { type: 'settled', outcomes, contacts: [] }
    rest = rest.filter(({ remoteId }) => !gone.has(remoteId))
  }
}

/**
 * @throws AppError `not-found` when it is the list that is gone, `rejected` when everybody is there and Klaviyo still
 * refuses.
 */
async function whoIsGone(
  deps: ApplyDeps,
  list: string,
  members: readonly Member[],
  { words }: KlaviyoAnswer,
  signal: AbortSignal,
): Promise<ReadonlySet<RemoteId>> {
  const about = listWords(list, deps.listNames)
  await deps.send({ method: 'GET', path: listPath(list), about }, signal)
  const ids = members.map(({ remoteId }) => remoteId)
  const there = await peopleById(deps, ids, signal)
  const gone = new Set(ids.filter((id) => !there.has(id)))
  if (gone.size > 0) return gone
  const said = words === '' ? 'It gave no reason.' : `Klaviyo said: “${words}”.`
  throw new AppError('rejected', `Klaviyo refused to change who is on the ${about}. ${said}`)
}

function identifier(id: RemoteId) {
  return { type: 'profile', id }
}

function doneOutcome({ change, remoteId }: Member, httpStatus: number): StepOutcome {
  return { change: change.id, status: 'written', httpStatus, remoteId }
}

/** Whoever isn't there is on no list. */
function absentOutcome({ id, op }: MembershipChange, httpStatus: number): StepOutcome {
  if (op === 'leave')
    return { change: id, status: 'written', httpStatus, reason: 'Is not in the Klaviyo account any more.' }
  const reason = 'This person is no longer in the Klaviyo account. Plan again to see how it is now.'
  return { change: id, status: 'rejected', httpStatus, reason }
}
