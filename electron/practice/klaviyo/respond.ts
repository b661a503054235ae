import { randomBytes, randomUUID } from 'node:crypto'
import type { Answer } from '../answer.ts'

/**
 * An answer with the headers seen on live ones. A refusal at the door (401) or by the rate limit (429) has none of the
 * service's own.
 */
export function respond({ status, json, html, headers }: Answer): Response {
  const all = new Headers({
    server: 'cloudflare',
    'cf-ray': `${randomBytes(8).toString('hex')}-PRA`,
    ...headers,
  })
  if (html !== undefined) all.set('content-type', 'text/html; charset=UTF-8')
  if (json !== undefined) all.set('content-type', 'application/vnd.api+json')
  if (html === undefined && status !== 401 && status !== 429) {
    all.set('x-klaviyo-req-id', randomUUID())
    all.set('vary', 'Accept, Accept-Language, Cookie, Origin')
    all.set('content-language', 'en-us')
  }
  return new Response(json === undefined ? (html ?? null) : JSON.stringify(json), { status, headers: all })
}
