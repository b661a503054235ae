import { request } from 'node:http'
import type { PushMessage } from '../../shared/contract/contract.ts'
import type { HostAnswer } from '../../shared/contract/host.ts'
import { until } from './until.ts'

/** A window in a browser, as its host sees it: a cookie and requests. */
export interface WebWindow {
  readonly cookie: string
  fetch(path: string, init?: RequestInit): Promise<Response>
  call(name: string, input: unknown, signal?: AbortSignal): Promise<HostAnswer>
  /** Opens the event stream; messages arrive in the array it gives. */
  listen(signal: AbortSignal): Promise<PushMessage[]>
}

/** Opens the address that the host printed, as a browser does. */
export async function openWebWindow(address: string): Promise<WebWindow> {
  const entered = await fetch(address, { redirect: 'manual' })
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const base = new URL(address).origin
  const get = (path: string, init: RequestInit = {}) =>
    fetch(base + path, { ...init, headers: { cookie, ...(init.headers as Record<string, string>) } })
  return {
    cookie,
    fetch: get,
    async call(name, input, signal) {
      const response = await get(`/call/${name}`, {
        method: 'POST',
        body: JSON.stringify(input),
        headers: { 'content-type': 'application/json' },
        ...(signal && { signal }),
      })
      return (await response.json()) as HostAnswer
    },
    async listen(signal) {
      const response = await get('/push', { signal })
      const messages: PushMessage[] = []
      void readEvents(response, messages)
      await until(() => response.body !== null)
      return messages
    },
  }
}

async function readEvents(response: Response, messages: PushMessage[]): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true })
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events)
        if (event.startsWith('data: ')) messages.push(...(JSON.parse(event.slice(6)) as PushMessage[]))
    }
  } catch {
    // the test went away, or the host did
  }
}

/** A GET with headers that `fetch` would not let anyone choose. */
export function rawGet(
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    sent.on('error', reject).end()
  })
}
