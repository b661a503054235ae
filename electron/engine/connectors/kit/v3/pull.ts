import { AppError } from '../../../../../shared/errors.ts'
import type { RemoteId } from '../../../../../shared/model.ts'
import type { MirrorPage, PullRequest } from '../../connector.ts'
import { readCursor, writeCursor } from '../../pullCursor.ts'
import { audienceWords } from '../audience.ts'
import type { KitSubscriber } from '../answers.ts'
import { nextSince, openFields, type PullDeps } from '../pull.ts'
import { timeMs, toContact } from '../subscriber.ts'
import type { CustomFields } from '../customFields.ts'
import { listsOf, perPage, readList, readPage, type V3List, type V3Page } from './lists.ts'

/** Reads people or members page by page, list after list. */
export async function* pull(
  deps: PullDeps,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  const lists = listsOf(request)
  const fieldsFor = await openFields(deps.fields, signal)
  let at = readCursor(request.cursor)
  for (const [number, list] of lists.entries()) {
    if (number < at.list) continue
    const from = number === at.list && at.after !== null ? Number(at.after) : 1
    for await (const page of readPages(deps, request, list, from, signal)) {
      const next = at.next ?? nextSince(page, deps.clock)
      at =
        page.next === null
          ? { list: number + 1, after: null, next }
          : { list: number, after: String(page.next), next }
      const isLast = at.list === lists.length
      yield {
        ...pageOf(page.people, request, await fieldsFor(page.people)),
        ...(page.refused !== undefined && { refused: [page.refused] }),
        ...(isLast ? endOf(request, at.next) : { cursor: writeCursor(at) }),
      }
    }
  }
}

/** How many requests `pull` takes, not counting the fields. Asks once for each list in it. */
export async function cost(deps: PullDeps, request: PullRequest, signal: AbortSignal): Promise<number> {
  const lists = listsOf(request)
  if (request.what === 'these') return lists.length
  let requests = 0
  for (const list of lists) {
    const { total } = await readPage(deps.send, list, 1, aboutOf(deps, request), signal)
    requests += Math.max(1, Math.ceil(total / perPage))
  }
  return requests
}

type ReadPage = V3Page & { readonly next: number | null; readonly refused?: string }

/** Version 3 refuses to look up what it doesn't take for an address: nobody has it. */
async function* readPages(
  deps: PullDeps,
  request: PullRequest,
  list: V3List,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  try {
    yield* readList(deps.send, list, from, aboutOf(deps, request), signal)
  } catch (error) {
    if (list.address === undefined || !(error instanceof AppError) || error.code !== 'rejected') throw error
    yield { people: [], total: 0, pages: 0, dateMs: null, next: null, refused: list.address }
  }
}

function aboutOf(deps: PullDeps, request: PullRequest): string {
  return request.what === 'members' ? audienceWords(request.audience, deps.audienceNames) : 'people'
}

function pageOf(
  people: readonly KitSubscriber[],
  request: PullRequest,
  { idOfKey }: CustomFields,
): MirrorPage {
  const contacts = people.map((one) => toContact(one, idOfKey))
  const memberships =
    request.what === 'members'
      ? people.map(({ id, added_at }) => ({
          remoteId: id as RemoteId,
          audience: request.audience,
          since: timeMs(added_at),
        }))
      : []
  return { contacts, memberships, completeKinds: [] }
}

function endOf({ what }: PullRequest, next: string | null): { next?: string } {
  return (what === 'people' || what === 'changed') && next !== null ? { next } : {}
}
