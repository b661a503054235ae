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

/**
 * The lists that answer a pull, in order. Klaviyo goes through everyone by id, through those who changed by `updated`
 * and through those who left by when they did: somebody who moves meanwhile is read twice, and never skipped.
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
      ]
    case 'left':
      return [people({ filter: after(suppressedAt, '1970-01-01T00:00:00Z') })]
    case 'these':
      return chunkValues(spellings(request.emails)).map(lookUp)
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

/** The people with these ids. */
export function lookUpIds(ids: readonly string[]): Walk {
  return people({ filter: anyOf('id', ids) })
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
