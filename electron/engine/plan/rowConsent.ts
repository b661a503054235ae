import type {
  Audience,
  AudienceRef,
  Channel,
  ChangeDraft,
  ConsentRule,
  ContactKey,
  FieldId,
} from '../../../shared/model.ts'
import { parsePhone } from '../../../shared/values/phone.ts'
import type { Connector } from '../connectors/connector.ts'
import type { ConsentDate } from './consentDate.ts'
import type { KnownContact } from './diffRow.ts'
import { leftWords } from './leftWords.ts'

/** How a plan subscribes people. */
export interface ConsentRules extends Omit<ConsentRule, 'since'> {
  /** Whether the audience asks people to confirm. */
  readonly optIn: Audience['optIn']
  /** The field with the number that texts go to. */
  readonly phoneField: FieldId | null
  /** Why someone must not be subscribed again so soon after an earlier run. */
  readonly askedBefore: (key: ContactKey, rule: AskedFor) => string | null
}

export interface AskedFor {
  readonly audience: AudienceRef | null
  readonly confirms: boolean
}

/** What consent asks of a row. Nobody who left comes this far. */
export interface RowToSubscribe {
  readonly key: ContactKey
  readonly contact: KnownContact | null
  /** The number that the account has once the row is written. */
  readonly phone: unknown
  readonly date: ConsentDate
  readonly isMember: boolean
}

export interface RowConsent {
  readonly change: ChangeDraft | null
  /** They agreed before, so the audience of the consent is joined like any other. */
  readonly joins: boolean
  /** What of it can't be written, and why. */
  readonly note: string | null
  /** Worth telling by name even where nothing else of the row goes. */
  readonly isHeldBack: boolean
}

const nothing: RowConsent = { change: null, joins: false, note: null, isHeldBack: false }

/** Whether a row's person is subscribed, and on which channels. Pure. */
export function rowConsent(
  row: RowToSubscribe,
  rules: ConsentRules,
  repeatOf: Connector['repeatOf'],
): RowConsent {
  const states = sortChannels(row, rules)
  const confirms = rules.optIn === 'double' && 'at' in row.date && row.date.at === null
  const isInPlace = rules.audience === null || row.isMember
  if (states.open.length === 0) {
    const agreed = states.subscribed.length > 0 && !isInPlace
    // Joining such a list without a word would go behind their back, also where they agreed to another one.
    if (agreed && confirms) return consentTo(row, rules, repeatOf, states.subscribed, states)
    return { ...nothing, joins: agreed, note: states.note, isHeldBack: states.isHeldBack }
  }
  return consentTo(row, rules, repeatOf, states.open, states)
}

function consentTo(
  row: RowToSubscribe,
  rules: ConsentRules,
  repeatOf: Connector['repeatOf'],
  channels: readonly Channel[],
  { note, isHeldBack }: SortedChannels,
): RowConsent {
  const { key, contact, date, phone } = row
  if ('problem' in date) return { ...nothing, note: joined(note, date.problem), isHeldBack: true }
  const { audience, source, optIn } = rules
  const confirms = optIn === 'double' && date.at === null
  const asked = rules.askedBefore(key, { audience, confirms })
  if (asked !== null) return { ...nothing, note: joined(note, asked), isHeldBack }
  const change: ChangeDraft = {
    object: 'consent',
    op: 'subscribe',
    key: channels.includes('sms') ? { ...key, phone: String(phone) } : key,
    channels,
    audience,
    consentedAt: date.at,
    source,
    confirms,
    before: Object.fromEntries(channels.map((channel) => [channel, contact?.consent[channel] ?? 'never'])),
    ...(audience !== null && row.isMember && { wasIn: true as const }),
    repeat: repeatOf({ object: 'consent', op: 'subscribe', confirms }),
  }
  return { change, joins: false, note, isHeldBack }
}

interface SortedChannels {
  readonly open: readonly Channel[]
  readonly subscribed: readonly Channel[]
  readonly note: string | null
  readonly isHeldBack: boolean
}

function sortChannels({ key, contact, phone }: RowToSubscribe, { channels }: ConsentRules): SortedChannels {
  const stateOf = (channel: Channel) => contact?.consent[channel] ?? 'never'
  const left = channels.filter((channel) => stateOf(channel) === 'unsubscribed')
  const never = channels.filter((channel) => stateOf(channel) === 'never')
  const open = never.filter((channel) => (channel === 'sms' ? isPhone(phone) : key.email !== null))
  const leftNote =
    left.length === 0
      ? null
      : `They ${leftWords.unsubscribed} from ${left.map((one) => channelWords[one]).join(' and ')}, so they are not subscribed to that again.`
  const missing = never.filter((channel) => !open.includes(channel)).map((channel) => missingWords[channel])
  return {
    open,
    subscribed: channels.filter((channel) => stateOf(channel) === 'subscribed'),
    note: joined(leftNote, ...missing),
    isHeldBack: leftNote !== null,
  }
}

const channelWords: Readonly<Record<Channel, string>> = { email: 'email', sms: 'text messages' }
const missingWords: Readonly<Record<Channel, string>> = {
  email: 'Not subscribed to email: there is no address.',
  sms: 'Not subscribed to text messages: there is no valid phone number.',
}

function isPhone(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const read = parsePhone(value, null)
  return read.ok && read.value === value
}

function joined(...parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(' ') || null
}
