import type { Random } from '../random.ts'
import type { Profile } from './model.ts'
import { recordEvent } from './recordEvent.ts'
import type { KlaviyoState } from './state.ts'

/** What happened to the people so far: mails to whoever subscribed, orders of a few. */
export function seedEvents(state: KlaviyoState, random: Random): void {
  for (const profile of [...state.profiles.all()]) {
    if (profile.consent.email.consent === 'SUBSCRIBED') seedMails(state, profile, random)
    if (random.chance(0.2)) seedOrder(state, profile, random)
  }
}

function seedMails(state: KlaviyoState, profile: Profile, random: Random): void {
  const subject = random.pick(['Fresh rye on Friday', 'The oven is on', 'Bread club opens'])
  for (const [metricName, probability] of [
    ['Received Email', 0.6],
    ['Opened Email', 0.3],
    ['Clicked Email', 0.1],
  ] as const)
    if (random.chance(probability))
      recordEvent(state, {
        metricName,
        profileId: profile.id,
        at: between(profile.created, state.now(), random),
        properties: { Subject: subject },
      })
}

function seedOrder(state: KlaviyoState, profile: Profile, random: Random): void {
  const value = random.between(400, 9000) / 100
  recordEvent(state, {
    metricName: 'Placed Order',
    profileId: profile.id,
    at: between(profile.created, state.now(), random),
    properties: { Items: ['Rye loaf'], $currency_code: 'USD' },
    value,
    uniqueId: `order-${profile.id.slice(-6)}`,
  })
}

function between(from: number, to: number, random: Random): number {
  return Math.floor(from + random.next() * (to - from))
}
