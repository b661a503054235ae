import type { Answer } from '../answer.ts'
import type { RateTier } from './buckets.ts'
import { collection } from './document.ts'
import type { FilterRules } from './filterRules.ts'
import { rule } from './filterRules.ts'
import { matching } from './matchFilter.ts'
import type { Profile } from './model.ts'
import type { KlaviyoRequest } from './operation.ts'
import { mapPage, pageOf } from './page.ts'
import { profileResource } from './profileAnswer.ts'
import type { QueryRules } from './query.ts'
import { additionalProfileFields, resourceFields } from './resourceFields.ts'
import { tiers } from './buckets.ts'
import type { KlaviyoState } from './state.ts'

/** What reads of members share, of lists and of segments. */
export const memberTier: RateTier = tiers.L

export const memberFilter: FilterRules = {
  email: rule.anyText,
  phone_number: rule.anyText,
  push_token: rule.anyText,
  _kx: rule.equalText,
  joined_group_at: rule.timeRange,
}

const sorted = { sort: ['joined_group_at'], page: { size: 20, max: 100 } } as const

/** The query rules of `…/profiles` and of `…/relationships/profiles`. */
export function memberQuery(filter: FilterRules): { readonly whole: QueryRules; readonly ids: QueryRules } {
  const whole = {
    fields: { profile: resourceFields.member },
    additionalFields: additionalProfileFields,
    filter,
    ...sorted,
  }
  return { whole, ids: { filter, ...sorted } }
}

interface Member {
  readonly profile: Profile
  readonly joinedAt: number
}

/**
 * Members as whole profiles, or their ids alone (`idsOnly`). In the order they joined unless asked otherwise (assumed).
 * @param joins profile id → since when
 */
export function readMembers(
  request: KlaviyoRequest,
  state: KlaviyoState,
  joins: ReadonlyMap<string, number>,
  idsOnly: boolean,
): Answer {
  const { url, query, writing } = request
  const members = [...joins].flatMap(([id, joinedAt]): Member[] => {
    const profile = state.profiles.get(id)
    return profile === undefined ? [] : [{ profile, joinedAt }]
  })
  const page = pageOf(
    matching(members, query.filter, memberValue),
    request,
    ({ profile }) => profile.id,
    ({ joinedAt }) => joinedAt,
  )
  const written = mapPage(page, ({ profile, joinedAt }) =>
    idsOnly
      ? { type: 'profile', id: profile.id }
      : profileResource(writing, profile, { additional: query.additional, joinedAt }),
  )
  return collection(url, written)
}

/** Tokens of push and web tracking are kept nowhere here, so nobody is found by them. */
function memberValue({ profile, joinedAt }: Member, field: string): string | number | null {
  switch (field) {
    case 'email':
      return profile.email
    case 'phone_number':
      return profile.phoneNumber
    case 'profile_id':
      return profile.id
    case 'joined_group_at':
      return joinedAt
    default:
      return null
  }
}
