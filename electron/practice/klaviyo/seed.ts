import type { Random } from '../random.ts'
import type { Account } from './model.ts'
import { seedContent, seedDefaults } from './seedContent.ts'
import { seedEvents } from './seedEvents.ts'
import { seedProfiles } from './seedProfiles.ts'
import type { KlaviyoState } from './state.ts'

/** The account the practice keys belong to. */
export const practiceAccount: Account = {
  id: 'PrAc7e',
  name: 'Practice Bakery',
  senderEmail: 'hello@bakery.example',
  website: 'https://bakery.example',
  timeZone: 'America/New_York',
  defaultOptIn: 'double_opt_in',
  smsCountries: new Set(['US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'DE', 'AT', 'CH', 'FR', 'ES', 'NL']),
}

/** Fills an account with a small bakery's people and lists. The same seed gives the same account. */
export function seedAccount(state: KlaviyoState, random: Random, empty: boolean): void {
  seedDefaults(state)
  if (empty) return
  seedContent(state)
  seedProfiles(state, random)
  seedEvents(state, random)
}
