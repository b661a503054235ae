import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import type { AudienceRef, RemoteId } from '../../../../shared/model.ts'
import type { Clock } from '../../clock.ts'
import type { Membership, MirrorPage, PullRequest } from '../connector.ts'
import { subscriber, type KitSubscriber } from './answers.ts'
import { type AudienceNames, audienceWords } from './audience.ts'
import { personById } from './personById.ts'
import { placeIn, type PullPosition, readCursor, writeCursor } from '../pullCursor.ts'
import { type PartReader, sideBySide } from '../sideBySide.ts'
import { bothEnds, type End, end, oldestFirst, restOfEnds } from './bothEnds.ts'
import type { CustomFieldReader, CustomFields } from './customFields.ts'
import { countRows, listPage, listPages, type ListPage, pagesOf } from './list.ts'
import { everyone, listsOf, lookUp, type PeopleList } from './lists.ts'
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

/** Who left is read by `pullLeft`. */
export type PeopleRequest = Exclude<PullRequest, { what: 'left' }>

/** Reads people or members page by page: everyone from both ends of the list at once, and else list after list. */
export function pull(
  deps: PullDeps,
  request: PeopleRequest,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  return request.what === 'people' ? pullEveryone(deps, request, signal) : pullLists(deps, request, signal)
}

const place = z.object({ next: z.string(), ends: z.array(end) })

async function* pullEveryone(
  deps: PullDeps,
  request: Extract<PullRequest, { what: 'people' }>,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const fieldsFor = await openFields(deps.fields, signal)
  const about = aboutOf(deps, request)
  const from = request.cursor === undefined ? null : placeIn(request.cursor, place)
  let next = from?.next ?? null
  const reader: PartReader<End, ListPage<KitSubscriber>> = {
    atOnce: bothEnds,
    read({ part, after }, stop) {
      const list = everyone(part === 0 ? 'asc' : 'desc')
      return listPage(deps.send, { ...list, rows: 'subscribers', row: subscriber, about }, after, stop)
    },
    rest: (ends, one, { rows, after }) => restOfEnds(ends, one, { lastId: rows.at(-1)?.id ?? null, after }),
  }
  for await (const { page, left } of sideBySide(from?.ends ?? [oldestFirst], reader, signal)) {
    next ??= nextSince(page, deps.clock)
    yield {
      ...mirrorPage(page.rows, request, await fieldsFor(page.rows)),
      ...(left.length === 0 ? { next } : { cursor: JSON.stringify({ next, ends: left }) }),
    }
  }
}

async function* pullLists(
  deps: PullDeps,
  request: Exclude<PeopleRequest, { what: 'people' }>,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const lists = listsOf(request)
  const fieldsFor = await openFields(deps.fields, signal)
  let at = readCursor(request.cursor)
  const ids = idsOf(request)
  for (const [number, list] of lists.entries()) {
    if (number < at.list) continue
    const after = number === at.list ? at.after : null
    for await (const page of readList(deps, request, list, after, signal)) {
      const list = page.after === null ? number + 1 : number
      at = { list, after: page.after, next: at.next ?? nextSince(page, deps.clock) }
      const isLast = list === lists.length && ids.length === 0
      yield {
        ...mirrorPage(page.rows, request, await fieldsFor(page.rows)),
        ...(page.refused.length > 0 && { refused: page.refused }),
        ...(isLast ? nextOf(request, at) : { cursor: writeCursor(at) }),
      }
    }
  }
  yield* readById(deps, ids, { ...at, lists: lists.length }, signal)
}

/** People whose id is all that is known: Kit has no list of those, and shows each as they are now. */
async function* readById(
  { send, fields }: PullDeps,
  ids: readonly string[],
  from: PullPosition & { readonly lists: number },
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const { idOfKey } = ids.length > 0 ? await fields.current(signal) : { idOfKey: new Map<string, never>() }
  for (const [n, id] of ids.entries()) {
    if (from.lists + n < from.list) continue
    const person = await personById(send, id, signal)
    const cursor = writeCursor({ ...from, list: from.lists + n + 1, after: null })
    const contacts = person === null ? [] : [toContact(person, idOfKey)]
    yield { contacts, memberships: [], completeKinds: [], ...(n + 1 < ids.length && { cursor }) }
  }
}

