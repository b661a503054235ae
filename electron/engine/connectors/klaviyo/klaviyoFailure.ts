import { AppError, type AppErrorOptions } from '../../../../shared/errors.ts'
import { retryAfterMs } from '../retryTiming.ts'
import { endpointOf } from './endpoints.ts'
import { refusedKeyAdvice } from './privateKey.ts'
import { revision } from './revision.ts'

/** A refusal as it came in, and what was asked, for the words of the error. */
export interface RefusedRequest {
  readonly method: string
  /** Without the query, which may hold addresses. */
  readonly path: string
  readonly status: number
  readonly headers: Headers
  /** Whether it came from Klaviyo itself: Cloudflare in front of it answers with web pages. */
  readonly isJson: boolean
  /** Klaviyo's own words, `''` where it gave none. */
  readonly words: string
  /** What was asked for, for people: `the list “VIP”`. */
  readonly about: string | undefined
  readonly nowMs: number
}

/** Turns an answer outside 2xx into the error that a user reads and that a retry decides by. */
export function klaviyoFailure(refused: RefusedRequest): AppError {
  const { status, headers, nowMs } = refused
  const waitMs = retryAfterMs(headers, nowMs)
  const options: AppErrorOptions = {
    cause: new Error(technicalStory(refused)),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  }
  if (status === 429)
    return new AppError(
      'rate-limited',
      'Klaviyo asks us to slow down. Wait a minute, then try again.',
      options,
    )
  if (status >= 500) return serverFailure(refused, options)
  if (status >= 300 && status < 400)
    return new AppError(
      'unavailable',
      'Something on the way sent us to another address instead of Klaviyo, as a hotel or office network does before one signs in. Open a web page, sign in to the network, then try again.',
      options,
    )
  if (!refused.isJson && (status === 400 || status === 403)) return cloudflareFailure(status, options)
  return refusal(refused, options)
}

/** 503 says that nothing was done. After the others, a gateway may have lost an answer to something that was. */
function serverFailure({ status, words }: RefusedRequest, options: AppErrorOptions): AppError {
  const detail = words === '' ? `error ${status}` : `error ${status}: ${words}`
  return new AppError(
    'unavailable',
    `Klaviyo has trouble answering (${detail}). Nothing is wrong on this computer; try again in a few minutes.`,
    { ...options, mayHaveHappened: status !== 503 },
  )
}

/** Users report that these come and go: worth trying again. Klaviyo itself never saw the request. */
function cloudflareFailure(status: number, options: AppErrorOptions): AppError {
  return new AppError(
    'unavailable',
    `The protection in front of Klaviyo refused this computer (error ${status}). Switch off a VPN or proxy if there is one, wait a few minutes, then try again.`,
    options,
  )
}

function refusal(refused: RefusedRequest, options: AppErrorOptions): AppError {
  const { status, words, about } = refused
  const said = words === '' ? '' : ` Klaviyo said: “${words}”.`
  switch (status) {
    case 401:
      return new AppError('unauthorized', refusedKeyAdvice() + said, options)
    case 403:
      return new AppError('forbidden', forbiddenMessage(refused) + said, options)
    case 404:
      return new AppError(
        'not-found',
        `Klaviyo has no ${about ?? 'such thing'} any more. Choose another one, or look in Klaviyo whether it was deleted.${said}`,
        options,
      )
    case 410:
      return new AppError(
        'rejected',
        `Klaviyo has retired the edition of its interface that this Listferry speaks (${revision}). Install the newest Listferry.${said}`,
        options,
      )
    default:
      return new AppError(
        'rejected',
        `Klaviyo refused ${about ?? 'the request'} (error ${status}).${said === '' ? ' It gave no reason.' : said}`,
        options,
      )
  }
}

/** Klaviyo doesn't say which scope is missing; the scopes that each request needs are known. */
function forbiddenMessage({ method, path }: RefusedRequest): string {
  const scopes = endpointOf(method, path)?.scopes ?? []
  const missing =
    scopes.length === 0
      ? ''
      : ` It needs ${scopes.length === 1 ? 'the scope' : 'the scopes'} ${scopes.join(' and ')}.`
  return `This key is not allowed to do that.${missing} A key's scopes cannot be changed: create a new private key in Klaviyo, then connect with that.`
}

function technicalStory({ method, path, status, headers }: RefusedRequest): string {
  const requestId = headers.get('x-klaviyo-req-id')
  return `${method} ${path} answered ${status}${requestId === null ? '' : ` (request ${requestId})`}`
}
