import { z } from 'zod'
import type { Channel } from './model.ts'
import { time } from './shapes.ts'

/** One channel of a row of a subscribe job, taken out of its nesting. */
export interface ChannelAsk {
  readonly channel: Channel
  /** As sent. */
  readonly consentedAt: string | undefined
  /** Where `consented_at` is or would be, within the row's attributes. */
  readonly path: readonly string[]
}

const token = z.looseObject({
  token: z.string(),
  platform: z.enum(['android', 'ios']),
  vendor: z.enum(['apns', 'fcm']),
})

function consent<State extends string>(state: State) {
  const expected = `Expected the consent '${state}'.`
  return { consent: z.literal(state, expected) }
}

const agree = z.strictObject({ ...consent('SUBSCRIBED'), consented_at: time.nullish() })
const agreeNow = z.strictObject(consent('SUBSCRIBED'))
const refuse = z.strictObject(consent('UNSUBSCRIBED'))

/** `subscriptions` of a subscribe job. */
export const subscribeChannels = z.strictObject({
  email: z.strictObject({ marketing: agree.nullish(), open_tracking: agreeNow.nullish() }).nullish(),
  sms: z.strictObject({ marketing: agree.nullish(), transactional: agree.nullish() }).nullish(),
  whatsapp: z.strictObject({ marketing: agree.nullish(), transactional: agree.nullish() }).nullish(),
  push: z
    .strictObject({ marketing: agree, tokens: z.array(token).nullish(), anonymous_id: z.string().nullish() })
    .nullish(),
})

/** `subscriptions` of an unsubscribe job. */
export const unsubscribeChannels = z.strictObject({
  email: z.strictObject({ marketing: refuse.nullish(), open_tracking: refuse.nullish() }).nullish(),
  sms: z.strictObject({ marketing: refuse.nullish(), transactional: refuse.nullish() }).nullish(),
  whatsapp: z
    .strictObject({
      marketing: refuse.nullish(),
      transactional: refuse.nullish(),
      conversational: refuse.nullish(),
    })
    .nullish(),
  push: z.strictObject({ marketing: refuse, tokens: z.array(token) }).nullish(),
})

const known: readonly Channel[] = [
  'email.marketing',
  'email.open_tracking',
  'sms.marketing',
  'sms.transactional',
  'whatsapp.marketing',
  'whatsapp.transactional',
  'whatsapp.conversational',
  'push.marketing',
]

type Nested = Readonly<Record<string, Readonly<Record<string, unknown>> | null | undefined>>

/** The channels that a row names. Only these are touched. */
export function channelsIn(subscriptions: Nested): readonly ChannelAsk[] {
  return known.flatMap((channel): ChannelAsk[] => {
    const [kind = '', purpose = ''] = channel.split('.')
    const found = subscriptions[kind]?.[purpose] as { consented_at?: string | null } | null | undefined
    if (found === null || found === undefined) return []
    const path = ['subscriptions', kind, purpose, 'consented_at']
    return [{ channel, consentedAt: found.consented_at ?? undefined, path }]
  })
}

/** The medium of a channel: `email`, `sms`, `whatsapp`, `push`. */
export function mediumOf(channel: Channel): string {
  return channel.slice(0, channel.indexOf('.'))
}
