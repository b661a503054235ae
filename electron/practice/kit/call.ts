import type { Answer } from '../answer.ts'
import { failure } from './answers.ts'
import { queueFull } from './bulk/bulk.ts'
import type { Input } from './input.ts'
import { asList, asRecord } from './input.ts'
import type { KitState } from './state.ts'

/** A request as it came in, read but not judged. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly input: Input
  /** Set where the body is no JSON: what to answer once everything before the body is in order. */
  readonly malformed: Answer | undefined
}

/** Reads query and body (`undefined` where it was too long to be kept). JSON is understood whatever its content type says (assumed); a list or a scalar is nothing. */
export function readCall(
  method: string,
  address: string,
  params: Readonly<Record<string, string>>,
  body: string | undefined,
): Call {
  const url = new URL(address)
  const query = Object.fromEntries(url.searchParams)
  const { json, malformed } = parseBody(body, url.pathname)
  return { method, path: url.pathname, params, input: { ...query, ...asRecord(json) }, malformed }
}

function parseBody(
  body: string | undefined,
  path: string,
): {
  readonly json: unknown
  readonly malformed: Answer | undefined
} {
  if (body === undefined) return { json: undefined, malformed: tooLarge(path) }
  if (body.trim() === '') return { json: undefined, malformed: undefined }
  try {
    return { json: JSON.parse(body), malformed: undefined }
  } catch {
    // Rails answers an unreadable body with 400; the text is assumed.
    return { json: undefined, malformed: failure(400, 'The request body could not be read as JSON') }
  }
}

function tooLarge(path: string): Answer {
  return path.startsWith('/v4/bulk/') ? queueFull : failure(413, 'The request body is too large')
}

/**
 * The person a request is about: by the id behind `/subscribers/`, or by the address it names. Of a bulk request it
 * is the first one in its rows.
 */
export function subscriberIn(call: Call, state: KitState): number | undefined {
  const id = /\/subscribers\/(\d{1,15})(\/|$)/.exec(call.path)?.[1]
  if (id !== undefined) return state.subscribers.get(Number(id))?.id
  for (const named of namedIn(call)) {
    const person = typeof named === 'string' ? state.subscribers.byEmail(named) : state.subscribers.get(named)
    if (person !== undefined) return person.id
  }
  return undefined
}

const creating =
  /^\/v4\/((bulk\/)?subscribers|purchases)$|^\/v3\/(purchases|(forms|tags|sequences|courses)\/\d+\/subscribe)$/

/** Whether a request would bring somebody new into the account. */
export function createsPeople(call: Call, state: KitState): boolean {
  if (call.method !== 'POST' || !creating.test(call.path)) return false
  return namedIn(call).some((named) => typeof named === 'string' && !state.subscribers.byEmail(named))
}

/** Addresses and ids of people in a body, and in the rows of a bulk one. */
function namedIn({ path, input }: Call): readonly (string | number)[] {
  const isBulk = path.startsWith('/v4/bulk/')
  const rows = isBulk ? Object.values(input).flatMap((each) => asList(each) ?? []) : [input, input.purchase]
  return rows.flatMap((row) => {
    const record = asRecord(row)
    const named = [record?.email_address, record?.email, record?.subscriber_id]
    return named.filter((each) => typeof each === 'string' || typeof each === 'number')
  })
}
