import type { AppError } from '../../../../shared/errors.ts'
import type { ConnectorDeps } from '../connector.ts'
import { exchange, notFromService, type Received } from '../exchange.ts'
import type { KitAccess } from './access.ts'
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
    let received = await exchangeWithKit(deps, request, grant.headers, signal)
    if (received.status === 401) {
      const next = await access.afterRefusal(grant)
      if (next !== null) {
        grant = next
        received = await exchangeWithKit(deps, request, grant.headers, signal)
      }
    }
    const { secret, refusedAdvice } = grant
    const { method, path, about } = request
    const { status, headers } = received
    return answerOf({
      request,
      received,
      wordsOf: (body) => wordsOf(body, secret),
      failure: (words) =>
        kitFailure({ method, path, about, status, headers, words, refusedAdvice, nowMs: clock.now() }),
    })
  }
}

interface Answered {
  readonly request: KitRequest
  readonly received: Received
  readonly wordsOf: (body: unknown) => string
  readonly failure: (words: string) => AppError
}

/** What came back, as the caller wants it. @throws AppError outside 2xx and what the request accepts */
export function answerOf({ request, received, wordsOf, failure }: Answered): KitAnswer {
  const { status, ok, body, dateMs } = received
  const words = ok ? '' : wordsOf(body)
  if (!ok && request.accept?.includes(status) !== true) throw failure(words)
  if (body === undefined) throw notFromService('Kit', request, status)
  return { status, body, words, dateMs }
}

/** `letIn`: the headers that let the request in. */
export function exchangeWithKit(
  { fetch, address }: Pick<ConnectorDeps, 'fetch' | 'address'>,
  { body, ...request }: KitRequest,
  letIn: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Received> {
  return exchange(
    { name: 'Kit', fetch, address },
    body === undefined ? request : { ...request, body: JSON.stringify(body) },
    { ...letIn, Accept: 'application/json', 'User-Agent': 'Listferry' },
    signal,
  )
}
