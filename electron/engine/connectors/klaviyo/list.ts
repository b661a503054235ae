import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import { understand } from './answers.ts'
import type { SendToKlaviyo } from './request.ts'

/** The most people that Klaviyo puts on a page. */
export const peoplePerPage = 100

export interface ListRequest<T> {
  readonly path: string
  readonly row: z.ZodType<T>
  readonly query?: Readonly<Record<string, string>>
  /** `null` where Klaviyo takes no size. */
  readonly pageSize: number | null
  /** What is listed, for the words of an error. */
  readonly about: string
}

export interface ListPage<T> {
  readonly rows: readonly T[]
  /** Klaviyo's cursor of the next page; `null` on the last one. */
  readonly after: string | null
  readonly dateMs: number | null
}

/** Reads a list page by page, from the cursor `after` on. Always forwards: `prev` is known to hold nonsense. */
export async function* listPages<T>(
  send: SendToKlaviyo,
  request: ListRequest<T>,
  after: string | null,
  signal: AbortSignal,
): AsyncGenerator<ListPage<T>> {
  let next = after
  do {
    const page = await listPage(send, request, next, signal)
    yield page
    next = page.after
  } while (next !== null)
}

/** The whole of a short list. */
export async function listAll<T>(
  send: SendToKlaviyo,
  request: ListRequest<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const all: T[] = []
  for await (const { rows } of listPages(send, request, null, signal)) all.push(...rows)
  return all
}

const links = z.object({ next: z.string().nullish() }).nullish()

/** One page, from the cursor `after` on. */
export async function listPage<T>(
  send: SendToKlaviyo,
  { path, row, query, pageSize, about }: ListRequest<T>,
  after: string | null,
  signal: AbortSignal,
): Promise<ListPage<T>> {
  const paging = {
    ...(pageSize !== null && { 'page[size]': String(pageSize) }),
    ...(after !== null && { 'page[cursor]': after }),
  }
  const answer = await send({ method: 'GET', path, query: { ...query, ...paging }, about }, signal)
  const page = understand(z.object({ data: z.array(row), links }), answer, about)
  const next = page.links?.next ?? null
  const cursor = next === null ? null : cursorIn(next)
  if (cursor !== null && (cursor === '' || cursor === after)) throw endlessList(about)
  return { rows: page.data, after: cursor, dateMs: answer.dateMs }
}

/** Only the cursor is taken from the link: wherever the link leads, the key must not follow it. */
function cursorIn(link: string): string {
  return URL.parse(link, 'https://klaviyo.invalid')?.searchParams.get('page[cursor]') ?? ''
}

/** A list that says it goes on but not where would be read for ever, or taken for whole when it isn't. */
function endlessList(about: string): AppError {
  return new AppError(
    'unavailable',
    `Klaviyo's list of ${about} stopped half way. Try again in a few minutes.`,
  )
}
