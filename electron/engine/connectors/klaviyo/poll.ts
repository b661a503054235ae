import type { Change, ChangeId, Contact } from '../../../../shared/model.ts'
import type { JobProgress, JobRef, StepOutcome } from '../applyEvents.ts'
import { importJob, understand } from './answers.ts'
import { doneAmong } from './alreadyDone.ts'
import type { ApplyDeps } from './apply.ts'
import { phoneField } from './fields.ts'
import { fieldsToSend } from './importedProfile.ts'
import { type ImportErrors, readImportErrors } from './importErrors.ts'
import { importPath } from './importPeople.ts'
import { type KlaviyoJob, readJobRef } from './jobRef.ts'
import { pollConsent } from './pollConsent.ts'
import { type People, readBack } from './readBack.ts'
import { phoneWords } from './sortRow.ts'

/**
 * Looks at a bulk import (or whether consent shows by now). When an import has ended, its people are read back: for their ids, and to see what Klaviyo kept.
 * Where it doesn't say which rows failed, what is not in the account as it was sent counts as refused.
 */
export async function poll(
  deps: ApplyDeps,
  job: JobRef,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<JobProgress> {
  const known = readJobRef(job)
  if (known.kind !== 'import') return pollConsent(deps, known, changes, signal)
  const end = await endOfJob(deps, known, changes, signal)
  if (end === null) return { done: false }
  const people = await readBack(deps, changes, signal)
  const unclear = end.isClear ? [] : changes.filter(({ row }) => !end.errors.byRow.has(row))
  const done = unclear.length === 0 ? null : await doneAmong(deps, unclear, people, signal)
  const outcomes = changes.map((change) => outcomeOf(change, end, people, done))
  return { done: true, outcomes, contacts: people.all }
}

/** How a job ended. `isClear`: whoever has no error was written. */
interface End {
  readonly errors: ImportErrors
  readonly isClear: boolean
  /** Why a change that is not in the account was not written. */
  readonly words: string
}

const noErrors: ImportErrors = { byRow: new Map(), others: [] }

/** Klaviyo forgets a job after seven days, and may not know a new one at once. */
const newForMs = 2 * 60_000

async function endOfJob(
  { send, clock }: ApplyDeps,
  { id, at }: Extract<KlaviyoJob, { kind: 'import' }>,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<End | null> {
  const path = `${importPath}/${encodeURIComponent(id)}`
  const answer = await send({ method: 'GET', path, accept: [404], about: 'the import' }, signal)
  if (answer.status === 404) {
    const ageMs = clock.now() - at
    return ageMs >= 0 && ageMs < newForMs ? null : cutShort('Klaviyo no longer knows this import')
  }
  const { status, failed_count } = understand(importJob, answer, 'the import').data.attributes
  if (status === 'cancelled' || status === 'expired' || status === 'failed')
    return cutShort(`Klaviyo ended this import early (“${status}”)`)
  if (status !== 'complete') return null
  const failed = failed_count ?? 0
  if (failed === 0) return { errors: noErrors, isClear: true, words: '' }
  const errors = await readImportErrors(send, path, changes, signal)
  const isClear = errors.others.length === 0 && errors.byRow.size >= failed
  return { errors, isClear, words: unnamedWords(failed, errors) }
}

function cutShort(what: string): End {
  return {
    errors: noErrors,
    isClear: false,
    words: `${what}, and this is not in the account as it was sent. Plan again to send what is missing.`,
  }
}

function unnamedWords(failed: number, { others }: ImportErrors): string {
  const said = others.length === 0 ? '' : ` Klaviyo said: “${[...new Set(others)].slice(0, 3).join('; ')}”.`
  return `Klaviyo could not write ${failed} of the people of this import, without naming all of them, and this is not in the account as it was sent.${said}`
}

function outcomeOf(
  change: Change,
  end: End,
  people: People,
  done: ReadonlySet<ChangeId> | null,
): StepOutcome {
  const outcome = { change: change.id, httpStatus: 200 }
  const words = end.errors.byRow.get(change.row)
  if (words !== undefined) return { ...outcome, status: 'rejected', reason: `Klaviyo said: “${words}”` }
  if (done !== null && !done.has(change.id)) return { ...outcome, status: 'rejected', reason: end.words }
  const person = people.of(change.key)
  // Whoever was known by id was there before the import: this is not Klaviyo being slow.
  if (person === null && change.key.remoteId !== null) return { ...outcome, status: 'rejected', reason: gone }
  if (person === null) return { ...outcome, status: 'accepted', reason: notSeen }
  const reason = phoneReason(change, person)
  return { ...outcome, status: 'written', remoteId: person.remoteId, ...(reason !== null && { reason }) }
}

const gone = 'This person is no longer in the Klaviyo account. Plan again to see how it is now.'
const notSeen = 'Klaviyo says that it is done, but does not show this person yet.'

/** What became of a phone number, where it isn't what was to be written. */
function phoneReason(change: Change, { phone }: Contact): string | null {
  if (change.object !== 'contact') return null
  const { values, badPhone } = fieldsToSend([change])
  if (badPhone !== null) return phoneWords(badPhone)
  const sent = values[phoneField] ?? null
  if (sent === null || sent === phone) return null
  return `Klaviyo did not keep the phone number “${String(sent)}”; everything else was written.`
}
