import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import type { Account } from '../../../../electron/engine/connectors/connector.ts'
import { klaviyoConnector } from '../../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import { AppError } from '../../../../shared/errors.ts'
import { fixedCredentials } from '../../../support/credentials.ts'
import { createManualClock, type ManualClock } from '../../../support/manualClock.ts'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly bytes: number
  readonly body: unknown
}

export interface ScriptedAnswer {
  readonly status?: number
  /** Sent as JSON. */
  readonly json?: unknown
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface ScriptedKlaviyo {
  readonly requests: readonly SeenRequest[]
  readonly clock: ManualClock
  /** An account that talks to it. */
  open(key?: string): Account
}

export const someKey = 'pk_0123456789abcdef0123456789abcdef01'

/** A server for one test that says what no well-behaved service would. */
export async function startScriptedKlaviyo(
  script: (request: SeenRequest) => ScriptedAnswer,
): Promise<ScriptedKlaviyo> {
  const requests: SeenRequest[] = []
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((request) => {
      requests.push(request)
      write(outgoing, script(request))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = createManualClock()
  return {
    requests,
    clock,
    open: (key = someKey) => {
      const secret = { form: 'private-key', values: { privateKey: key } }
      const credentials = fixedCredentials(secret)
      return klaviyoConnector.open(credentials, { address, clock, fetch: globalThis.fetch })
    },
  }
}

/** A person as Klaviyo answers them with subscriptions: never subscribed. */
export function person(
  n: number,
  attributes: Readonly<Record<string, unknown>> = {},
  marketing: Readonly<Record<string, unknown>> = {},
) {
  const email = { can_receive_email_marketing: true, consent: 'NEVER_SUBSCRIBED', suppression: [] }
  return {
    type: 'profile',
    id: `01P${n}`,
    attributes: {
      email: `p${n}@example.com`,
      phone_number: null,
      external_id: null,
      first_name: null,
      location: { city: null },
      properties: {},
      created: '2026-01-02T03:04:05+00:00',
      updated: '2026-01-02T03:04:05+00:00',
      subscriptions: { email: { marketing: { ...email, ...marketing } } },
      ...attributes,
    },
  }
}

/** A page of a collection; `next` is the whole link. */
export function pageOf(data: readonly unknown[], next: string | null = null): ScriptedAnswer {
  return { json: { data, links: { self: 'https://a.klaviyo.com/api', next, prev: null } } }
}

/** A refusal of these places in the body. */
export function refusal(
  status: number,
  errors: readonly { readonly detail: string; readonly pointer?: string }[],
): ScriptedAnswer {
  const json = {
    errors: errors.map(({ detail, pointer = '/data/' }) => {
      return { id: 'e', status, code: 'invalid', title: 'Invalid input.', detail, source: { pointer } }
    }),
  }
  return { status, json }
}

export async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const whole = Buffer.concat(chunks)
  const url = new URL(incoming.url ?? '/', 'http://klaviyo')
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    bytes: whole.length,
    body: whole.length === 0 ? undefined : JSON.parse(whole.toString('utf8')),
  }
}

function write(outgoing: ServerResponse, { status = 200, json, text, headers }: ScriptedAnswer): void {
  const type = json === undefined ? 'text/html' : 'application/vnd.api+json'
  outgoing.writeHead(status, { 'content-type': type, ...headers })
  outgoing.end(text ?? (json === undefined ? '' : JSON.stringify(json)))
}
