import type { Answer } from '../answer.ts'
import { assertNever } from '../../../shared/errors.ts'
import { duplicateProfile, failure, plainFailure } from './errors.ts'
import type { KlaviyoFault } from './faults.ts'
import { wrongKey } from './keys.ts'

/** What a fault makes of a request: an answer, a broken connection, or nothing that ends it. */
export function faultAnswer(fault: KlaviyoFault): Answer | 'drop' | null {
  switch (fault.kind) {
    case 'too-many-requests':
      return throttled(fault.retryAfterSeconds ?? 1)
    case 'server-error':
      return plainFailure(500, 'error', 'A server error occurred.', 'A server error occurred.')
    case 'unavailable':
      return unavailable(fault.retryAfterSeconds)
    case 'blocked':
      return { status: 403, html: page('Attention Required! | Cloudflare', 'Sorry, you have been blocked') }
    case 'bad-request-page':
      return { status: 400, html: page('400 Bad Request', '400 Bad Request') }
    case 'key-revoked':
      return wrongKey
    case 'conflict-without-meta':
      return duplicateProfile(undefined)
    case 'drop-before-commit':
      return 'drop'
    case 'drop-after-commit':
    case 'slow':
    case 'unsubscribes-between':
    case 'stuck-job':
    case 'cancelled-job':
    case 'failing-rows':
    case 'garbage-prev':
    case 'duplicate-rows':
    case 'late-suppression':
      return null
    default:
      return assertNever(fault)
  }
}

/** 429. Asking again before `Retry-After` (whole seconds) is another 429. */
export function throttled(retryAfterSeconds: number): Answer {
  const unit = retryAfterSeconds === 1 ? 'second' : 'seconds'
  return failure(
    429,
    [
      {
        code: 'throttled',
        title: 'Request was throttled.',
        detail: `Request was throttled. Expected available in ${retryAfterSeconds} ${unit}.`,
        source: { pointer: '/data' },
        links: { type: 'https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling' },
        meta: {},
      },
    ],
    { 'retry-after': String(retryAfterSeconds) },
  )
}

function unavailable(retryAfterSeconds: number | undefined): Answer {
  const detail = 'The service is temporarily unavailable.'
  const answer = plainFailure(503, 'service_unavailable', 'Service unavailable.', detail)
  return retryAfterSeconds === undefined
    ? answer
    : { ...answer, headers: { 'retry-after': String(retryAfterSeconds) } }
}

function page(title: string, heading: string): string {
  return `<!DOCTYPE html>
<html lang="en-US"><head><title>${title}</title></head>
<body><h1>${heading}</h1><hr><center>cloudflare</center></body></html>
`
}
