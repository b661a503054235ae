import type { IncomingMessage } from 'node:http'

/** The body of a GET, which a `Request` can't carry; `undefined` where it is longer than `maxBytes`. */
export async function readIncoming(incoming: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes <= maxBytes) chunks.push(chunk)
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8')
}

/**
 * The text of a request's body, `''` where there is none; `undefined` where it is longer than `maxBytes`.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string | undefined> {
  return (await readBytes(request, maxBytes))?.toString('utf8')
}

/**
 * A request's body as it came. What is longer than `maxBytes` is read to its end and forgotten, so that the answer
 * still reaches whoever is sending.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer | undefined> {
  if (request.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes <= maxBytes) chunks.push(chunk)
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks)
}
