import type { Resource, Writing } from './document.ts'
import { resource } from './document.ts'
import type { SuppressionJob } from './model.ts'
import { isoOrNull, isoSeconds } from './times.ts'

export function suppressionJobResource(writing: Writing, job: SuppressionJob): Resource {
  const type = `profile-suppression-bulk-${job.kind}-job`
  const attributes = {
    status: job.status,
    created_at: isoSeconds(job.createdAt),
    total_count: job.totalCount,
    completed_count: job.completedCount,
    completed_at: isoOrNull(job.completedAt),
    skipped_count: job.skippedCount,
  }
  return resource(
    writing,
    `/api/${type}s`,
    { type, id: job.id, attributes },
    { lists: undefined, segments: undefined },
  )
}
