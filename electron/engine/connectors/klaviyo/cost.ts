import { z } from 'zod'
import { AppError, assertNever } from '../../../../shared/errors.ts'
import type { PullRequest } from '../connector.ts'
import { countedList, type KlaviyoProfile, profile, understand } from './answers.ts'
import { listIdOf, listPath, listWords } from './audience.ts'
import { listPages, peoplePerPage } from './list.ts'
import { timeMs } from './profile.ts'
import type { PullDeps } from './pull.ts'
import { type Walk, walksOf } from './walks.ts'

/**
 * How many requests `pull` takes. Klaviyo says how many people a list has and nothing else. What was read whole in this
 * session takes as many as then; other walks are begun, and where they don't end soon, the rest is guessed.
 */
export async function cost(deps: PullDeps, request: PullRequest, signal: AbortSignal): Promise<number> {
  const walks = walksOf(request)
  switch (request.what) {
    case 'these':
      return walks.length
    case 'members':
      return pagesOfList(deps, request, signal)
    case 'people':
    case 'left':
      return deps.pagesRead.get(request.what) ?? probe(deps, request, signal)
    case 'changed':
      return probe(deps, request, signal)
    default:
      return assertNever(request)
  }
}

async function probe(deps: PullDeps, request: PullRequest, signal: AbortSignal): Promise<number> {
  const probes = request.what === 'left' ? fewProbes : mostProbes
  let pages = 0
  for (const walk of walksOf(request)) pages += await pagesOfWalk(deps, walk, probes, signal)
  return pages
}

/** Pages read to learn how many there are. Klaviyo takes five times as long for those who left. */
const mostProbes = 30
const fewProbes = 10

/** `profile_count` has a limit of its own, one request a second. */
async function pagesOfList(
  { send, listNames }: PullDeps,
  { audience }: Extract<PullRequest, { what: 'members' }>,
  signal: AbortSignal,
): Promise<number> {
  const id = listIdOf(audience)
  const about = listWords(id, listNames)
  const query = { 'additional-fields[list]': 'profile_count' }
  const answer = await send({ method: 'GET', path: listPath(id), query, about }, signal)
  const { profile_count } = understand(countedList, answer, about).data.attributes
  return Math.max(1, Math.ceil(profile_count / peoplePerPage))
}

async function pagesOfWalk(deps: PullDeps, walk: Walk, probes: number, signal: AbortSignal): Promise<number> {
  const times: number[] = []
  let pages = 0
  for await (const { rows, after } of listPages(deps.send, walk, null, signal)) {
    pages += 1
    if (after === null) return pages
    const last = rows.at(-1)
    if (last) times.push(timeIn(walk, last.attributes))
    if (pages === probes) return Math.max(pages + 1, await guess(deps, walk, times, signal))
  }
  throw new AppError('bug', 'A list ended without a last page.')
}

/**
 * By the oldest people, and where everyone is read also by the newest: the larger guess counts. Reading just the people
 * of a file never takes more than the file is long; reading everyone has no such bound.
 */
async function guess(
  { send, clock }: PullDeps,
  walk: Walk,
  times: readonly number[],
  signal: AbortSignal,
): Promise<number> {
  const wholeMs = clock.now() - (times[0] ?? NaN)
  const byStart = guessedPages(times.length, spanMs(times), wholeMs)
  if (walk.query?.['filter'] !== undefined) return byStart
  const newest = { sort: '-created', 'fields[profile]': 'created', 'page[size]': String(peoplePerPage) }
  const { path, about } = walk
  const answer = await send({ method: 'GET', path, query: newest, about }, signal)
  const created = understand(onePage, answer, about).data.map((one) => timeIn(walk, one.attributes))
  return Math.max(byStart, guessedPages(1, spanMs(created), wholeMs))
}

const onePage = z.object({ data: z.array(profile) })

/** The time by which a walk goes: through everyone by id, which begins with the time somebody was created. */
function timeIn({ query }: Walk, { created, updated, subscriptions }: KlaviyoProfile['attributes']): number {
  const filter = query?.['filter'] ?? ''
  if (filter === '') return timeMs(created) ?? NaN
  if (filter.includes('(updated,')) return timeMs(updated) ?? NaN
  const { suppression, list_suppressions } = subscriptions?.email?.marketing ?? {}
  const suppressions = (filter.includes('list_suppressions') ? list_suppressions : suppression) ?? []
  return Math.min(...suppressions.map(({ timestamp }) => timeMs(timestamp) ?? NaN))
}

/** How many pages the whole time has, if it is as dense as the part that so many pages cover. Pure. */
export function guessedPages(pages: number, partMs: number, wholeMs: number): number {
  const guess = Math.ceil((pages * wholeMs) / partMs)
  return guess > 0 && guess < unknownPages ? guess : unknownPages
}

function spanMs(times: readonly number[]): number {
  return Math.abs((times.at(-1) ?? NaN) - (times[0] ?? NaN))
}

/** A million people: where nothing can be told, reading just the people of a file is the safer choice. */
const unknownPages = 10_000
