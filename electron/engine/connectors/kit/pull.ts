import { AppError } from '../../../../shared/errors.ts'
import type { AudienceRef, RemoteId } from '../../../../shared/model.ts'
import type { Clock } from '../../clock.ts'
import type { Membership, MirrorPage, PullRequest } from '../connector.ts'
import { subscriber, type KitSubscriber } from './answers.ts'
import { type AudienceNames, audienceWords } from './audience.ts'
import { type PullPosition, readCursor, writeCursor } from './cursor.ts'
import type { CustomFieldReader, CustomFields } from './customFields.ts'
import { countRows, listPages, type ListPage, perPage } from './list.ts'
import { listsOf, lookUp, type PeopleList } from './lists.ts'
import type { SendToKit } from './request.ts'
import { timeMs, toContact } from './subscriber.ts'

export interface PullDeps {
  readonly send: SendToKit
  readonly fields: CustomFieldReader
  readonly clock: Clock
  readonly audienceNames: AudienceNames
}

/** Lists lag behind writes, by five minutes at worst (kit.md §2.5); a day covers wrong clocks too. */
const overlapMs = 24 * 60 * 60_000

/** Reads people or members page by page, list after list. */
export async function* pull(
  deps: PullDeps,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const lists = listsOf(request)
  let fields = await deps.fields.current(signal)
  let at = readCursor(request.what === 'these' ? undefined : request.cursor)
  for (const [number, list] of lists.entries()) {
    if (number < at.list) continue
    const after = number === at.list ? at.after : null
    for await (const page of readList(deps, request, list, after, signal)) {
      if (hasUnknownKeys(page.rows, fields)) fields = await deps.fields.reread(signal)
      at = {
        list: page.after === null ? number + 1 : number,
        after: page.after,
        next: at.next ?? nextSince(page, deps.clock),
      }
      yield mirrorPage(page.rows, request, fields, at.list < lists.length ? at : { end: at.next })
    }
  }
}

/** How many requests `pull` takes, not counting the fields. Counts with a request for each of Kit's lists. */
export async function cost(deps: PullDeps, request: PullRequest, signal: AbortSignal): Promise<number> {
  const lists = listsOf(request)
  if (request.what === 'these') return lists.length
  let requests = 0
  for (const { path, query } of lists) {
    const { include: _include, ...narrowed } = query
    const rows = await countRows(deps.send, { path, query: narrowed, about: aboutOf(deps, request) }, signal)
    requests += Math.max(1, Math.ceil(rows / perPage))
  }
  return requests
}

function readList(
  deps: PullDeps,
  request: PullRequest,
  list: PeopleList,
  after: string | null,
  signal: AbortSignal,
): AsyncIterable<ListPage<KitSubscriber>> {
  if (request.what === 'these') return readAddresses(deps, list.query['email_address'] ?? '', signal)
  const about = aboutOf(deps, request)
  return listPages(deps.send, { ...list, rows: 'subscribers', row: subscriber, about }, after, signal)
}

/** Kit refuses a whole comma list for one address it doesn't like: halving finds out which, to name it. */
async function* readAddresses(
  deps: PullDeps,
  addresses: string,
  signal: AbortSignal,
): AsyncGenerator<ListPage<KitSubscriber>> {
  const emails = addresses.split(',')
  try {
    const request = { ...lookUp(emails), rows: 'subscribers', row: subscriber, about: 'these addresses' }
    for await (const page of listPages(deps.send, request, null, signal)) yield page
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rejected') throw error
    if (emails.length === 1) throw refusedAddress(addresses, error)
    const half = emails.length >> 1
    yield* readAddresses(deps, emails.slice(0, half).join(','), signal)
    yield* readAddresses(deps, emails.slice(half).join(','), signal)
  }
}

function refusedAddress(email: string, cause: AppError): AppError {
  return new AppError(
    'rejected',
    `Kit does not take “${email}” for an email address, so whether this person is there cannot be known. Correct it in the file, or leave the row out.`,
    { cause },
  )
}

function aboutOf(deps: PullDeps, request: PullRequest): string {
  return request.what === 'members' ? audienceWords(request.audience, deps.audienceNames) : 'people'
}

/** By the earlier of the two clocks: if ours is ahead of Kit's, changes in between would be skipped. */
function nextSince({ dateMs }: ListPage<unknown>, clock: Clock): string {
  const nowMs = Math.min(clock.now(), dateMs ?? Infinity)
  return new Date(nowMs - overlapMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

function hasUnknownKeys(people: readonly KitSubscriber[], { idOfKey }: CustomFields): boolean {
  // Every person carries every key.
  return Object.keys(people[0]?.fields ?? {}).some((key) => !idOfKey.has(key))
}

function mirrorPage(
  people: readonly KitSubscriber[],
  request: PullRequest,
  fields: CustomFields,
  at: PullPosition | { readonly end: string | null },
): MirrorPage {
  const isMembers = request.what === 'members'
  const hasTags = !isMembers && people.every(({ tags }) => Array.isArray(tags))
  const keepsTime = request.what === 'people' || request.what === 'changed'
  return {
    contacts: people.map((one) => toContact(one, fields.idOfKey)),
    memberships: people.flatMap((one) => (isMembers ? [memberOf(one, request.audience)] : taggings(one))),
    completeKinds: hasTags ? ['tag'] : [],
    ...('list' in at && request.what !== 'these' && { cursor: writeCursor(at) }),
    ...('end' in at && keepsTime && at.end !== null && { next: at.end }),
  }
}

function memberOf({ id, tagged_at, added_at }: KitSubscriber, audience: AudienceRef): Membership {
  return { remoteId: id as RemoteId, audience, since: timeMs(tagged_at ?? added_at) }
}

function taggings({ id, tags }: KitSubscriber): Membership[] {
  return (tags ?? []).map((tag) => ({
    remoteId: id as RemoteId,
    audience: { kind: 'tag', id: tag.id },
    since: null,
  }))
}
