import type { ChannelAsk } from './channels.ts'
import { mediumOf } from './channels.ts'
import { hasLeft, subscribed } from './consent.ts'
import { joinList } from './listMembers.ts'
import type { Channel, Consent, OptIn, Profile } from './model.ts'
import type { KlaviyoAccount } from './operation.ts'
import { recordSubscription } from './recordSubscription.ts'
import { profileOf } from './subscribeRules.ts'
import type { SubscribeRow } from './subscribeRules.ts'
import type { KlaviyoState } from './state.ts'
import { parseTime } from './times.ts'
import { createProfile, updateProfile } from './writeProfile.ts'

/** What all rows of a subscribe job share. */
export interface SubscribeJob {
  readonly listId: string | null
  readonly historical: boolean
  readonly customSource: string | null
}

/**
 * What a row of a subscribe job leads to, when its time has come. Historical consent takes effect at once; otherwise the
 * list (or the account) decides between that and a mail that asks first.
 * @param at when, in milliseconds since 1970
 */
export function applySubscription(
  klaviyo: KlaviyoAccount,
  row: SubscribeRow,
  job: SubscribeJob,
  at: number,
): void {
  const existing = profileOf(klaviyo.state, row)
  // Accepted, and nobody ever appears: waited for, for minutes, with real addresses too.
  if (existing === undefined && job.listId === null && !job.historical) return
  if (!job.historical && optInOf(klaviyo.state, job.listId) === 'double_opt_in') {
    askFirst(klaviyo, row, job, existing, at)
    return
  }
  subscribeNow(klaviyo, row, job, at, false)
}

function optInOf(state: KlaviyoState, listId: string | null): OptIn {
  return (listId === null ? undefined : state.lists.get(listId)?.optIn) ?? state.account.defaultOptIn
}

/** Nobody joins and nobody new appears before they confirm. Who is on the list and subscribed isn't asked (assumed). */
function askFirst(
  { state, tally }: KlaviyoAccount,
  row: SubscribeRow,
  { listId, customSource }: SubscribeJob,
  existing: Profile | undefined,
  at: number,
): void {
  const channels = row.channels.map(({ channel }) => channel)
  const isOnList = listId === null || state.lists.get(listId)?.members.has(existing?.id ?? '') === true
  if (existing !== undefined && isOnList && channels.every((each) => isSubscribed(existing.consent, each)))
    return
  const email = row.email ?? existing?.email ?? null
  const phoneNumber = row.phoneNumber ?? existing?.phoneNumber ?? null
  state.confirmations.push({
    email,
    phoneNumber,
    listId,
    channels,
    customSource,
    sentAt: at,
    confirmed: false,
  })
  const who = existing?.id ?? email ?? phoneNumber ?? ''
  new Set(channels.map(mediumOf)).forEach(() => tally.count(who, 'mailsSent'))
}

function isSubscribed(consent: Consent, channel: Channel): boolean {
  const state = channel === 'email.marketing' ? consent.email : consent.channels[channel]
  return state.consent === 'SUBSCRIBED'
}

/** Somebody clicks the link in every mail that asked them. Not part of Klaviyo's API. @param email any spelling */
export function confirmOptIn(klaviyo: KlaviyoAccount, email: string): number {
  const { state } = klaviyo
  const wanted = email.toLowerCase()
  let confirmed = 0
  for (const [index, each] of state.confirmations.entries()) {
    if (each.confirmed || each.email?.toLowerCase() !== wanted) continue
    state.confirmations[index] = { ...each, confirmed: true }
    const row = { id: undefined, email: each.email, phoneNumber: each.phoneNumber ?? undefined }
    const channels = each.channels.map((channel): ChannelAsk => ({
      channel,
      consentedAt: undefined,
      path: [],
    }))
    const job = { listId: each.listId, historical: false, customSource: each.customSource }
    subscribeNow(klaviyo, { ...row, channels }, job, state.now(), true)
    confirmed++
  }
  return confirmed
}

function subscribeNow(
  klaviyo: KlaviyoAccount,
  row: SubscribeRow,
  job: SubscribeJob,
  at: number,
  doubleOptIn: boolean,
): void {
  const { state, tally } = klaviyo
  const profile = withIdentifiers(klaviyo, row, at)
  // Who confirms comes back on their own.
  if (!doubleOptIn && row.channels.some(({ channel }) => hasLeft(profile.consent, channel, job.listId)))
    tally.count(profile.id, 'resubscribed')
  let { consent } = profile
  for (const { channel, consentedAt } of row.channels) {
    const consentAt = (consentedAt === undefined ? undefined : parseTime(consentedAt)) ?? at
    const how = { consentAt, at, customSource: job.customSource, doubleOptIn }
    const isNew = !isSubscribed(consent, channel)
    consent = subscribed(consent, channel, how, job.listId)
    if (isNew) recordSubscription(state, profile.id, channel, job, consentAt)
  }
  // Subscribing moves `updated`, leaving does not (measured).
  state.profiles.save({ ...(state.profiles.get(profile.id) ?? profile), consent, updated: at })
  tally.count(profile.id, 'subscribed')
  if (job.listId !== null) joinList(klaviyo, job.listId, profile.id, at)
}

/** The profile of a row, new where there is none; an address or number it lacks is set, unless somebody has it. */
function withIdentifiers(klaviyo: KlaviyoAccount, row: SubscribeRow, at: number): Profile {
  const { profiles } = klaviyo.state
  const existing = profileOf(klaviyo.state, row)
  const isFree = (owner: Profile | undefined) => owner === undefined || owner.id === existing?.id
  const email = row.email !== undefined && isFree(profiles.byEmail(row.email)) ? { email: row.email } : {}
  const phone =
    row.phoneNumber !== undefined && isFree(profiles.byPhone(row.phoneNumber))
      ? { phone_number: row.phoneNumber }
      : {}
  const write = { attributes: { ...email, ...phone } }
  if (existing === undefined) return createProfile(klaviyo, write, at)
  return existing.email === null || existing.phoneNumber === null
    ? updateProfile(klaviyo, existing, write, at)
    : existing
}
