import { assertNever } from '../../../../shared/errors.ts'
import type { PullRequest } from '../connector.ts'
import { membersPath } from './audience.ts'
import { chunkAddresses } from './addresses.ts'

/** One of Kit's lists of people, with what narrows it down. */
export interface PeopleList {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The addresses asked for, where it is a look-up. */
  readonly addresses?: readonly string[]
}

/**
 * The lists that answer a pull, in order. Without `status=all` Kit hides whoever isn't active. Oldest id first, so
 * that whoever appears while we read comes on a later page, and nobody moves between pages.
 */
export function listsOf(request: PullRequest): readonly PeopleList[] {
  switch (request.what) {
    case 'people':
      return [everyone('asc')]
    case 'changed':
      // Kit doesn't say whether creating someone counts as updating them.
      return [
        people({ status: 'all', updated_after: request.since }),
        people({ status: 'all', created_after: request.since }),
      ]
    case 'left':
      return ['cancelled', 'bounced', 'complained'].map((status) => people({ status }))
    case 'these':
      return chunkAddresses(request.emails).map(lookUp)
    case 'members':
      return [{ path: membersPath(request.audience), query: { status: 'all' } }]
    default:
      return assertNever(request)
  }
}

/** Everyone by id, the oldest or the newest first. */
export function everyone(sort_order: 'asc' | 'desc'): PeopleList {
  const { path, query } = people({ status: 'all' })
  return { path, query: { ...query, sort_order } }
}

/** Just these people, in any state. Kit takes a comma list; an address with a comma can't be a subscriber's. */
export function lookUp(emails: readonly string[]): PeopleList {
  return {
    path: '/v4/subscribers',
    query: { status: 'all', include: 'tags', email_address: emails.join(',') },
    addresses: emails,
  }
}

function people(query: Readonly<Record<string, string>>): PeopleList {
  return {
    path: '/v4/subscribers',
    query: { ...query, include: 'tags', sort_field: 'id', sort_order: 'asc' },
  }
}