/** What is no id of Kit's is nobody's. */
function idsOf(request: PullRequest): readonly string[] {
  return request.what === 'these' ? (request.remoteIds ?? []).filter((id) => /^\d{1,19}$/.test(id)) : []
}

/** How many requests `pull` takes, not counting the fields. Asks once for each of Kit's lists in it. */
export async function cost(deps: PullDeps, request: PeopleRequest, signal: AbortSignal): Promise<number> {
  const lists = listsOf(request)
  if (request.what === 'these') return lists.length + idsOf(request).length
  const about = aboutOf(deps, request)
  const rows = await Promise.all(lists.map((list) => countRows(deps.send, { ...list, about }, signal)))
  return rows.reduce((requests, one) => requests + pagesOf(one), 0)
}

interface PeoplePage extends ListPage<KitSubscriber> {
  /** On the last page: addresses that Kit does not take for one. */
  readonly refused: readonly string[]
}

/** Kit refuses a whole comma list for one address it doesn't like: it is found, left out, and reported. */
async function* readList(
  deps: PullDeps,
  request: PullRequest,
  list: PeopleList,
  after: string | null,
  signal: AbortSignal,
): AsyncGenerator<PeoplePage> {
  const about = aboutOf(deps, request)
  const refused: string[] = []
  let asked = list
  for (;;) {
    try {
      const pages = listPages(
        deps.send,
        { ...asked, rows: 'subscribers', row: subscriber, about },
        after,
        signal,
      )
      for await (const page of pages) yield { ...page, refused: page.after === null ? refused : [] }
      return
    } catch (error) {
      if (!isRefusal(error) || asked.addresses === undefined) throw error
      const email = await refusedAmong(deps.send, asked.addresses, signal)
      refused.push(email)
      const rest = asked.addresses.filter((address) => address !== email)
      asked = { ...asked, ...lookUp(rest), addresses: rest }
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
  send: SendToKit,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const half = addresses.slice(0, addresses.length >> 1)
  if (half.length === 0) return addresses[0] ?? ''
  const answer = await send({ method: 'GET', ...lookUp(half), accept: [400, 422] }, signal)
  const refused = answer.status < 300 ? addresses.slice(half.length) : half
  return refusedAmong(send, refused, signal)
}

function aboutOf(deps: PullDeps, request: PullRequest): string {
  return request.what === 'members' ? audienceWords(request.audience, deps.audienceNames) : 'people'
}

/** By the earlier of the two clocks: if ours is ahead of Kit's, changes in between would be skipped. */
export function nextSince({ dateMs }: Pick<ListPage<unknown>, 'dateMs'>, clock: Clock): string {
  const nowMs = Math.min(clock.now(), dateMs ?? Infinity)
  return new Date(nowMs - overlapMs).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The fields as they are now, for each page: a key that isn't known was made or renamed since they were read. */
export async function openFields(
  reader: CustomFieldReader,
  signal: AbortSignal,
): Promise<(people: readonly KitSubscriber[]) => Promise<CustomFields>> {
  let fields = await reader.current(signal)
  const nobodyKnows = new Set<string>()
  return async (people) => {
    // Every person carries every key.
    const keys = Object.keys(people[0]?.fields ?? {})
    const isUnknown = (key: string) => !fields.idOfKey.has(key) && !nobodyKnows.has(key)
    if (keys.some(isUnknown)) fields = await reader.reread(signal)
    for (const key of keys.filter(isUnknown)) nobodyKnows.add(key)
    return fields
  }
}

export function mirrorPage(
  people: readonly KitSubscriber[],
  request: PullRequest,
  { idOfKey }: CustomFields,
): MirrorPage {
  const contacts = people.map((one) => toContact(one, idOfKey))
  if (request.what === 'members')
    return { contacts, memberships: people.map((one) => memberOf(one, request.audience)), completeKinds: [] }
  const hasTags = people.every(({ tags }) => Array.isArray(tags))
  return { contacts, memberships: people.flatMap(taggings), completeKinds: hasTags ? ['tag'] : [] }
}

function nextOf({ what }: PullRequest, { next }: PullPosition): { next?: string } {
  return what === 'changed' && next !== null ? { next } : {}
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
