import type { Answer } from '../answer.ts'
import { Refusal } from '../answer.ts'
import type { KlaviyoFault } from './faults.ts'
import type { Json } from './json.ts'
import { isJsonObject } from './json.ts'
import { joinList } from './listMembers.ts'
import type { ImportError, ImportJob } from './model.ts'
import type { KlaviyoAccount } from './operation.ts'
import type { ProfileWrite } from './writeProfile.ts'
import { upsertProfile } from './writeProfile.ts'

/** Rows that become visible together. */
const chunkRows = 50
const shortestRunMs = 1000

/** Puts an import job's steps on the agenda: started, some rows at a time, complete. */
export function scheduleImport(
  klaviyo: KlaviyoAccount,
  job: ImportJob,
  rows: readonly ProfileWrite[],
  faults: readonly KlaviyoFault[],
): void {
  const { agenda, delays } = klaviyo.state
  const startAt = job.createdAt + delays.importQueuedMs
  const durationMs = Math.max(shortestRunMs, (rows.length / delays.importRowsPerSecond) * 1000)
  const end = endOf(faults)
  const failing = new Set(faults.flatMap((fault) => (fault.kind === 'failing-rows' ? fault.rows : [])))
  agenda.at(startAt, (at) => change(klaviyo, job.id, () => ({ status: 'processing', startedAt: at })))
  const doable = Math.min(rows.length, end?.afterRows ?? rows.length)
  for (let first = 0; first < doable; first += chunkRows) {
    const last = Math.min(first + chunkRows, doable)
    const dueAt = startAt + Math.round((durationMs * last) / rows.length)
    const chunk = rows.slice(first, last).map((write, index) => ({ write, row: first + index }))
    agenda.at(dueAt, (at) => importChunk(klaviyo, job.id, chunk, failing, at))
  }
  if (end?.kind === 'stuck-job') return
  const status = end?.kind === 'cancelled-job' ? 'cancelled' : 'complete'
  const endAt = startAt + Math.round((durationMs * doable) / rows.length)
  agenda.at(endAt, (at) => change(klaviyo, job.id, () => ({ status, completedAt: at })))
}

function endOf(faults: readonly KlaviyoFault[]) {
  for (const fault of faults)
    if (fault.kind === 'stuck-job' || fault.kind === 'cancelled-job')
      return { kind: fault.kind, afterRows: fault.afterRows ?? 0 }
  return undefined
}

function change(
  { state }: KlaviyoAccount,
  jobId: string,
  next: (job: ImportJob) => Partial<ImportJob>,
): void {
  const job = state.importJobs.get(jobId)
  if (job !== undefined) state.importJobs.set(jobId, { ...job, ...next(job) })
}

interface Row {
  readonly write: ProfileWrite
  /** From 0. */
  readonly row: number
}

function importChunk(
  klaviyo: KlaviyoAccount,
  jobId: string,
  chunk: readonly Row[],
  failing: ReadonlySet<number>,
  at: number,
): void {
  const done: string[] = []
  const failed: ImportError[] = []
  for (const { write, row } of chunk) {
    const result = failing.has(row) ? brokenRow : importRow(klaviyo, jobId, write, at)
    if ('reason' in result) failed.push(importError(klaviyo, row, write, result.reason))
    else done.push(result.profileId)
  }
  change(klaviyo, jobId, ({ completedCount, failedCount, profileIds, errors }) => ({
    completedCount: completedCount + done.length,
    failedCount: failedCount + failed.length,
    profileIds: [...new Set([...profileIds, ...done])],
    errors: [...errors, ...failed],
  }))
}

type RowResult = { readonly profileId: string } | { readonly reason: Reason }
type Reason = Pick<ImportError, 'code' | 'title' | 'detail'>

const brokenRow: RowResult = {
  reason: { code: 'invalid', title: 'Invalid input', detail: 'The profile could not be imported.' },
}

function importRow(klaviyo: KlaviyoAccount, jobId: string, write: ProfileWrite, at: number): RowResult {
  try {
    const { profile } = upsertProfile(klaviyo, write, at)
    for (const listId of klaviyo.state.importJobs.get(jobId)?.listIds ?? [])
      joinList(klaviyo, listId, profile.id, at)
    return { profileId: profile.id }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { reason: reasonOf(error.answer) }
  }
}

function reasonOf({ json }: Answer): Reason {
  const errors = isJsonObject(json) && Array.isArray(json.errors) ? (json.errors as readonly Json[]) : []
  const [first] = errors
  const text = (key: string) => {
    const value = isJsonObject(first) ? first[key] : undefined
    return typeof value === 'string' ? value : ''
  }
  return { code: text('code'), title: text('title'), detail: text('detail') }
}

function importError(
  { state }: KlaviyoAccount,
  row: number,
  write: ProfileWrite,
  reason: Reason,
): ImportError {
  const { id, attributes, meta } = write
  const payload = { type: 'profile', ...(id ? { id } : {}), attributes, ...(meta ? { meta } : {}) }
  return { id: state.ids.uuid(), row, ...reason, originalPayload: payload as Json }
}
