import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Account } from '../../../../electron/engine/connectors/connector.ts'
import { kitConnector } from '../../../../electron/engine/connectors/kit/kitConnector.ts'
import { fixedCredentials } from '../../../support/credentials.ts'
import { createManualClock, type ManualClock } from '../../../support/manualClock.ts'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** As it came over the wire, before decoding. */
  readonly rawUrl: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

export interface ScriptedAnswer {
  readonly status?: number
  /** Sent as JSON. */
  readonly json?: unknown
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Break the connection before any answer or in the middle of one, or fall silent there. */
  readonly drop?: 'before' | 'half way' | 'silent half way'
}

/** Answers by method and path: `GET /v4/tags`. `null` leaves the request without an answer for ever. */
export type Script = (request: SeenRequest) => ScriptedAnswer | null

export interface ScriptedKit {
  readonly address: string
  readonly requests: readonly SeenRequest[]
  readonly clock: ManualClock
  /** An account that talks to it. */
  open(options?: { key?: string; fetch?: typeof fetch }): Account
}

export const practiceKey = 'kit_0123456789abcdef_secret'

/** A server for one test that says what no well-behaved service would. */
export async function startScriptedKit(script: Script): Promise<ScriptedKit> {
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
    address,
    requests,
    clock,
    open: ({ key = practiceKey, fetch = globalThis.fetch } = {}) =>
      kitConnector.open(credentials(key), { address, clock, fetch }),
  }
}

export function credentials(key: string) {
  return fixedCredentials({ form: 'api-key', values: { apiKey: key } })
}

/** A person as Kit answers them. */
export function person(id: number, rest: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    first_name: null,
    email_address: `p${id}@example.com`,
    state: 'active',
    created_at: '2026-01-02T03:04:05Z',
    fields: {},
    ...rest,
  }
}

export function listOf(rows: string, values: readonly unknown[], nextCursor: string | null = null) {
  const pagination = {
    has_previous_page: false,
    has_next_page: nextCursor !== null,
    start_cursor: null,
    end_cursor: nextCursor,
    per_page: 1000,
  }
  return { json: { [rows]: values, pagination } }
}

/** An address where nobody answers. */
export async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('It did not fail.')
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const url = new URL(incoming.url ?? '/', 'http://kit')
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    rawUrl: incoming.url ?? '',
    headers: incoming.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

function write(outgoing: ServerResponse, answer: ScriptedAnswer | null): void {
  if (answer === null) return
  if (answer.drop === 'before') {
    outgoing.destroy()
    return
  }
  const text = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
  const type = answer.json === undefined ? 'text/html' : 'application/json; charset=utf-8'
  outgoing.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers })
  if (answer.drop !== undefined) {
    const isSilent = answer.drop === 'silent half way'
    outgoing.write(text.slice(0, text.length >> 1), () => (isSilent ? undefined : outgoing.destroy()))
    return
  }
  outgoing.end(text)
}
