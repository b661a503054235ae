import { z } from 'zod'
import { AppError } from '../../../../../shared/errors.ts'
import type { ObjectType, ServiceObject } from '../../../../../shared/objectTypes.ts'
import type { Clock } from '../../../clock.ts'
import type { ObjectPage, ObjectRequest } from '../../connector.ts'
import { listAll, listPages } from '../list.ts'
import { timeMs } from '../profile.ts'
import { readSpans } from '../readSpans.ts'
import type { SendToKlaviyo } from '../request.ts'
import { klaviyoObject } from './klaviyoObjects.ts'
import { type ObjectWalk, objectWalks, type Parent } from './objectWalks.ts'

/**
 * Where reading stands: at which list or segment, in which of its walks, and there Klaviyo's cursor, or what is left of
 * it where it is read from several places at once.
 */
const position = z.object({
  parent: z.string().nullable(),
  walk: z.int().min(0),
  after: z.string().nullable(),
  spans: z.string().nullable().default(null),
})
type Position = z.infer<typeof position>

/** Reads the objects of a type; the members of all lists or segments one after another, where none is named. */
export async function* readObjects(
  deps: ReadDeps,
  request: ObjectRequest,
  signal: AbortSignal,
): AsyncGenerator<ObjectPage> {
  const type = klaviyoObject(request.type)
  const since = sinceOf(type, request)
  const from = readPosition(request.cursor)
  const { send } = deps
  const parents = await parentsOf(send, type, request, signal)
  // By id, since new ones come while others are read.
  const open = parents.filter((one) => one === null || from.parent === null || one.id >= from.parent)
  const walks = open.flatMap((parent) =>
    objectWalks(type.id, parent, since).map((list, walk) => ({ parent: parent?.id ?? null, walk, list })),
  )
  const isBefore = ({ parent, walk }: (typeof walks)[number]) => parent === from.parent && walk < from.walk
  const left = walks.filter((one) => !isBefore(one))
  if (left.length === 0) yield { objects: [] }
  for (const [n, { parent, walk, list }] of left.entries()) {
    const at = parent === from.parent && walk === from.walk ? from : atBeginning
    for await (const { objects, place } of pagesOf(deps, list, at, request, signal)) {
      const next = place === null ? left[n + 1] : { parent, walk }
      const cursor =
        next && ({ parent: next.parent, walk: next.walk, ...(place ?? atBeginning) } satisfies Position)
      yield { objects, ...(cursor && { cursor: JSON.stringify(cursor) }) }
    }
  }
}

export interface ReadDeps {
  readonly send: SendToKlaviyo
  readonly clock: Clock
}

type Place = Pick<Position, 'after' | 'spans'>
const atBeginning: Place = { after: null, spans: null }

/** A list page by page, or from several places at once; it goes on in the way that it was begun in. */
async function* pagesOf(
  deps: ReadDeps,
  { order, ...list }: ObjectWalk,
  at: Place,
  { anyOrder, since }: ObjectRequest,
  signal: AbortSignal,
): AsyncGenerator<{ readonly objects: readonly ServiceObject[]; readonly place: Place | null }> {
  if (order === undefined || at.after !== null || (at.spans === null && anyOrder !== true)) {
    for await (const { rows, after } of listPages(deps.send, list, at.after, signal))
      yield { objects: rows, place: after === null ? null : { after, spans: null } }
    return
  }
  const timeOf = ({ values }: ServiceObject) => {
    const value = values[order.field]
    return typeof value === 'string' ? timeMs(value) : null
  }
  const from = since === undefined ? null : Math.floor(Date.parse(since.at) / 1000)
  for await (const page of readSpans(
    deps,
    { list, by: order.by, timeOf, from },
    at.spans ?? undefined,
    signal,
  ))
    yield { objects: page.rows, place: page.cursor === null ? null : { after: null, spans: page.cursor } }
}

function sinceOf({ incremental, title }: ObjectType, { since }: ObjectRequest): string | null {
  if (since === undefined) return null
  if (incremental.includes(since.by)) return since.at
  const ways = incremental.length === 0 ? 'It is always read whole.' : `Use ${incremental.join(' or ')}.`
  throw new AppError('invalid-input', `${title} can't be read by ${since.by}. ${ways}`)
}

function readPosition(cursor: string | undefined): Position {
  if (cursor === undefined) return { parent: null, walk: 0, ...atBeginning }
  try {
    return position.parse(JSON.parse(cursor))
  } catch (cause) {
    throw new AppError('invalid-input', 'The place where reading stopped is lost. Read the list again.', {
      cause,
    })
  }
}

async function parentsOf(
  send: SendToKlaviyo,
  { parent: kind }: ObjectType,
  { parent }: ObjectRequest,
  signal: AbortSignal,
): Promise<readonly (Parent | null)[]> {
  if (kind === null) return [null]
  const [list] = objectWalks(kind === 'segment' ? 'segments' : 'lists', null, null)
  const rows = list === undefined ? [] : await listAll(send, list, signal)
  const all = rows.map(({ id, values }) => ({
    id: id,
    name: String(Object.entries(values).find(([field]) => field === 'name')?.[1] ?? id),
  }))
  const wanted = all.filter(
    ({ id, name }) => parent === undefined || id === parent || name.toLowerCase() === parent.toLowerCase(),
  )
  if (wanted.length === 0 && parent !== undefined)
    throw new AppError('not-found', `Klaviyo has no ${kind} “${parent}”. See what there is: ${kind}s.`)
  return wanted.sort((one, other) => (one.id < other.id ? -1 : 1))
}
