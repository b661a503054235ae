import { AppError } from '../../../../shared/errors.ts'
import type { ConnectorDeps, Credentials } from '../connector.ts'
import { connectionFailure } from '../connectionFailure.ts'
import { errorsOf, type KlaviyoError, wordsOf } from './errorDocument.ts'
import { klaviyoFailure } from './klaviyoFailure.ts'
import { readPrivateKey } from './privateKey.ts'
import { revision } from './revision.ts'

export interface KlaviyoRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** From `/api` on. Ids only, never an address: paths are logged. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** JSON, as text: whoever made it has measured it. */
  readonly body?: string
  /** Statuses besides 2xx that the caller deals with; any other is thrown. */
  readonly accept?: readonly number[]
  /** What is asked for, for the words of an error: `the list “VIP”`. */
  readonly about?: string
}

export interface KlaviyoAnswer {
  readonly status: number
  /** Parsed JSON; `null` where the answer had none. */
  readonly body: unknown
  /** Klaviyo's errors, when it refused. */
  readonly errors: readonly KlaviyoError[]
  /** Its words about them; `''` where it gave none. */
  readonly words: string
  /** The service's clock when it answered; `null` where it didn't say. */
  readonly dateMs: number | null
}

/** Sends one request to Klaviyo. Throws an `AppError` for an answer outside 2xx and `accept`, and when none came. */
export type SendToKlaviyo = (request: KlaviyoRequest, signal: AbortSignal) => Promise<KlaviyoAnswer>

/** Sends requests with the key of these credentials, read anew for each. */
export function createSendToKlaviyo(credentials: Credentials, deps: ConnectorDeps): SendToKlaviyo {
  const { address, clock, fetch } = deps
  const { host } = new URL(address)
  return async (request, signal) => {
    const key = readPrivateKey(await credentials.read())
    const { answer, text } = await exchange(fetch, address, request, key, signal).catch((error: unknown) => {
      throw connectionFailure(error, { service: 'Klaviyo', host }, signal)
    })
    const { status, headers } = answer
    const body = parse(text)
    const errors = answer.ok ? [] : errorsOf(body)
    const words = wordsOf(errors, key)
    const isJson = body !== undefined
    // A refusal that Klaviyo itself didn't write is nothing that a caller knows how to deal with.
    if (!answer.ok && (!isJson || request.accept?.includes(status) !== true)) {
      const { method, path, about } = request
      throw klaviyoFailure({ method, path, about, status, headers, isJson, words, nowMs: clock.now() })
    }
    if (!isJson) throw notKlaviyo(request, status)
    return { status, body, errors, words, dateMs: dateMs(headers) }
  }
}

async function exchange(
  fetch: typeof globalThis.fetch,
  address: string,
  { method, path, query, body }: KlaviyoRequest,
  key: string,
  signal: AbortSignal,
): Promise<{ answer: Response; text: string }> {
  const headers = {
    Authorization: `Klaviyo-API-Key ${key}`,
    Revision: revision,
    Accept: 'application/vnd.api+json',
    'User-Agent': 'Listferry',
  }
  const content =
    body === undefined ? { headers } : { headers: { ...headers, 'Content-Type': 'application/json' }, body }
  // A redirect is an answer to report, not to follow: the key would go along to wherever it leads.
  const answer = await fetch(address + path + queryText(query), {
    method,
    redirect: 'manual',
    signal,
    ...content,
  })
  return { answer, text: await answer.text() }
}

/** Percent-encodes everything that needs it: a bare `+` would be read as a space. */
export function queryText(query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** `null` for an empty body, `undefined` for one that isn't JSON. */
function parse(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch {
    // A gateway's web page: whoever asked decides by the status.
    return undefined
  }
}

function dateMs(headers: Headers): number | null {
  const ms = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(ms) ? null : ms
}

function notKlaviyo({ method, path }: KlaviyoRequest, status: number): AppError {
  return new AppError(
    'unavailable',
    'The answer did not come from Klaviyo but from something on the way, such as a network that wants a sign-in. Open a web page, sign in if asked, then try again.',
    { cause: new Error(`${method} ${path} answered ${status} without JSON`), mayHaveHappened: true },
  )
}
