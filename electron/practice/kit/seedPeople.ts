import { arrangeMembership, arrangeSubscriber, audienceIdByName } from './arrange.ts'
import type { ArrangedSubscriber } from './arrange.ts'
import type { Location, SubscriberState } from './model.ts'
import { namedPeople } from './namedPeople.ts'
import type { NamedPerson } from './namedPeople.ts'
import type { Random } from '../random.ts'
import { cities, firstNames, lastNames, places } from '../seedNames.ts'
import type { KitState } from './state.ts'

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

interface Draft extends ArrangedSubscriber {
  readonly createdAt: number
  readonly tags: readonly string[]
  readonly forms: readonly string[]
  readonly sequences: readonly string[]
}

/** About 300 people in all five states, the named ones among them. Ids grow with the time they came. */
export function seedPeople(state: KitState, random: Random): void {
  const named = Object.values<NamedPerson>(namedPeople)
  const strangers = Array.from({ length: peopleInAll - named.length }, (_, index) => stranger(index, random))
  const drafts = [...named, ...strangers].map((person) => dated(person, state.now(), random))
  drafts.sort((a, b) => a.createdAt - b.createdAt || (a.emailAddress < b.emailAddress ? -1 : 1))
  for (const draft of drafts) addDraft(state, draft, random)
}

function addDraft(state: KitState, { tags, forms, sequences, ...draft }: Draft, random: Random): void {
  const form = forms[0]
  const person = arrangeSubscriber(state, { ...draft, ...(form === undefined ? {} : cameBy(state, form)) })
  const addedAt = () => laterThan(draft.createdAt, state.now(), random)
  for (const [kind, names] of [
    ['tag', tags],
    ['form', forms],
    ['sequence', sequences],
  ] as const)
    for (const name of names) {
      const referrer = kind === 'form' ? referrerOf(name) : null
      arrangeMembership(state, kind, audienceIdByName(state, kind, name), person.id, {
        addedAt: addedAt(),
        referrer,
      })
    }
  // Who was asked to confirm has had one mail.
  if (person.state === 'inactive' && forms.includes('Weekly letter')) state.mailsSent.set(person.id, 1)
}

function cameBy(state: KitState, form: string): Pick<ArrangedSubscriber, 'attribution'> {
  return {
    attribution: {
      referrer: referrerOf(form),
      sourceType: 'form_subscription',
      sourceName: form,
      sourceId: audienceIdByName(state, 'form', form),
      mechanism: form === 'Free guide' ? 'landing_page' : 'form',
    },
  }
}

function referrerOf(form: string): string {
  return `https://bakery.example/?utm_source=${encodeURIComponent(form)}&utm_medium=web&utm_campaign=practice&utm_term=bread&utm_content=footer`
}

function dated(person: NamedPerson, now: number, random: Random): Draft {
  const createdAt = onSecond(now - random.between(3 * dayMs, 900 * dayMs))
  const updatedAt = laterThan(createdAt, now, random)
  const canceledAt = person.state === 'cancelled' ? laterThan(createdAt, now, random) : null
  const location = random.chance(0.3) ? random.pick<Location>(places) : null
  return { ...person, createdAt, updatedAt, canceledAt, location }
}

function stranger(index: number, random: Random): NamedPerson {
  const [firstName, first] = random.pick(firstNames)
  const [lastName, last] = random.pick(lastNames)
  const state = stateOf(random.next())
  return {
    emailAddress: `${first}.${last}${index}@${random.pick(domains)}`,
    firstName: random.chance(0.12) ? null : firstName,
    state,
    fields: {
      ...(random.chance(0.7) ? { 'Last name': lastName } : {}),
      ...(random.chance(0.4) ? { City: random.pick(cities) } : {}),
      ...(random.chance(0.3) ? { 'Phone number': `+4915550${String(100_000 + index)}` } : {}),
      ...(random.chance(0.15) ? { Interests: 'rye, sourdough' } : {}),
      ...(random.chance(0.2) ? { 'Lead score': String(random.between(0, 100)) } : {}),
    },
    tags: chosen(
      [
        ['Newsletter', 0.6],
        ['Customer', 0.35],
        ['VIP', 0.06],
        ['Webinar 2026', 0.2],
        ['Booth Berlin', 0.1],
      ],
      random,
    ),
    forms: chosen(
      [
        ['Weekly letter', state === 'inactive' ? 0.8 : 0.5],
        ['Free guide', 0.2],
        ['Spring fair 2025', 0.1],
      ],
      random,
    ),
    sequences: chosen(
      [
        ['Welcome', 0.4],
        ['Baking course', 0.15],
      ],
      random,
    ),
  }
}

function stateOf(share: number): SubscriberState {
  if (share < 0.76) return 'active'
  if (share < 0.88) return 'cancelled'
  if (share < 0.94) return 'inactive'
  return share < 0.98 ? 'bounced' : 'complained'
}

function chosen(names: readonly (readonly [string, number])[], random: Random): readonly string[] {
  return names.filter(([, probability]) => random.chance(probability)).map(([name]) => name)
}

function laterThan(at: number, now: number, random: Random): number {
  return onSecond(at + random.next() * (now - dayMs - at))
}

function onSecond(at: number): number {
  return Math.floor(at / 1000) * 1000
}
