import type { ConnectorDeps } from '../connector.ts'
import type { Credentials } from '../credentials.ts'
import { exchange, notFromService } from '../exchange.ts'
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
  const service = { name: 'Klaviyo', fetch, address }
  return async (request, signal) => {
    const key = readPrivateKey(await credentials.read())
    const received = await exchange(service, request, headersFor(key), signal)
    const { status, ok, headers, body, dateMs } = received
    const errors = ok ? [] : errorsOf(body)
    const words = wordsOf(errors, key)
    const isJson = body !== undefined
    // A refusal that Klaviyo itself didn't write is nothing that a caller knows how to deal with.
    if (!ok && (!isJson || request.accept?.includes(status) !== true)) {
      const { method, path, about } = request
      throw klaviyoFailure({ method, path, about, status, headers, isJson, words, nowMs: clock.now() })
    }
    if (!isJson) throw notFromService('Klaviyo', request, status)
    return { status, body, errors, words, dateMs }
  }
}

function headersFor(key: string): Readonly<Record<string, string>> {
  return {
    Authorization: `Klaviyo-API-Key ${key}`,
    Revision: revision,
    Accept: 'application/vnd.api+json',
    'User-Agent': 'Listferry',
  }
}
