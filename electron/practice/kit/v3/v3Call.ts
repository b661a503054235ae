import type { Call } from '../call.ts'
import { failure } from '../answers.ts'
import type { Input } from '../input.ts'
import { asRecord } from '../input.ts'

/**
 * Reads a request of the old API: parameters in the query, in a JSON body or in a form, with `fields[last_name]` and
 * `tags[]` as Rails reads them. The body wins.
 * @param body `undefined` where it was too long to be kept
 */
export function readV3Call(
  method: string,
  address: string,
  params: Readonly<Record<string, string>>,
  contentType: string | undefined,
  body: string | undefined,
): Call {
  const url = new URL(address)
  const { input, malformed } = parseBody(contentType ?? '', body)
  return { method, path: url.pathname, params, input: { ...nested(url.searchParams), ...input }, malformed }
}

function parseBody(
  contentType: string,
  body: string | undefined,
): Pick<Call, 'malformed'> & { readonly input: Input } {
  if (body === undefined) return { input: {}, malformed: failure(413, 'The request body is too large') }
  if (/^application\/x-www-form-urlencoded/i.test(contentType))
    return { input: nested(new URLSearchParams(body)), malformed: undefined }
  if (body.trim() === '') return { input: {}, malformed: undefined }
  try {
    return { input: asRecord(JSON.parse(body)) ?? {}, malformed: undefined }
  } catch {
    // Rails answers an unreadable body with 400; the text is assumed.
    return { input: {}, malformed: failure(400, 'The request body could not be read as JSON') }
  }
}

/** `a[b]=1&c[]=2&c[]=3` as `{ a: { b: '1' }, c: ['2', '3'] }`; deeper brackets are left alone. */
function nested(parameters: URLSearchParams): Input {
  const input = new Map<string, string | string[] | Map<string, string>>()
  for (const [name, value] of parameters) {
    const [, outer = name, inner] = /^([^[\]]+)(?:\[([^[\]]*)\])?$/.exec(name) ?? []
    const before = input.get(outer)
    if (inner === undefined) input.set(outer, value)
    else if (inner === '') input.set(outer, [...(Array.isArray(before) ? before : []), value])
    else input.set(outer, new Map([...(before instanceof Map ? before : []), [inner, value]]))
  }
  return Object.fromEntries(
    [...input].map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : value]),
  )
}
