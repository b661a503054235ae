import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** A service that says the same as another one, in forms that its document allows and that one never uses. */
export interface UnusualService {
  readonly address: string
  close(): Promise<void>
}

/**
 * Stands before a practice account. Its answers are gzipped and come in small pieces, a connection ends after each, header
 * names are in capitals, and in the JSON properties are in another order, what is `null` is left out where `leavesOut`
 * says so, and there are properties that no document of today has.
 */
export async function startUnusualService(
  target: string,
  leavesOut: (property: string) => boolean = () => true,
): Promise<UnusualService> {
  const server = createServer((incoming, outgoing) => {
    void forward(target, incoming).then(async ({ status, headers, text }) => {
      const body = text === '' ? Buffer.alloc(0) : gzipSync(unusual(text, leavesOut))
      const loud = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value] as const)
      outgoing.sendDate = false
      outgoing.writeHead(status, {
        ...Object.fromEntries(loud),
        CONNECTION: 'close',
        ...(body.length > 0 && { 'CONTENT-ENCODING': 'gzip', 'TRANSFER-ENCODING': 'chunked' }),
        'X-New-Header': 'of tomorrow',
      })
      // A piece ends anywhere, also within a letter.
      for (let at = 0; at < body.length; at += 997)
        await new Promise<void>((resolve) => outgoing.write(body.subarray(at, at + 997), () => resolve()))
      outgoing.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

interface Forwarded {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const ofThisHop = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'keep-alive',
])

async function forward(target: string, incoming: IncomingMessage): Promise<Forwarded> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    ofThisHop.has(name) || value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const { method = 'GET', url = '/' } = incoming
  const body = Buffer.concat(chunks)
  const answer = await fetch(target + url, { method, headers, ...(body.length > 0 && { body }) })
  const kept = [...answer.headers].filter(([name]) => !ofThisHop.has(name) && name !== 'date')
  return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() }
}

function unusual(text: string, leavesOut: (property: string) => boolean): string {
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changed)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
      .filter(([name, one]) => one !== null || !leavesOut(name))
      .map(([name, one]) => [name, changed(one)] as const)
      .reverse()
    return Object.fromEntries([['a_field_of_tomorrow', { nested: [null, 1] }], ...entries])
  }
  const json = JSON.stringify(changed(JSON.parse(text)), null, '\t')
  return `\r\n${json.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)}\r\n`
}
