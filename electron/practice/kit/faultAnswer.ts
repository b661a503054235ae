import { assertNever } from '../../../shared/errors.ts'
import type { Answer } from '../answer.ts'
import { failure, notPermitted } from './answers.ts'
import { queueFull } from './bulk/bulk.ts'
import type { KitFault } from './faults.ts'
import { destroyedThing } from './faults.ts'
import { tokenExpired, tokenInvalid, tokenRevoked } from './keys.ts'

/** What a fault makes of a request: an answer, a broken connection, or nothing that ends it. */
export function faultAnswer(fault: KitFault, path: string): Answer | 'drop' | null {
  switch (fault.kind) {
    case 'too-many-requests':
      return { status: 429, ...retryAfter(fault.retryAfterSeconds) }
    case 'server-error':
      return { status: 500 }
    case 'unavailable':
      return { status: 503, ...retryAfter(fault.retryAfterSeconds) }
    case 'blocked':
      return { status: 403, html: blockedPage }
    case 'key-revoked':
      return fault.message === undefined ? tokenInvalid : failure(401, fault.message)
    case 'subscriber-limit':
      return failure(403, 'This request would exceed your subscriber limit')
    case 'queue-full':
      return queueFull
    case 'not-permitted':
      // The document's example for this one address is an empty object.
      return path === '/v4/broadcasts/stats' ? { status: 403, json: {} } : notPermitted
    case 'not-found':
      return failure(404, 'Not Found')
    case 'unable-to-destroy':
      return failure(422, `Unable to destroy the ${destroyedThing(path) ?? 'record'}.`)
    case 'expire-token':
      return tokenExpired
    case 'revoke-access':
      return tokenRevoked
    case 'drop-before-commit':
      return 'drop'
    case 'drop-after-commit':
    case 'lose-refresh-answer':
    case 'slow':
    case 'unsubscribes-between':
      return null
    default:
      return assertNever(fault)
  }
}

/** Kit documents no `Retry-After`; a service in front of it may send one. */
export function retryAfter(seconds: number | undefined): Pick<Answer, 'headers'> {
  return seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }
}

const blockedPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Attention Required!</title></head>
<body><h1>Sorry, you have been blocked</h1><p>You are unable to access this site.</p></body></html>
`
