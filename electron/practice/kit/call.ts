import type { Answer } from '../answer.ts'
import { failure } from './answers.ts'
import type { Input } from './input.ts'
import { asRecord } from './input.ts'
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
  const { json, malformed } = parseBody(body)
  return { method, path: url.pathname, params, input: { ...query, ...asRecord(json) }, malformed }
}

function parseBody(body: string | undefined): {
  readonly json: unknown
  readonly malformed: Answer | undefined
} {
  if (body === undefined) return { json: undefined, malformed: failure(413, 'The request body is too large') }
  if (body.trim() === '') return { json: undefined, malformed: undefined }
  try {
    return { json: JSON.parse(body), malformed: undefined }
  } catch {
    // Rails answers an unreadable body with 400; the text is assumed.
    return { json: undefined, malformed: failure(400, 'The request body could not be read as JSON') }
  }
}

/** The person a request is about: by the id behind `/subscribers/`, or by the address it names. */
export function subscriberIn(call: Call, state: KitState): number | undefined {
  const id = /\/subscribers\/(\d{1,15})(\/|$)/.exec(call.path)?.[1]
  if (id !== undefined) return state.subscribers.get(Number(id))?.id
  const address = call.input.email_address
  return typeof address === 'string' ? state.subscribers.byEmail(address)?.id : undefined
}
