import { AppError } from '../../../../shared/errors.ts'
import type { UnsubscribeChange } from '../../../../shared/model.ts'
import type { ApplyEvent, StepOutcome } from '../applyEvents.ts'
import type { ApplyDeps } from './apply.ts'
import { emailField } from './fields.ts'
import { idsOf } from './idsOf.ts'
import { refusedRows } from './importPeople.ts'
import { readBack } from './readBack.ts'
import { refusedOutcome } from './sortRow.ts'

export const unsubscribePath = '/api/profile-subscription-bulk-delete-jobs'

/** People that one request may unsubscribe: a hundred, not the thousand of subscribing (klaviyo.md §8.2). */
export const mostUnsubscribed = 100

/**
 * Unsubscribes people from email, from all of the account: never from one list, since Klaviyo unsubscribes those who
 * are not on it from everything. Klaviyo answers when it is done, with nothing, so they are read back for the mirror.
 *
 * @throws AppError `rejected` when Klaviyo refuses something that is not a row's.
 */
export async function* unsubscribe(
  deps: ApplyDeps,
  changes: readonly UnsubscribeChange[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  const nameless = changes.filter(({ key }) => (key.email ?? '') === '')
  if (nameless.length > 0)
    yield {
      type: 'settled',
      outcomes: nameless.map((change) => refusedOutcome({ change, reason: noAddress })),
      contacts: [],
    }
  const named = changes.filter(({ key }) => (key.email ?? '') !== '')
  for (let from = 0; from < named.length; from += mostUnsubscribed)
    yield* unsubscribeOnce(deps, named.slice(from, from + mostUnsubscribed), signal)
}

const noAddress = 'Has no address in Klaviyo, so there is no email to unsubscribe them from.'

async function* unsubscribeOnce(
  deps: ApplyDeps,
  changes: readonly UnsubscribeChange[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  let rest = changes
  while (rest.length > 0) {
    yield {
      type: 'sending',
      changes: idsOf(rest),
      request: { method: 'POST', path: unsubscribePath, fields: [emailField] },
    }
    const answer = await deps.send(
      {
        method: 'POST',
        path: unsubscribePath,
        body: bodyOf(rest),
        accept: [400],
        about: 'the unsubscribing',
      },
      signal,
    )
    if (answer.status < 300) {
      // It is done, whether it can be seen or not.
      const seen = await readBack(deps, rest, signal).catch(() => null)
      const outcomes = rest.map(({ id, key }): StepOutcome => {
        const { remoteId } = key
        return {
          change: id,
          status: 'written',
          httpStatus: answer.status,
          ...(remoteId !== null && { remoteId }),
        }
      })
      yield { type: 'settled', outcomes, contacts: seen?.all ?? [] }
      return
    }
    const refused = refusedRows(answer, rest.length)
    if (refused === null)
      throw new AppError(
        'rejected',
        `Klaviyo refused to unsubscribe people, and nobody was by that request. ${answer.words === '' ? 'It gave no reason.' : `Klaviyo said: “${answer.words}”.`}`,
      )
    const outcomes = rest.flatMap(({ id }, n): StepOutcome[] => {
      const words = refused.get(n)
      if (words === undefined) return []
      const reason = `Not unsubscribed. Klaviyo said: “${words}”`
      return [{ change: id, status: 'rejected', httpStatus: answer.status, reason }]
    })
    yield { type: 'settled', outcomes, contacts: [] }
    rest = rest.filter((_, n) => !refused.has(n))
  }
}

function bodyOf(changes: readonly UnsubscribeChange[]): string {
  const subscriptions = { email: { marketing: { consent: 'UNSUBSCRIBED' } } }
  return JSON.stringify({
    data: {
      type: 'profile-subscription-bulk-delete-job',
      attributes: {
        profiles: {
          data: changes.map(({ key }) => ({
            type: 'profile',
            attributes: { email: key.email, subscriptions },
          })),
        },
      },
    },
  })
}
