import type { ConsentChange } from '../../../../shared/model.ts'

type Sent = Pick<ConsentChange, 'key' | 'channels' | 'consentedAt'>

/** A person as a subscribe job takes them: who it is, and the channels that they agreed to. Nothing else is allowed. */
export interface ConsentProfile {
  readonly type: 'profile'
  readonly id?: string
  readonly attributes: {
    readonly email?: string
    readonly phone_number?: string
    readonly subscriptions: Readonly<Record<string, unknown>>
  }
}

/** Someone whose id is known is named by it too, so that nobody else can be meant by the address. Pure. */
export function consentProfile({ key, channels, consentedAt }: Sent): ConsentProfile {
  const { remoteId, email, phone } = key
  const marketing = {
    consent: 'SUBSCRIBED',
    ...(consentedAt !== null && { consented_at: consentedAt }),
  }
  const namesEmail = email !== null && (remoteId === null || channels.includes('email'))
  const namesPhone = phone !== undefined && (remoteId === null || channels.includes('sms'))
  return {
    type: 'profile',
    ...(remoteId !== null && { id: remoteId }),
    attributes: {
      ...(namesEmail && { email }),
      ...(namesPhone && { phone_number: phone }),
      subscriptions: Object.fromEntries(channels.map((channel) => [channel, { marketing }])),
    },
  }
}
