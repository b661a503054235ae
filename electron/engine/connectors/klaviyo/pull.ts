import { AppError } from '../../../../shared/errors.ts'
import type { RemoteId } from '../../../../shared/model.ts'
import type { Clock } from '../../clock.ts'
import type { Membership, MirrorPage, PullRequest } from '../connector.ts'
import type { KlaviyoProfile } from './answers.ts'
import { listWords, type ListNames } from './audience.ts'
import { type PullPosition, readCursor, writeCursor } from '../pullCursor.ts'
import { listPages, type ListPage } from './list.ts'
import { timeMs, toContact } from './profile.ts'
import { readSpans } from './readSpans.ts'
import type { SendToKlaviyo } from './request.ts'
import { lookUp, type Walk, walksOf } from './walks.ts'

export interface PullDeps {
  readonly send: SendToKlaviyo
  readonly clock: Clock
  readonly listNames: ListNames
  /** Pages of whole walks through everyone and through those who left, as last read. */
  readonly pagesRead: Map<'people' | 'left', number>
}

/** Bulk writes show up minutes later; ten of them cover that and small differences between clocks. */
const overlapMs = 10 * 60_000

/** Reads people or members page by page: everyone, or a list, from several places at once, and else walk after walk. */
export function pull(deps: PullDeps, request: PullRequest, signal: AbortSignal): AsyncGenerator<MirrorPage> {
  return request.what === 'people' || request.what === 'members'
    ? pullSpans(deps, request, signal)
    : pullWalks(deps, request, signal)
}

async function* pullSpans(
  deps: PullDeps,
  request: Extract<PullRequest, { what: 'people' | 'members' }>,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const [walk] = walksOf(request)
  if (walk === undefined) return
  const isMembers = request.what === 'members'
  const about = isMembers ? listWords(request.audience.id, deps.listNames) : walk.about
  const by = isMembers ? 'joined_group_at' : 'created'
  let pages = 0
  const list = {
    list: { ...walk, about },
    by,
    timeOf: ({ attributes }: KlaviyoProfile) => timeMs(attributes[by]),
    from: null,
  } as const
  for await (const page of readSpans(deps, list, request.cursor, signal)) {
    pages += 1
    if (page.cursor === null && request.cursor === undefined && !isMembers)
      deps.pagesRead.set('people', pages)
    yield {
      ...mirrorPage(page.rows, request),
      ...(page.cursor === null
        ? nextOf(request, { next: sinceOf(page.beganAt * 1000) })
        : { cursor: page.cursor }),
    }
  }
}

async function* pullWalks(
  deps: PullDeps,
  request: Exclude<PullRequest, { what: 'people' | 'members' }>,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const walks = walksOf(request)
  let at = readCursor(request.cursor)
  let pages = 0
  for (const [number, walk] of walks.entries()) {
    if (number < at.list) continue
    const from = number === at.list ? at.after : null
    for await (const page of readWalk(deps.send, walk, from, signal)) {
      pages += 1
      const list = page.after === null ? number + 1 : number
      const isWhole = request.cursor === undefined && list === walks.length
      if (isWhole && request.what === 'left') deps.pagesRead.set(request.what, pages)
      at = { list, after: page.after, next: at.next ?? nextSince(page, deps.clock) }
      yield {
        ...mirrorPage(page.rows, request),
        ...(page.refused.length > 0 && { refused: page.refused }),
        ...(list === walks.length ? nextOf(request, at) : { cursor: writeCursor(at) }),
      }
    }
  }
}

interface PeoplePage extends ListPage<KlaviyoProfile> {
  /** On the last page: addresses that Klaviyo does not take for one. */
  readonly refused: readonly string[]
}

/** Should Klaviyo refuse a whole look-up for one address it doesn't like: it is found, left out, and reported. */
async function* readWalk(
  send: SendToKlaviyo,
  walk: Walk,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<PeoplePage> {
  const refused: string[] = []
  let asked = walk
  for (;;) {
    try {
      for await (const page of listPages(send, asked, from, signal))
        yield { ...page, refused: page.after === null ? refused : [] }
      return
    } catch (error) {
      if (!isRefusal(error) || asked.addresses === undefined) throw error
      const email = await refusedAmong(send, asked.addresses, signal)
      refused.push(email)
      const rest = asked.addresses.filter((address) => address !== email)
      asked = lookUp(rest)
      if (rest.length > 0) continue
      yield { rows: [], after: null, dateMs: null, refused }
      return
    }
  }
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'rejected'
}

/** Halving finds out which. */
async function refusedAmong(
  send: SendToKlaviyo,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const half = addresses.slice(0, addresses.length >> 1)
  if (half.length === 0) return addresses[0] ?? ''
  const { path, query = {} } = lookUp(half)
  const answer = await send({ method: 'GET', path, query, accept: [400] }, signal)
  const refused = answer.status < 300 ? addresses.slice(half.length) : half
  return refusedAmong(send, refused, signal)
}

/** By the earlier of the two clocks: if ours is ahead of Klaviyo's, changes in between would be skipped. */
function nextSince({ dateMs }: ListPage<unknown>, clock: Clock): string {
  return sinceOf(Math.min(clock.now(), dateMs ?? Infinity))
}

function sinceOf(beganMs: number): string {
  return new Date(beganMs - overlapMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** People don't come with their lists, so no kind of audience is ever complete. */
function mirrorPage(people: readonly KlaviyoProfile[], request: PullRequest): MirrorPage {
  const memberships = request.what === 'members' ? people.map((one) => memberOf(one, request)) : []
  return { contacts: people.map(toContact), memberships, completeKinds: [] }
}

function memberOf(
  { id, attributes }: KlaviyoProfile,
  { audience }: Extract<PullRequest, { what: 'members' }>,
): Membership {
  return { remoteId: id as RemoteId, audience, since: timeMs(attributes.joined_group_at) }
}

function nextOf({ what }: PullRequest, { next }: Pick<PullPosition, 'next'>): { next?: string } {
  return (what === 'people' || what === 'changed') && next !== null ? { next } : {}
}
