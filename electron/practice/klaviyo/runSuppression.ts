import { suppressed, unsuppressed } from './consent.ts'
import type { KlaviyoFault } from './faults.ts'
import type { SuppressionJob } from './model.ts'
import type { KlaviyoAccount } from './operation.ts'
import { createProfile } from './writeProfile.ts'

/** When a late job has counted everybody as skipped: long before it does anything. */
const misleadingMs = 1000

/**
 * Puts a suppression on the agenda. A late one stays `processing` for good, with everybody counted as skipped, and takes
 * effect hours later all the same (measured in one sandbox).
 */
export function scheduleSuppression(
  klaviyo: KlaviyoAccount,
  job: SuppressionJob,
  emails: readonly string[],
  profileIds: readonly string[],
  faults: readonly KlaviyoFault[],
): void {
  const { agenda, delays } = klaviyo.state
  const late = faults.find((fault) => fault.kind === 'late-suppression')
  const totalCount = emails.length + profileIds.length
  const apply = (at: number) => {
    for (const email of emails) setSuppression(klaviyo, job.kind, idOf(klaviyo, job.kind, email, at), at)
    for (const id of profileIds) setSuppression(klaviyo, job.kind, id, at)
  }
  if (late !== undefined) {
    agenda.at(job.createdAt + misleadingMs, () =>
      change(klaviyo, job, { totalCount, skippedCount: totalCount }),
    )
    agenda.at(job.createdAt + late.ms, apply)
    return
  }
  agenda.at(job.createdAt + delays.suppressMs, (at) => {
    apply(at)
    change(klaviyo, job, { status: 'complete', totalCount, completedCount: totalCount, completedAt: at })
  })
}

function change({ state }: KlaviyoAccount, { id }: SuppressionJob, next: Partial<SuppressionJob>): void {
  const job = state.suppressionJobs.get(id)
  if (job !== undefined) state.suppressionJobs.set(id, { ...job, ...next })
}

/** Suppressing creates whoever is missing (reference); lifting it creates nobody. */
function idOf(
  klaviyo: KlaviyoAccount,
  kind: SuppressionJob['kind'],
  email: string,
  at: number,
): string | undefined {
  const found = klaviyo.state.profiles.byEmail(email)
  if (found !== undefined || kind === 'delete') return found?.id
  return createProfile(klaviyo, { attributes: { email } }, at).id
}

function setSuppression(
  { state, tally }: KlaviyoAccount,
  kind: SuppressionJob['kind'],
  profileId: string | undefined,
  at: number,
): void {
  const profile = profileId === undefined ? undefined : state.profiles.get(profileId)
  if (profile === undefined) return
  const { consent } = profile
  const next = kind === 'create' ? suppressed(consent, 'USER_SUPPRESSED', at) : unsuppressed(consent)
  state.profiles.save({ ...profile, consent: next })
  tally.count(profile.id, kind === 'create' ? 'suppressed' : 'unsuppressed')
}
