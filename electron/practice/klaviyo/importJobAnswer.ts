import type { Resource, Writing } from './document.ts'
import { resource } from './document.ts'
import type { ImportError, ImportJob } from './model.ts'
import { isoOrNull, isoSeconds } from './times.ts'

/** An import job; its lists are always named. */
export function importJobResource(writing: Writing, job: ImportJob): Resource {
  const attributes = {
    status: job.status,
    created_at: isoSeconds(job.createdAt),
    total_count: job.totalCount,
    completed_count: job.completedCount,
    failed_count: job.failedCount,
    completed_at: isoOrNull(job.completedAt),
    expires_at: isoSeconds(job.expiresAt),
    started_at: isoOrNull(job.startedAt),
  }
  return resource(
    writing,
    '/api/profile-bulk-import-jobs',
    { type: 'profile-bulk-import-job', id: job.id, attributes },
    {
      lists: job.listIds.map((id) => ({ type: 'list', id })),
      profiles: undefined,
      'import-errors': undefined,
    },
  )
}

/** Why a row failed. No real one was ever seen; the shape is the document's. It has no address, so no links. */
export function importErrorResource(writing: Writing, error: ImportError): Resource {
  const { code, title, detail, originalPayload } = error
  const attributes = { code, title, detail, source: { pointer: '/data' }, original_payload: originalPayload }
  const written = resource(writing, '', { type: 'import-error', id: error.id, attributes })
  return { type: written.type, id: written.id, attributes: written.attributes ?? {} }
}
