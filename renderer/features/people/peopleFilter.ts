import { assertNever } from '../../../shared/errors.ts'
import type { AudienceRef, ConnectionId } from '../../../shared/model.ts'

export interface PeopleFilter {
  readonly text: string
  /** `null`: all accounts. */
  readonly connection: ConnectionId | null
  /** `null`: whether they left or not. */
  readonly left: boolean | null
  readonly audience: AudienceRef | null
  /** Days of this computer's calendar, both included: when the account got to know them. `''`: any. */
  readonly createdFrom: string
  readonly createdTo: string
  /** Part of it. */
  readonly firstName: string
  /** Their id at the service. */
  readonly remoteId: string
}

export const allPeople: PeopleFilter = {
  text: '',
  connection: null,
  left: null,
  audience: null,
  createdFrom: '',
  createdTo: '',
  firstName: '',
  remoteId: '',
}

export type FilterChange =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'account'; readonly connection: ConnectionId | null }
  | { readonly type: 'left'; readonly left: boolean | null }
  | { readonly type: 'audience'; readonly audience: AudienceRef | null }
  | { readonly type: 'more'; readonly more: Partial<MoreFilters> }

/** Those that are out of sight until they are asked for. */
export type MoreFilters = Pick<PeopleFilter, 'createdFrom' | 'createdTo' | 'firstName' | 'remoteId'>

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
    case 'more':
      return { ...filter, ...change.more }
    default:
      return assertNever(change)
  }
}

/** As the contract asks for it. */
export function peopleQueryOf({ createdFrom, createdTo, firstName, remoteId, ...rest }: PeopleFilter) {
  return {
    ...rest,
    createdFrom: startOf(createdFrom),
    createdTo: endOf(createdTo),
    firstName: firstName.trim() === '' ? null : firstName.trim(),
    remoteId: remoteId.trim() === '' ? null : remoteId.trim(),
  }
}

/** How many of the filters out of sight are set. */
export function moreFiltersSet({ createdFrom, createdTo, firstName, remoteId }: MoreFilters): number {
  return [createdFrom, createdTo, firstName.trim(), remoteId.trim()].filter((text) => text !== '').length
}

function startOf(day: string): number | null {
  const at = new Date(`${day}T00:00`).getTime()
  return Number.isNaN(at) ? null : at
}

/** The last millisecond of the day. */
function endOf(day: string): number | null {
  const at = new Date(`${day}T00:00`)
  if (Number.isNaN(at.getTime())) return null
  at.setDate(at.getDate() + 1)
  return at.getTime() - 1
}
