import { AppError } from '../../../shared/errors.ts'
import { connectionFailure } from './connectionFailure.ts'
import type { ConnectorDeps } from './connector.ts'

export interface JsonRequest {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** JSON, as text. */
  readonly body?: string
}

/** What came back, whatever its status. */
export interface Received {
  readonly status: number
  readonly ok: boolean
  readonly headers: Headers
  /** Parsed JSON; `null` where the answer had none, `undefined` where it had something else. */
  readonly body: unknown
  /** The service's clock when it answered; `null` where it didn't say. */
  readonly dateMs: number | null
}

export interface Service {
  /** As people know it: `Kit`. */
  readonly name: string
  readonly fetch: ConnectorDeps['fetch']
  readonly address: string
}

/**
 * Sends one request to a service that speaks JSON.
 *
 * @param headers what lets the request in, and what the service wants besides
 * @throws AppError only where no answer came
 */
export async function exchange(
  { name, fetch, address }: Service,
  { method, path, query, body }: JsonRequest,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Received> {
  const content =
    body === undefined ? { headers } : { headers: { ...headers, 'Content-Type': 'application/json' }, body }
  try {
    // A redirect is an answer to report, not to follow: the key would go along to wherever it leads.
    const answer = await fetch(address + path + queryText(query), {
      method,
      redirect: 'manual',
      signal,
      ...content,
    })
    return {
      status: answer.status,
      ok: answer.ok,
      headers: answer.headers,
      body: parse(await answer.text()),
      dateMs: dateMs(answer.headers),
    }
  } catch (error) {
    throw connectionFailure(error, { service: name, host: new URL(address).host }, signal)
  }
}

/** Percent-encodes everything that needs it: a bare `+` would be read as a space. */
export function queryText(query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** What was taken for an answer of the service, and isn't JSON. */
export function notFromService(
  service: string,
  { method, path }: Pick<JsonRequest, 'method' | 'path'>,
  status: number,
): AppError {
  return new AppError(
    'unavailable',
    `The answer did not come from ${service} but from something on the way, such as a network that wants a sign-in. Open a web page, sign in if asked, then try again.`,
    { cause: new Error(`${method} ${path} answered ${status} without JSON`), mayHaveHappened: true },
  )
}

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
