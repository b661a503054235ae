import type { Related, Resource, Writing } from './document.ts'
import { resource } from './document.ts'
import type { Segment } from './model.ts'
import { isoMicros, isoSeconds } from './times.ts'

export interface SegmentView {
  readonly isWritten?: boolean
  readonly profileCount?: number
  readonly related?: Related
}

/** A segment as the API answers it. `is_processing` is false even while nobody is in it yet (measured). */
export function segmentResource(writing: Writing, segment: Segment, view: SegmentView = {}): Resource {
  const iso = view.isWritten === true ? isoMicros : isoSeconds
  const attributes = {
    name: segment.name,
    definition: segment.definition,
    created: iso(segment.created),
    updated: iso(segment.updated),
    is_active: segment.isActive,
    is_processing: false,
    is_starred: segment.isStarred,
    ...(view.profileCount === undefined ? {} : { profile_count: view.profileCount }),
  }
  const related = { profiles: undefined, tags: undefined, 'flow-triggers': undefined, ...view.related }
  return resource(writing, '/api/segments', { type: 'segment', id: segment.id, attributes }, related)
}
