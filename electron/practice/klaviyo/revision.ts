import type { Answer } from '../answer.ts'
import { invalid, plainFailure } from './errors.ts'

/** The stable revisions there have been. What this server does is the newest one, whichever is asked for (assumed). */
const revisions = [
  '2022-10-17',
  '2023-01-24',
  '2023-02-22',
  '2023-06-15',
  '2023-07-15',
  '2023-08-15',
  '2023-09-15',
  '2023-10-15',
  '2023-12-15',
  '2024-02-15',
  '2024-05-15',
  '2024-06-15',
  '2024-07-15',
  '2024-10-15',
  '2025-01-15',
  '2025-04-15',
  '2025-07-15',
  '2025-10-15',
  '2026-01-15',
  '2026-04-15',
  '2026-07-15',
] as const

const earliest = revisions[0]

export type RevisionCheck = { readonly served: string } | { readonly refused: Answer }

/**
 * Which revision a request gets. One is stable for a year, deprecated for another, then retired: retired ones fall
 * forward to the oldest that is alive unless the caller opted out (versioning policy).
 * @param now time of the service in milliseconds
 */
export function chooseRevision(
  revision: string | undefined,
  optsOutOfFallForward: boolean,
  now: number,
): RevisionCheck {
  const [, date = '', suffix = ''] = /^(\d{4}-\d{2}-\d{2})(\.[a-z0-9.]+)?$/.exec(revision ?? '') ?? []
  if (revision === undefined || revision === '') return refused('The revision header is required.')
  if (date === '' || Number.isNaN(Date.parse(date)))
    return refused(`Invalid revision '${revision}'. Use the format YYYY-MM-DD[.suffix].`)
  if (date > isoDay(now)) return refused('You are unable to specify a future revision date.')
  if (date < earliest)
    return refused(`The revision date is before the earliest available, use a date after ${earliest}.`)
  const chosen = revisions.findLast((each) => each <= date) ?? earliest
  const oldestAlive = revisions.find((each) => each > isoDay(twoYearsBefore(now))) ?? revisions.at(-1)
  if (oldestAlive === undefined || chosen >= oldestAlive) return { served: `${chosen}${suffix}` }
  return optsOutOfFallForward ? { refused: retired(chosen) } : { served: oldestAlive }
}

/** 410 for what is no longer served: a retired revision, the APIs of before 2022. */
export function retired(what: string): Answer {
  return plainFailure(410, 'gone', 'Gone.', `${what} has been retired.`)
}

function refused(detail: string): RevisionCheck {
  return { refused: invalid({ detail, source: { pointer: '/data/' } }).answer }
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function twoYearsBefore(at: number): number {
  const date = new Date(at)
  return date.setUTCFullYear(date.getUTCFullYear() - 2)
}
