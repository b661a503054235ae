import { z } from 'zod'
import { AppError } from '../../../../../shared/errors.ts'
import type { ObjectType } from '../../../../../shared/objectTypes.ts'
import type { ObjectPage, ObjectRequest } from '../../connector.ts'
import { listAll, listPages } from '../list.ts'
import type { SendToKlaviyo } from '../request.ts'
import { klaviyoObject } from './klaviyoObjects.ts'
import { objectWalks, type Parent } from './objectWalks.ts'

/** Where reading stands: at which list or segment, in which of its walks, and Klaviyo's cursor there. */
const position = z.object({
  parent: z.string().nullable(),
  walk: z.int().min(0),
  after: z.string().nullable(),
})
type Position = z.infer<typeof position>

/** Reads the objects of a type page by page; the members of all lists or segments one after another, where none is named. */
export async function* readObjects(
  send: SendToKlaviyo,
  request: ObjectRequest,
  signal: AbortSignal,
): AsyncGenerator<ObjectPage> {
  const type = klaviyoObject(request.type)
  const since = sinceOf(type, request)
  const from = readPosition(request.cursor)
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
    const after = parent === from.parent && walk === from.walk ? from.after : null
    for await (const page of listPages(send, list, after, signal)) {
      const next = page.after === null ? left[n + 1] : { parent, walk }
      const cursor = next && ({ parent: next.parent, walk: next.walk, after: page.after } satisfies Position)
      yield { objects: page.rows, ...(cursor && { cursor: JSON.stringify(cursor) }) }
    }
  }
}

function sinceOf({ incremental, title }: ObjectType, { since }: ObjectRequest): string | null {
  if (since === undefined) return null
  if (incremental.includes(since.by)) return since.at
  const ways = incremental.length === 0 ? 'It is always read whole.' : `Use ${incremental.join(' or ')}.`
  throw new AppError('invalid-input', `${title} can't be read by ${since.by}. ${ways}`)
}

function readPosition(cursor: string | undefined): Position {
  if (cursor === undefined) return { parent: null, walk: 0, after: null }
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
    throw new AppError('not-found', `Klaviyo has no ${kind} "${parent}". See what there is: ${kind}s.`)
  return wanted.sort((one, other) => (one.id < other.id ? -1 : 1))
}
