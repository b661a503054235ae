import type { RunProgress } from '../../../shared/contract/runs.ts'
import { assertNever } from '../../../shared/errors.ts'
import { duration } from '../../words.ts'

/** After so long without news it is an answer that is waited for. */
const silenceMs = 3000

export interface Waiting {
  readonly progress: RunProgress
  /** Since it was heard. */
  readonly sinceMs: number
  /** `Kit` */
  readonly service: string
}

/** What a run waits for, in a sentence; `null` while it sends. */
export function waitWords({ progress, sinceMs, service }: Waiting): string | null {
  const leftMs = progress.waiting === null ? 0 : progress.waiting.ms - sinceMs
  if (progress.waiting === null || leftMs <= 0)
    return sinceMs < silenceMs ? null : answerWords(progress, service)
  const time = duration(Math.max(1000, leftMs))
  switch (progress.waiting.why) {
    case 'limit':
      return `Waiting ${time}: ${service} takes only so many requests at a time, and this account has used them.`
    case 'retry-after':
      return `Waiting ${time}: ${service} asked for a pause.`
    case 'retry':
      return `${progress.waiting.words ?? 'The last request did not get through.'} Trying it again in ${time}.`
    case 'offline':
      return `Paused: ${progress.waiting.words ?? `${service} can’t be reached.`} It goes on by itself; the next try is in ${time}.`
    case 'canary':
      return 'Looking at the first rows before the others go.'
    case 'verify':
      return `Waiting ${time} until ${service} shows what was written; then it is read back.`
    case 'job':
      return answerWords(progress, service)
    case 'doubt':
      return `Waiting ${time}: the connection or Listferry ended before ${service} answered, and whether it took the request shows by then. Nothing is sent twice.`
    default:
      return assertNever(progress.waiting.why)
  }
}

/** A request is on its way, or a job of the service is at it; both end with its answer. */
function answerWords({ done, total }: RunProgress, service: string): string {
  return done < total
    ? `Waiting for ${service} to answer. What it takes as an import job it works off at its own pace.`
    : `Waiting for ${service} to confirm the last rows.`
}

/** `About 3 min left`; `null` where nobody knows, also once it takes longer than was reckoned. */
export function timeLeftWords(
  { remainingMs, done, total, waiting }: RunProgress,
  sinceMs: number,
): string | null {
  if (remainingMs === null || done >= total) return null
  const leftMs = remainingMs - sinceMs
  if (leftMs >= 1000) return `About ${duration(leftMs)} left`
  const isSending = waiting === null && remainingMs < 1000 && sinceMs < silenceMs
  return isSending ? 'Almost done' : null
}
