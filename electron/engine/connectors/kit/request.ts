import { AppError } from '../../../../shared/errors.ts'
import type { ConnectorDeps } from '../connector.ts'
import type { KitAccess } from './access.ts'
import { connectionFailure } from '../connectionFailure.ts'
import { kitFailure, wordsOf } from './kitFailure.ts'

export interface KitRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From `/v4` on. Ids only, never an address: paths are logged. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Statuses besides 2xx that the caller deals with; any other is thrown. */
  readonly accept?: readonly number[]
  /** What is asked for, for the words of an error: `the tag “VIP”`. */
  readonly about?: string
}

export interface KitAnswer {
  readonly status: number
  /** Parsed JSON; `null` where the answer had none. */
  readonly body: unknown
  /** Kit's own words, when it refused. */
  readonly words: string
  /** The service's clock when it answered; `null` where it didn't say. */
  readonly dateMs: number | null
}

/** Sends one request to Kit. Throws an `AppError` for an answer outside 2xx and `accept`, and when none came. */
export type SendToKit = (request: KitRequest, signal: AbortSignal) => Promise<KitAnswer>

/** A request that is refused with 401 was not done: where there is another grant, it is sent once more with that. */
export function createSendToKit(access: KitAccess, deps: ConnectorDeps): SendToKit {
  const { clock } = deps
  return async (request, signal) => {
    let grant = await access.current()
    let exchanged = await exchange(deps, request, grant.headers, signal)
    if (exchanged.answer.status === 401) {
      const next = await access.afterRefusal(grant)
      if (next !== null) {
        grant = next
        exchanged = await exchange(deps, request, grant.headers, signal)
      }
    }
    const { answer, text } = exchanged
    const { secret, refusedAdvice } = grant
    const { method, path, about } = request
    const { status, headers } = answer
    return answerOf({
      request,
      answer,
      text,
      wordsOf: (body) => wordsOf(body, secret),
      failure: (words) =>
        kitFailure({ method, path, about, status, headers, words, refusedAdvice, nowMs: clock.now() }),
    })
  }
}

interface Received {
  readonly request: KitRequest
  readonly answer: Response
  readonly text: string
  readonly wordsOf: (body: unknown) => string
  readonly failure: (words: string) => AppError
}

/** What came back, as the caller wants it. @throws AppError outside 2xx and what the request accepts */
export function answerOf({ request, answer, text, wordsOf, failure }: Received): KitAnswer {
  const { status, headers } = answer
  const body = parse(text)
  const words = answer.ok ? '' : wordsOf(body)
  if (!answer.ok && request.accept?.includes(status) !== true) throw failure(words)
  if (body === undefined) throw notKit(request, status)
  return { status, body, words, dateMs: dateMs(headers) }
}

export interface Exchanged {
  readonly answer: Response
  readonly text: string
}

/** `letIn`: the headers that let the request in. */
export async function exchange(
  { fetch, address }: Pick<ConnectorDeps, 'fetch' | 'address'>,
  { method, path, query, body }: KitRequest,
  letIn: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Exchanged> {
  const headers = { ...letIn, Accept: 'application/json', 'User-Agent': 'Listferry' }
  const content =
    body === undefined
      ? { headers }
      : { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
  try {
    // A redirect is an answer to report, not to follow: the key would go along to wherever it leads.
    const answer = await fetch(address + path + queryText(query), {
      method,
      redirect: 'manual',
      signal,
      ...content,
    })
    return { answer, text: await answer.text() }
  } catch (error) {
    throw connectionFailure(error, { service: 'Kit', host: new URL(address).host }, signal)
  }
}

/** Percent-encodes everything that needs it: a bare `+` would be read as a space. */
export function queryText(query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
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

function notKit({ method, path }: KitRequest, status: number): AppError {
  return new AppError(
    'unavailable',
    'The answer did not come from Kit but from something on the way, such as a network that wants a sign-in. Open a web page, sign in if asked, then try again.',
    { cause: new Error(`${method} ${path} answered ${status} without JSON`), mayHaveHappened: true },
  )
}
