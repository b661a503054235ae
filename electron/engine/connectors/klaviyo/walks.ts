import { assertNever } from '../../../../shared/errors.ts'
import type { PullRequest } from '../connector.ts'
import { profile, type KlaviyoProfile } from './answers.ts'
import { listIdOf, listPath } from './audience.ts'
import { after, anyOf, chunkValues } from './filter.ts'
import { type ListRequest, peoplePerPage } from './list.ts'

/** One of Klaviyo's lists of people, with what narrows it down. */
export interface Walk extends ListRequest<KlaviyoProfile> {
  /** The addresses asked for, where it is a look-up. */
  readonly addresses?: readonly string[]
}

/** Without it nobody's consent is told. It has no lower limit of its own, unlike `predictive_analytics`. */
export const withSubscriptions = { 'additional-fields[profile]': 'subscriptions' }

const suppressedAt = 'subscriptions.email.marketing.suppression.timestamp'
const suppressedForListAt = 'subscriptions.email.marketing.list_suppressions.timestamp'

/**
 * The lists that answer a pull, in order. Klaviyo goes through those who changed by `updated` and through those who left,
 * at all or just a list, by when they did: somebody who moves meanwhile is read twice, and never skipped.
 */
export function walksOf(request: PullRequest): readonly Walk[] {
  switch (request.what) {
    case 'people':
      return [people({})]
    case 'changed':
      // Leaving doesn't move `updated`.
      return [
        people({ filter: after('updated', request.since) }),
        people({ filter: after(suppressedAt, request.since) }),
        people({ filter: after(suppressedForListAt, request.since) }),
      ]
    case 'left':
      return [suppressedAt, suppressedForListAt].map((at) =>
        people({ filter: after(at, '1970-01-01T00:00:00Z') }),
      )
    case 'these':
      return [
        ...chunkValues(spellings(request.emails)).map(lookUp),
        ...chunkValues(request.phones ?? []).map((phones) => lookUpBy('phone_number', phones)),
        ...chunkValues(request.externalIds ?? []).map((ids) => lookUpBy('external_id', ids)),
        ...chunkValues(request.remoteIds ?? []).map((ids) => lookUpBy('id', ids)),
      ]
    case 'members':
      return [{ ...people({}), path: `${listPath(listIdOf(request.audience))}/profiles` }]
    default:
      return assertNever(request)
  }
}

/** Just these people, in any state. */
export function lookUp(emails: readonly string[]): Walk {
  return { ...people({ filter: anyOf('email', emails) }), addresses: emails }
}

function lookUpBy(field: 'id' | 'phone_number' | 'external_id', values: readonly string[]): Walk {
  return people({ filter: anyOf(field, values) })
}

/** Klaviyo compares text by case, and nobody says whether it keeps addresses as typed: ask for both spellings. */
export function spellings(emails: readonly string[]): readonly string[] {
  return [...new Set(emails.flatMap((email) => [email, email.toLowerCase()]))]
}

function people(query: Readonly<Record<string, string>>): Walk {
  return {
    path: '/api/profiles',
    row: profile,
    query: { ...withSubscriptions, ...query },
    pageSize: peoplePerPage,
    about: 'people',
  }
}
