import type { AudienceRef } from '../../../../../shared/model.ts'
import { assertNever } from '../../../../../shared/errors.ts'
import type { PullRequest } from '../../connector.ts'
import type { KitSubscriber } from '../answers.ts'
import { understand } from '../answers.ts'
import type { SendToKit } from '../request.ts'
import { subscribersPage, subscriptionsPage } from './answers.ts'
import { audiencePath } from './audience.ts'

/** A list of version 3, read fifty at a time by the number of the page. */
export interface V3List {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly kind: 'subscribers' | 'subscriptions'
  /** What is looked up, where it is one address. */
  readonly address?: string
}

export interface V3Page {
  readonly people: readonly KitSubscriber[]
  readonly total: number
  readonly pages: number
  readonly dateMs: number | null
}

export const perPage = 50

/**
 * The lists that answer a pull, in order. Version 3 lists confirmed people, and those who unsubscribed only where they
 * are sorted by that; oldest first, so that whoever appears meanwhile comes on a later page. Days count whole.
 */
export function listsOf(request: PullRequest): readonly V3List[] {
  switch (request.what) {
    case 'people':
      return [people({}), leavers]
    case 'changed': {
      const day = request.since.slice(0, 10)
      // Unsubscribing moves no date that could be asked for: `left` tells who did.
      return [people({ updated_from: day }), people({ from: day })]
    }
    case 'left':
      return [leavers]
    case 'these':
      return request.emails.flatMap((address) => [
        { ...people({ email_address: address }), address },
        { ...people({ email_address: address, sort_field: 'cancelled_at' }), address },
      ])
    case 'members':
      return [membersList(request.audience)]
    default:
      return assertNever(request)
  }
}

export function membersList(audience: AudienceRef, sort_order: 'asc' | 'desc' = 'asc'): V3List {
  return {
    path: `${audiencePath(audience)}/subscriptions`,
    query: { sort_order },
    kind: 'subscriptions',
  }
}

export function people(query: Readonly<Record<string, string>>): V3List {
  return { path: '/v3/subscribers', query: { sort_order: 'asc', ...query }, kind: 'subscribers' }
}

const leavers = people({ sort_field: 'cancelled_at' })

/** Those who unsubscribed last come first. */
export const newestLeavers = people({ sort_field: 'cancelled_at', sort_order: 'desc' })

export async function readPage(
  send: SendToKit,
  { path, query, kind }: V3List,
  page: number,
  about: string,
  signal: AbortSignal,
): Promise<V3Page> {
  const answer = await send({ method: 'GET', path, query: { ...query, page: String(page) }, about }, signal)
  if (kind === 'subscribers') {
    const { subscribers, total_subscribers, total_pages } = understand(subscribersPage, answer, about)
    return { people: subscribers, total: total_subscribers, pages: total_pages, dateMs: answer.dateMs }
  }
  const { subscriptions, total_subscriptions, total_pages } = understand(subscriptionsPage, answer, about)
  return {
    people: subscriptions.map(({ created_at, subscriber }) => ({ ...subscriber, added_at: created_at })),
    total: total_subscriptions,
    pages: total_pages,
    dateMs: answer.dateMs,
  }
}

/**
 * Reads a list from a page on. Somebody who drops out of it moves everybody after them up: where the list has become
 * shorter, as many pages are read once more, so that nobody is skipped.
 */
export async function* readList(
  send: SendToKit,
  list: V3List,
  from: number,
  about: string,
  signal: AbortSignal,
): AsyncGenerator<V3Page & { readonly next: number | null }> {
  let total: number | null = null
  for (let page = from; ;) {
    const read = await readPage(send, list, page, about, signal)
    const missing = total === null ? 0 : Math.max(0, total - read.total)
    total = read.total
    if (missing > 0) {
      page = Math.max(1, page - Math.ceil(missing / perPage))
      yield { ...read, next: page }
      continue
    }
    const next = page < read.pages ? page + 1 : null
    yield { ...read, next }
    if (next === null) return
    page = next
  }
}
