import type { Random } from '../random.ts'
import { cities, firstNames, lastNames } from '../seedNames.ts'
import { arrangeProfile } from './arrange.ts'
import type { ArrangedProfile } from './arrange.ts'
import type { JsonObject } from './json.ts'
import type { NamedProfile, Standing } from './namedProfiles.ts'
import { namedProfiles } from './namedProfiles.ts'
import type { KlaviyoState } from './state.ts'

const peopleInAll = 300
const dayMs = 86_400_000

/** Names can't all be reserved, but domains can: RFC 2606 keeps these from belonging to anybody. */
const domains = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example',
  'studio.example',
  'inbox.test',
] as const

/** About 300 people with consent of every kind, the named ones among them. Ids grow with the time they came. */
export function seedProfiles(state: KlaviyoState, random: Random): void {
  const named = Object.values<NamedProfile>(namedProfiles)
  const strangers = Array.from({ length: peopleInAll - named.length }, (_, index) => stranger(index, random))
  const people = [...named, ...strangers].map((person) => dated(person, state.now(), random))
  people.sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
  for (const person of people) arrangeProfile(state, person)
}

function dated(person: Partial<NamedProfile>, now: number, random: Random): ArrangedProfile {
  const createdAt = onSecond(now - random.between(3 * dayMs, 900 * dayMs))
  return {
    ...person,
    createdAt,
    updatedAt: laterThan(createdAt, now, random),
    consentAt: laterThan(createdAt, now, random),
  }
}

function stranger(index: number, random: Random): Partial<NamedProfile> {
  const [firstName, first] = random.pick(firstNames)
  const [lastName, last] = random.pick(lastNames)
  const phoneNumber = random.chance(0.3) ? `+1415555${String(1000 + index)}` : null
  const isPhoneOnly = phoneNumber !== null && random.chance(0.1)
  const standing = isPhoneOnly ? 'never' : standingOf(random.next())
  return {
    email: isPhoneOnly ? null : `${first}.${last}${index}@${random.pick(domains)}`,
    phoneNumber,
    externalId: random.chance(0.3) ? `cust-${2000 + index}` : null,
    firstName: random.chance(0.12) ? null : firstName,
    lastName: random.chance(0.3) ? null : lastName,
    city: random.chance(0.4) ? random.pick(cities) : null,
    standing,
    sms: phoneNumber !== null && random.chance(0.4),
    properties: propertiesOf(random),
    lists: listsOf(standing, random),
  }
}

/** Every type that JSON has, as shops and forms leave them behind. */
function propertiesOf(random: Random): JsonObject {
  const day = String(random.between(1, 28)).padStart(2, '0')
  return {
    ...(random.chance(0.5) ? { loyalty_points: random.between(0, 3000) } : {}),
    ...(random.chance(0.3) ? { lead_score: random.between(0, 100) } : {}),
    ...(random.chance(0.3) ? { vip: random.chance(0.2) } : {}),
    ...(random.chance(0.3)
      ? { birthday: `19${random.between(60, 99)}-0${random.between(1, 9)}-${day}` }
      : {}),
    ...(random.chance(0.2) ? { customer_since: `202${random.between(0, 5)}-06-${day}T08:30:00` } : {}),
    ...(random.chance(0.2) ? { interests: ['rye', random.pick(['spelt', 'sourdough', 'brioche'])] } : {}),
    ...(random.chance(0.3) ? { postal_code: `0${random.between(1000, 9999)}` } : {}),
    ...(random.chance(0.1) ? { average_basket: random.between(500, 9000) / 100 } : {}),
  }
}

function standingOf(share: number): Standing {
  if (share < 0.55) return 'subscribed'
  if (share < 0.78) return 'never'
  if (share < 0.9) return 'unsubscribed'
  if (share < 0.94) return 'bounced'
  return share < 0.97 ? 'complained' : 'suppressed'
}

function listsOf(standing: Standing, random: Random): readonly string[] {
  const chances: readonly (readonly [string, number])[] = [
    ['Newsletter', standing === 'never' ? 0.2 : 0.7],
    ['Customers', 0.4],
    ['VIP', 0.05],
    ['Weekly letter', 0.2],
    ['Webinar 2026', 0.1],
    ['Booth Berlin', 0.1],
    ['Wholesale', 0.05],
  ]
  return chances.filter(([, probability]) => random.chance(probability)).map(([name]) => name)
}

function laterThan(at: number, now: number, random: Random): number {
  return onSecond(at + random.next() * (now - dayMs - at))
}

function onSecond(at: number): number {
  return Math.floor(at / 1000) * 1000
}
