import { assertNever } from '../../../shared/errors.ts'
import type { AudienceRef, ConnectionId } from '../../../shared/model.ts'

export interface PeopleFilter {
  readonly text: string
  /** `null`: all accounts. */
  readonly connection: ConnectionId | null
  /** `null`: whether they left or not. */
  readonly left: boolean | null
  readonly audience: AudienceRef | null
}

export const allPeople: PeopleFilter = { text: '', connection: null, left: null, audience: null }

export type FilterChange =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'account'; readonly connection: ConnectionId | null }
  | { readonly type: 'left'; readonly left: boolean | null }
  | { readonly type: 'audience'; readonly audience: AudienceRef | null }

/** An audience belongs to one account: choosing another account lets it go. */
export function peopleFilter(filter: PeopleFilter, change: FilterChange): PeopleFilter {
  switch (change.type) {
    case 'text':
      return { ...filter, text: change.text }
    case 'account':
      return { ...filter, connection: change.connection, audience: null }
    case 'left':
      return { ...filter, left: change.left }
    case 'audience':
      return { ...filter, audience: change.audience }
    default:
      return assertNever(change)
  }
}
