import { AppError, type AppErrorOptions } from '../../../../shared/errors.ts'
import { retryAfterMs } from '../retryTiming.ts'

/** A refusal as it came in, and what was asked, for the words of the error. */
export interface RefusedRequest {
  readonly method: string
  /** Without the query, which may hold addresses. */
  readonly path: string
  readonly status: number
  readonly headers: Headers
  /** Kit's own words, `''` where it gave none. */
  readonly words: string
  /** What to tell whoever is not let in. */
  readonly refusedAdvice: string
  /** What was asked for, for people: `the tag “VIP”`. */
  readonly about: string | undefined
  readonly nowMs: number
}

/** Turns an answer outside 2xx into the error that a user reads and that a retry decides by. */
export function kitFailure(refused: RefusedRequest): AppError {
  const { status, headers, nowMs } = refused
  const waitMs = retryAfterMs(headers, nowMs)
  const options: AppErrorOptions = {
    cause: new Error(technicalStory(refused)),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  }
  if (status === 429)
    return new AppError('rate-limited', 'Kit asks us to slow down. Wait a minute, then try again.', options)
  if (status === 413 && refused.path.startsWith('/v4/bulk/'))
    return new AppError(
      'rate-limited',
      'Kit is still busy with earlier bulk requests of this account and takes no more just now. Wait some minutes, then try again.',
      options,
    )
  if (status >= 500) return serverFailure(refused, options)
  if (status >= 300 && status < 400)
    return new AppError(
      'unavailable',
      'Something on the way sent us to another address instead of Kit, as a hotel or office network does before one signs in. Open a web page, sign in to the network, then try again.',
      options,
    )
  return refusal(refused, options)
}

/** 503 says that nothing was done. After the others, a gateway may have lost an answer to something that was. */
function serverFailure({ status, words }: RefusedRequest, options: AppErrorOptions): AppError {
  const detail = words === '' ? `error ${status}` : `error ${status}: ${words}`
  return new AppError(
    'unavailable',
    `Kit has trouble answering (${detail}). Nothing is wrong on this computer; try again in a few minutes.`,
    { ...options, mayHaveHappened: status !== 503 },
  )
}

function refusal(
  { status, path, words, refusedAdvice, about }: RefusedRequest,
  options: AppErrorOptions,
): AppError {
  const said = words === '' ? '' : ` Kit said: “${words}”.`
  const closed = path.startsWith(endpointsPath) ? endpointsClosed(status, path) : null
  if (closed !== null) return new AppError(status === 401 ? 'forbidden' : 'not-found', closed + said, options)
  if (status === 401) return new AppError('unauthorized', refusedAdvice + said, options)
  if (status === 403) return new AppError('forbidden', forbiddenMessage(words), options)
  if (status === 404 || status === 410)
    return new AppError(
      'not-found',
      `Kit has no ${about ?? 'such thing'} any more. Choose another one, or look in Kit whether it was deleted.`,
      options,
    )
  return new AppError(
    'rejected',
    `Kit refused ${about ?? 'the request'} (error ${status}).${said === '' ? ' It gave no reason.' : said}`,
    options,
  )
}

const endpointsPath = '/v4/webhook_endpoints'

/** Kit refuses its newer webhooks to plans without them as if the key were wrong, and hides them where they are not there yet. */
function endpointsClosed(status: number, path: string): string | null {
  const instead = 'Webhooks of the older kind do without.'
  if (status === 401)
    return `Kit does not let us at the newer webhooks of this account: its plan may not include them, or it no longer accepts the key or sign-in, which “Test” in Connections tells. ${instead}`
  return status === 404 && path === endpointsPath
    ? `Kit has not switched its newer webhooks on for this account. ${instead}`
    : null
}

function forbiddenMessage(words: string): string {
  if (/subscriber limit/i.test(words))
    return `The Kit account is full: its plan has no room for more subscribers. Upgrade the plan or remove people in Kit, then go on. Kit said: “${words}”.`
  if (words === '')
    return 'Kit, or a protection in front of it, refused this computer (error 403). Switch off a VPN or proxy if there is one, wait a few minutes, then try again.'
  return `Kit does not allow this for this account: “${words}”. The plan may not include it, or the key may lack the right.`
}

function technicalStory({ method, path, status, headers }: RefusedRequest): string {
  const requestId = headers.get('x-request-id')
  return `${method} ${path} answered ${status}${requestId === null ? '' : ` (request ${requestId})`}`
}

/**
 * Kit's words in an error body: `{"errors": ["…"]}`, whose elements may be lists themselves (sequences), or
 * `{"error": "…"}`, with a `message` in version 3. Anything else, such as a web page from a gateway, has none. The key is taken out, should a
 * service ever repeat it.
 */
export function wordsOf(body: unknown, ...secrets: readonly string[]): string {
  if (typeof body !== 'object' || body === null) return ''
  const { errors, error, message } = body as { errors?: unknown; error?: unknown; message?: unknown }
  let words = [errors, error, message].flatMap(flatten).join('; ')
  for (const secret of secrets) words = words.replaceAll(secret, '(key)')
  return words.replace(/\s+/g, ' ').trim().slice(0, 300)
}

function flatten(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.flat(5).filter((one) => typeof one === 'string') : []
}
