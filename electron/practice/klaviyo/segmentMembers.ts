import type { Segment } from './model.ts'
import { meetsDefinition } from './segmentConditions.ts'
import type { KlaviyoState } from './state.ts'

/**
 * Who is in a segment now, and since when. Worked out when it is asked for: who is seen in it for the first time joined
 * at that moment, or when the segment became ready, or when they were created.
 */
export function segmentMembers(state: KlaviyoState, segment: Segment): ReadonlyMap<string, number> {
  const joins = new Map<string, number>()
  if (!segment.isActive || state.now() < segment.readyAt) return joins
  const before = state.segmentJoins.get(segment.id)
  for (const profile of state.profiles.all()) {
    if (!meetsDefinition(state, profile, segment.definition)) continue
    const first = before === undefined ? Math.max(segment.readyAt, profile.created) : state.now()
    joins.set(profile.id, before?.get(profile.id) ?? first)
  }
  state.segmentJoins.set(segment.id, joins)
  return joins
}

/** The segments one person is in. */
export function segmentsOf(state: KlaviyoState, profileId: string): readonly Segment[] {
  return [...state.segments.values()].filter((segment) => segmentMembers(state, segment).has(profileId))
}
