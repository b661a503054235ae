import { z } from 'zod'
import { AppError } from '../../../../../shared/errors.ts'
import type { ObjectType } from '../../../../../shared/objectTypes.ts'
import type { ObjectPage, ObjectRequest } from '../../connector.ts'
import type { CustomFieldReader } from '../customFields.ts'
import { listAll, type ListPage, listPages } from '../list.ts'
import type { SendToKit } from '../request.ts'
import { kitObject } from './kitObjects.ts'
import { objectList, type Parent, tagsOfEveryone } from './objectLists.ts'
import { objectRow, type ObjectRow } from './objectRows.ts'

export interface ObjectDeps {
  readonly send: SendToKit
  readonly fields: CustomFieldReader
}

/** Where reading stands: in the list of which parent, and Kit's cursor in it. */
const position = z.object({ parent: z.string().nullable(), after: z.string().nullable() })
type Position = z.infer<typeof position>

/** Reads the objects of a type page by page; of all parents one after another, where none is named. */
export async function* readObjects(
  deps: ObjectDeps,
  request: ObjectRequest,
  signal: AbortSignal,
): AsyncGenerator<ObjectPage> {
  const type = kitObject(request.type)
  const parents = await parentsOf(deps, type, request, signal)
  const from = readPosition(request.cursor)
  const { idOfKey } = type.aboutPeople ? await deps.fields.current(signal) : noFields
  const open = parents.filter((parent) => isAtOrAfter(parent, from))
  if (open.length === 0) yield { objects: [] }
  for (const [n, parent] of open.entries()) {
    const { toObjects, ...list } = isOfEveryone(type, request)
      ? tagsOfEveryone(parent)
      : objectList(type.id, parent)
    const query = { ...list.query, ...sinceQuery(type, request.since) }
    const after = parent?.id === from.parent || parent === null ? from.after : null
    const pages = listPages(deps.send, { ...list, query, row: objectRow }, after, signal)
    for await (const page of parents.length > 1 ? unlessGone(pages) : pages) {
      const next = page.after === null ? open[n + 1] : parent
      const objects = page.rows.flatMap((row) => toObjects(row, { idOfKey }))
      const cursor = next === undefined ? null : { parent: next?.id ?? null, after: page.after }
      yield { objects, ...(cursor && { cursor: JSON.stringify(cursor satisfies Position) }) }
    }
  }
}

/** A form in the trash is listed, and has no list of people any more: among many it is passed over. */
async function* unlessGone(pages: AsyncIterable<ListPage<ObjectRow>>): AsyncGenerator<ListPage<ObjectRow>> {
  try {
    yield* pages
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error
    yield { rows: [], after: null, dateMs: null }
  }
}

const noFields = { idOfKey: new Map() } as const

function sinceQuery(type: ObjectType, since: ObjectRequest['since']): Record<string, string> {
  if (since === undefined) return {}
  if (type.incremental.includes(since.by)) return { [since.by]: since.at }
  const ways =
    type.incremental.length === 0 ? 'It is always read whole.' : `Use ${type.incremental.join(' or ')}.`
  throw new AppError('invalid-input', `${type.title} can't be read by ${since.by}. ${ways}`)
}

function readPosition(cursor: string | undefined): Position {
  if (cursor === undefined) return { parent: null, after: null }
  try {
    return position.parse(JSON.parse(cursor))
  } catch (cause) {
    throw new AppError('invalid-input', 'The place where reading stopped is lost. Read the list again.', {
      cause,
    })
  }
}

/** By id, since new ones come while others are read, and always with a higher one. */
function isAtOrAfter(parent: Parent | null, from: Position): boolean {
  return parent === null || from.parent === null || BigInt(parent.id) >= BigInt(from.parent)
}

/** One request for each person would take hours; who has a tag is a list of its own, and says the same. */
function isOfEveryone({ parent: kind }: ObjectType, { parent }: ObjectRequest): boolean {
  return kind === 'subscriber' && parent === undefined
}

async function parentsOf(
  { send }: ObjectDeps,
  type: ObjectType,
  request: ObjectRequest,
  signal: AbortSignal,
): Promise<readonly (Parent | null)[]> {
  const { parent } = request
  const kind = isOfEveryone(type, request) ? 'tag' : type.parent
  if (kind === null) return [null]
  if (kind === 'subscriber' && parent !== undefined) return [{ id: parent, name: parent }]
  const list = objectList(`${kind}s`, null)
  const rows = await listAll(send, { ...list, row: objectRow }, signal)
  const all = rows.map(({ id, name }) => ({ id, name: typeof name === 'string' ? name : id }))
  const wanted = all.filter(({ id, name }) => parent === undefined || isCalled(parent, id, name))
  if (wanted.length === 0 && parent !== undefined)
    throw new AppError('not-found', `Kit has no ${kind} “${parent}”. It has: ${namesOf(all)}.`)
  return wanted.sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1))
}

function isCalled(wanted: string, id: string, name: string): boolean {
  return id === wanted || name.toLowerCase() === wanted.toLowerCase()
}

const mostNames = 20

function namesOf(all: readonly Parent[]): string {
  const names = all.slice(0, mostNames).map(({ name }) => `“${name}”`)
  return all.length > mostNames ? `${names.join(', ')} and more` : names.join(', ') || 'none'
}
