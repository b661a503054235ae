import { createHash, randomUUID } from 'node:crypto'
import type { Answer } from '../answer.ts'

/**
 * An answer with the headers seen on live ones: no rate-limit headers, a weak ETag and revalidation on success.
 * @param runtimeMs how long it took, for `X-Runtime`
 */
export function respond(answer: Answer, runtimeMs: number): Response {
  const body = bodyOf(answer)
  const headers = new Headers({
    'cache-control': answer.status < 300 ? 'max-age=0, private, must-revalidate' : 'no-cache',
    'x-request-id': randomUUID(),
    'x-runtime': (runtimeMs / 1000).toFixed(6),
    vary: 'Origin',
    server: 'nginx',
    ...answer.headers,
  })
  if (answer.json !== undefined) headers.set('content-type', 'application/json; charset=utf-8')
  if (answer.html !== undefined) headers.set('content-type', 'text/html; charset=utf-8')
  if (body !== null && answer.status < 300) headers.set('etag', weakTag(body))
  return new Response(body, { status: answer.status, headers })
}

function bodyOf({ json, html }: Answer): string | null {
  return json === undefined ? (html ?? null) : JSON.stringify(json)
}

function weakTag(body: string): string {
  return `W/"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`
}
