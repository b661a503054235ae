import type { Change, ConsentChange, Contact } from '../../../../shared/model.ts'
import type { JobProgress, StepOutcome } from '../applyEvents.ts'
import type { ApplyDeps } from './apply.ts'
import type { KlaviyoJob } from './jobRef.ts'
import { readBack } from './readBack.ts'

/** Consent shows after fifteen seconds to three minutes (measured by others): nobody looks earlier. */
const firstLookMs = 15_000
const patienceMs = 5 * 60_000
/** Klaviyo wants nobody in two subscribe jobs within half an hour. */
export const consentPauseMs = 30 * 60_000

/**
 * Looks whether people are subscribed by now. Whoever isn't after some minutes stays accepted, with what that may mean.
 * Where the request itself is in doubt, whoever isn't subscribed half an hour later may be sent again.
 */
export async function pollConsent(
  deps: ApplyDeps,
  job: Extract<KlaviyoJob, { kind: 'taken' | 'doubt' }>,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<JobProgress> {
  const ageMs = deps.clock.now() - job.at
  // After the clock was set back nobody knows: look, until the engine's own patience ends.
  const serviceMs = ageMs < 0 ? firstLookMs : ageMs * deps.speed
  const endsAtMs = job.kind === 'taken' ? patienceMs : consentPauseMs
  const notYet = { done: false, endsInMs: Math.max(0, endsAtMs - serviceMs) / deps.speed } as const
  if (serviceMs < firstLookMs) return notYet
  const people = await readBack(deps, changes, signal)
  const consents = changes.filter((change) => change.object === 'consent')
  const seen = consents.flatMap((change): StepOutcome[] => {
    const person = people.of(change.key)
    return person && isSubscribed(person, change) ? [written(change, person)] : []
  })
  const isOver = serviceMs >= endsAtMs
  if (seen.length < consents.length && !isOver) return notYet
  const isSeen = new Set(seen.map(({ change }) => change))
  const unseen = job.kind === 'doubt' ? [] : consents.filter(({ id }) => !isSeen.has(id))
  const rest = unseen.map((change) => notVisible(change, people.of(change.key)))
  return { done: true, outcomes: [...seen, ...rest], contacts: people.all }
}

/** Whether they agreed to all of these channels, as far as the account shows. */
export function isSubscribed({ consent }: Contact, { channels }: ConsentChange): boolean {
  return channels.every((channel) => consent[channel] === 'subscribed')
}

function written({ id }: ConsentChange, { remoteId }: Contact): StepOutcome {
  return { change: id, status: 'written', httpStatus: 200, remoteId }
}

function notVisible(
  { id, audience, consentedAt, channels }: ConsentChange,
  person: Contact | null,
): StepOutcome {
  const hasLeft = channels.some((channel) => person?.consent[channel] === 'unsubscribed')
  const shown = hasLeft
    ? 'shows them as unsubscribed: they left again, or it is slower than usual. Plan again later to see how it is.'
    : `does not show it. ${whyNotVisible(audience !== null, consentedAt !== null)}`
  const reason = `Klaviyo took the subscription, but ${shown}`
  return { change: id, status: 'accepted', httpStatus: 202, reason }
}

/** Without a list the account's own opt-in setting counts, which no key may read. */
function whyNotVisible(hasList: boolean, isDated: boolean): string {
  const filtered = 'Klaviyo leaves out addresses that look made up'
  if (isDated) return `${filtered}, or is slower than usual. Plan again later to see how it is.`
  const asks = hasList ? 'the list asks people to confirm by now' : 'the account asks people to confirm'
  return `It may be that ${asks}, or that ${filtered}. Plan again later to see how it is.`
}
