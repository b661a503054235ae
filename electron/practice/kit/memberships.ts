import type { LaggedMap } from './consistency.ts'
import { createLaggedMap } from './consistency.ts'
import type { Membership } from './model.ts'

/** Who is in which tag (or form, or sequence). */
export interface Memberships {
  get(audienceId: number, subscriberId: number): Membership | undefined
  /** Stores it; lists show it once they have caught up. */
  put(membership: Membership): void
  /** Stores it as if it had always been there. */
  load(membership: Membership): void
  remove(audienceId: number, subscriberId: number): void
  /** The audiences one person is in now. */
  ofPerson(subscriberId: number): readonly Membership[]
  /** The members of one audience now. */
  of(audienceId: number): Iterable<Membership>
  /** The members of one audience as a list read sees them whose copy is from time `at`. */
  ofAsOf(audienceId: number, at: number): Iterable<Membership>
  /** The audiences of one person as such a list read sees them. */
  ofPersonAsOf(subscriberId: number, at: number): readonly Membership[]
}

/** @param lagMs how far behind list reads may be. */
export function createMemberships(now: () => number, lagMs: number): Memberships {
  const byAudience = new Map<number, LaggedMap<number, Membership>>()
  // Keeps audiences a person has left, so that a list read that is behind still finds them there.
  const everIn = new Map<number, Set<number>>()

  const membersOf = (audienceId: number) => {
    const members = byAudience.get(audienceId) ?? createLaggedMap<number, Membership>(now, lagMs)
    byAudience.set(audienceId, members)
    return members
  }
  const index = ({ subscriberId, audienceId }: Membership) => {
    const audiences = everIn.get(subscriberId) ?? new Set()
    everIn.set(subscriberId, audiences.add(audienceId))
  }
  const collect = (
    subscriberId: number,
    find: (members: LaggedMap<number, Membership>) => Membership | undefined,
  ) =>
    [...(everIn.get(subscriberId) ?? [])]
      .map((id) => find(membersOf(id)))
      .filter((found) => found !== undefined)

  return {
    get: (audienceId, subscriberId) => byAudience.get(audienceId)?.get(subscriberId),
    put: (membership) => {
      index(membership)
      membersOf(membership.audienceId).set(membership.subscriberId, membership)
    },
    load: (membership) => {
      index(membership)
      membersOf(membership.audienceId).load(membership.subscriberId, membership)
    },
    remove: (audienceId, subscriberId) => byAudience.get(audienceId)?.delete(subscriberId),
    ofPerson: (subscriberId) => collect(subscriberId, (members) => members.get(subscriberId)),
    of: (audienceId) => byAudience.get(audienceId)?.values() ?? [],
    ofAsOf: (audienceId, at) => byAudience.get(audienceId)?.valuesAsOf(at) ?? [],
    ofPersonAsOf: (subscriberId, at) => collect(subscriberId, (members) => members.getAsOf(subscriberId, at)),
  }
}
