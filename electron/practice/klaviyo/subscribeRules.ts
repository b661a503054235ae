import type { ChannelAsk } from './channels.ts'
import { mediumOf } from './channels.ts'
import type { Problem } from './errors.ts'
import { identify } from './identify.ts'
import type { Channel, Profile } from './model.ts'
import { countryOf } from './phoneNumber.ts'
import { pointerTo } from './readShape.ts'
import type { KlaviyoState } from './state.ts'
import { isoSeconds, parseTime } from './times.ts'

/** One row of a subscribe job. */
export interface SubscribeRow {
  readonly id: string | undefined
  readonly email: string | undefined
  readonly phoneNumber: string | undefined
  readonly channels: readonly ChannelAsk[]
}

type Path = readonly (string | number)[]

/**
 * What is wrong with a row beyond its shape: one row with a problem refuses the whole job.
 * @param index of the row, from 0
 */
export function subscribeProblems(
  state: KlaviyoState,
  row: SubscribeRow,
  index: number,
  historical: boolean,
): readonly Problem[] {
  const at = (path: Path) => ({
    pointer: pointerTo(['data', 'attributes', 'profiles', 'data', index, ...path]),
  })
  const profile = profileOf(state, row)
  if (row.id !== undefined && profile === undefined)
    return [{ detail: `A profile with id \`${row.id}\` does not exist.`, source: at(['id']) }]
  return [
    ...identifierProblems(row, profile).map((detail) => ({ detail, source: at(['attributes']) })),
    ...regionProblem(state, row).map((detail) => ({ detail, source: at(['attributes', 'phone_number']) })),
    ...row.channels.flatMap((ask) =>
      dateProblem(state, profile, ask, historical).map((detail) => ({
        detail,
        source: at(['attributes', ...ask.path]),
      })),
    ),
  ]
}

/** Who a row is about, as far as they exist. Two people for one row: the address wins (assumed). */
export function profileOf(
  { profiles }: KlaviyoState,
  { id, email, phoneNumber }: Pick<SubscribeRow, 'id' | 'email' | 'phoneNumber'>,
): Profile | undefined {
  if (id !== undefined) return profiles.get(id)
  const found = identify(profiles, { email, phone_number: phoneNumber })
  if (found.conflict === undefined) return found.profile
  return email === undefined ? found.conflict : profiles.byEmail(email)
}

function identifierProblems(row: SubscribeRow, profile: Profile | undefined): readonly string[] {
  if (row.channels.length === 0) return ["'subscriptions' must include at least one channel."]
  const has = {
    email: row.email !== undefined || (row.id !== undefined && profile?.email !== null),
    phone_number: row.phoneNumber !== undefined || (row.id !== undefined && profile?.phoneNumber !== null),
  }
  const media = new Set(row.channels.map(({ channel }) => mediumOf(channel)))
  return [...media].flatMap((medium) => {
    const needed = medium === 'email' ? 'email' : medium === 'push' ? undefined : 'phone_number'
    if (needed === undefined || has[needed]) return []
    return [`'${needed}' must not be empty when the ${medium} channel is included in 'subscriptions'.`]
  })
}

function regionProblem(
  { account }: KlaviyoState,
  { phoneNumber, channels }: SubscribeRow,
): readonly string[] {
  if (phoneNumber === undefined || !channels.some(({ channel }) => mediumOf(channel) === 'sms')) return []
  return account.smsCountries.has(countryOf(phoneNumber) ?? '')
    ? []
    : ['Phone number is valid but is not in a supported region for this account.']
}

function dateProblem(
  state: KlaviyoState,
  profile: Profile | undefined,
  { channel, consentedAt }: ChannelAsk,
  historical: boolean,
): readonly string[] {
  if (channel === 'email.open_tracking') return []
  if (!historical)
    return consentedAt === undefined
      ? []
      : ["'consented_at' can only be set when 'historical_import' is true."]
  const at = consentedAt === undefined ? undefined : parseTime(consentedAt)
  if (at === undefined) return ["'consented_at' is required when 'historical_import' is true."]
  if (at > state.now()) return ["'consented_at' must be in the past."]
  const leftAt = profile === undefined ? null : unsubscribedAt(profile, channel)
  if (leftAt === null || at >= leftAt) return []
  return [
    `backdated consent date [${isoSeconds(at)}] is before current unsubscription date [${isoSeconds(leftAt)}]`,
  ]
}

/** When somebody left a channel, or `null` where they did not. */
function unsubscribedAt({ consent }: Profile, channel: Channel): number | null {
  const state = channel === 'email.marketing' ? consent.email : consent.channels[channel]
  return state.consent === 'UNSUBSCRIBED' ? (state.consentAt ?? state.lastUpdated) : null
}
