import { addCustomField } from './customFields.ts'
import type { Account } from './model.ts'
import { createRandom } from '../random.ts'
import { seedContent } from './seedContent.ts'
import { seedEmailEvents } from './seedEmailEvents.ts'
import { seedPeople } from './seedPeople.ts'
import { seedPurchases } from './seedPurchases.ts'
import type { KitState } from './state.ts'

/** The account a practice key belongs to. @param now milliseconds since 1970 */
export function practiceAccount(now: number): Account {
  return {
    id: 1_804_311,
    userId: 2_410_977,
    name: 'Practice Bakery',
    emailAddress: 'hello@bakery.example',
    fromName: 'Practice Bakery',
    planType: 'creator',
    // Room for the lists that people try out.
    subscriberLimit: 25_000,
    timeZone: 'America/New_York',
    timeZoneTitle: 'Eastern Time (US & Canada)',
    createdAt: Math.floor(now / 1000) * 1000 - 950 * 86_400_000,
  }
}

const fieldLabels = [
  'Last name',
  'Phone number',
  'City',
  'Country',
  'Postal code',
  'Company',
  'Role',
  'Website',
  'Birthday',
  'Interests',
  'Lead score',
  'Source',
]

/** Fills an empty account with a small bakery's people, forms and mails. The same seed gives the same account. */
export function seedAccount(state: KitState, seed: number): void {
  const random = createRandom(seed)
  state.colors = ['#7a4b2a', '#f4e9d8']
  for (const label of fieldLabels) addCustomField(state, label)
  seedContent(state)
  seedPeople(state, random)
  seedPurchases(state)
  seedEmailEvents(state, random)
}
