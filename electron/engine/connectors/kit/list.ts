import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import { pagination, understand } from './answers.ts'
import type { SendToKit } from './request.ts'

/** The most that Kit puts on a page. */
export const perPage = 1000

export interface ListRequest<T> {
  readonly path: string
  /** The property of the answer that holds the rows: `subscribers`. */
  readonly rows: string
  readonly row: z.ZodType<T>
  readonly query?: Readonly<Record<string, string>>
  /** What is listed, for the words of an error. */
  readonly about: string
}

export interface ListPage<T> {
  readonly rows: readonly T[]
  /** Kit's cursor of the next page; `null` on the last one. */
  readonly after: string | null
  readonly dateMs: number | null
  /** Rows of the whole list, where that was asked for. */
  readonly total?: number
}

/** Reads a list page by page, from the cursor `after` on. */
export async function* listPages<T>(
  send: SendToKit,
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

/** The whole of a short list: fields, tags. */
export async function listAll<T>(
  send: SendToKit,
  request: ListRequest<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const all: T[] = []
  for await (const { rows } of listPages(send, request, null, signal)) all.push(...rows)
  return all
}

/** How many requests it takes to read so many rows. */
export function pagesOf(rows: number): number {
  return Math.max(1, Math.ceil(rows / perPage))
}

/** How many rows a list has. One request; Kit counts slowly, so ask once. */
export async function countRows<T>(
  send: SendToKit,
  { path, query, about }: Omit<ListRequest<T>, 'row' | 'rows'>,
  signal: AbortSignal,
): Promise<number> {
  const counting = { ...query, per_page: '1', include_total_count: 'true' }
  const answer = await send({ method: 'GET', path, query: counting, about }, signal)
  const counted = z.object({ pagination: pagination.required({ total_count: true }) })
  return understand(counted, answer, about).pagination.total_count ?? 0
}

/** The first page, with how many rows there are in all. */
export function countedPage<T>(
  send: SendToKit,
  request: ListRequest<T>,
  signal: AbortSignal,
): Promise<ListPage<T>> {
  const query = { ...request.query, include_total_count: 'true' }
  return listPage(send, { ...request, query }, null, signal)
}

/** One page, from the cursor `after` on. */
export async function listPage<T>(
  send: SendToKit,
  { path, rows, row, query, about }: ListRequest<T>,
  after: string | null,
  signal: AbortSignal,
): Promise<ListPage<T>> {
  const paging = { per_page: String(perPage), ...(after !== null && { after }) }
  const answer = await send({ method: 'GET', path, query: { ...query, ...paging }, about }, signal)
  const page = understand(z.object({ [rows]: z.array(row), pagination }), answer, about)
  const { has_next_page, end_cursor, total_count } = page.pagination as z.infer<typeof pagination>
  if (has_next_page && (end_cursor === null || end_cursor === undefined || end_cursor === after))
    throw endlessList(about)
  return {
    rows: page[rows] as readonly T[],
    after: has_next_page ? (end_cursor as string) : null,
    dateMs: answer.dateMs,
    ...(typeof total_count === 'number' && { total: total_count }),
  }
}

/** A list that says it goes on but not where would be read for ever, or taken for whole when it isn't. */
function endlessList(about: string): AppError {
  return new AppError('unavailable', `Kit's list of ${about} stopped half way. Try again in a few minutes.`)
}
