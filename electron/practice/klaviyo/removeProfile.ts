import type { KlaviyoState } from './state.ts'

/** Forgets somebody: their profile, memberships and events. */
export function removeProfile(state: KlaviyoState, id: string): void {
  state.profiles.remove(id)
  for (const list of state.lists.values()) list.members.delete(id)
  for (const joins of state.segmentJoins.values()) joins.delete(id)
  for (const event of state.events.values()) if (event.profileId === id) state.events.delete(event.id)
}
