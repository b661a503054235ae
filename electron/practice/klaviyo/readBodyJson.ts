import { constants, createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'
import { Readable, Writable } from 'node:stream'
import type { Answer } from '../answer.ts'
import { readBytes } from '../readBody.ts'
import { invalidBody, plainFailure } from './errors.ts'
import { isDeeperThan } from './json.ts'

/** A body's JSON; or what to answer once everything before the body is in order. */
export type BodyRead = { readonly json: unknown; readonly bytes: number } | { readonly refused: Answer }

/** 5 MB, unpacked. That a megabyte has 10^6 bytes is assumed: the stricter reading. */
export const maxBodyBytes = 5_000_000
/** Deeper than anybody's data; JSON this deep could not be written out again. */
const maxDepth = 200

/** Reads a request's body: `undefined` JSON where there is none. Both JSON types are taken, plain or gzipped. */
export async function readBodyJson(request: Request): Promise<BodyRead> {
  // Read before judging, so that the answer reaches whoever is still sending.
  const sent = await readBytes(request, maxBodyBytes)
  if (sent !== undefined && sent.length === 0) return { json: undefined, bytes: 0 }
  const wrongKind = wrongType(request) ?? wrongEncoding(request)
  if (wrongKind !== null) return { refused: wrongKind }
  const plain = sent === undefined || !isGzip(request) ? sent : await unpacked(sent)
  if (plain === undefined) return { refused: tooLarge }
  return plain === 'damaged' ? malformed('gzip') : parsed(plain)
}

const jsonTypes = ['application/json', 'application/vnd.api+json']

function wrongType(request: Request): Answer | null {
  const type = request.headers.get('content-type') ?? ''
  const name = type.split(';')[0]?.trim().toLowerCase() ?? ''
  return jsonTypes.includes(name) ? null : unsupported(`Unsupported media type "${type}" in request.`)
}

function encodingOf(request: Request): string {
  return (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
}

function isGzip(request: Request): boolean {
  return encodingOf(request) === 'gzip'
}

function wrongEncoding(request: Request): Answer | null {
  const encoding = encodingOf(request)
  if (encoding === 'identity' || encoding === 'gzip') return null
  return unsupported(`Unsupported content encoding "${encoding}" in request.`)
}

function unsupported(detail: string): Answer {
  return plainFailure(415, 'unsupported_media_type', 'Unsupported media type.', detail)
}

const tooLarge = plainFailure(
  413,
  'payload_too_large',
  'Payload too large.',
  'The decompressed body must not be larger than 5MB.',
)

/** Unpacks a piece at a time and stops at the limit: a small body can hold a very large one. */
async function unpacked(packed: Buffer): Promise<Buffer | undefined | 'damaged'> {
  const chunks: Buffer[] = []
  let bytes = 0
  const collect = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length
      chunks.push(chunk)
      done(bytes > maxBodyBytes ? new Error('too large') : null)
    },
  })
  try {
    await pipeline(Readable.from([packed]), createGunzip({ finishFlush: constants.Z_FINISH }), collect)
    return Buffer.concat(chunks)
  } catch {
    return bytes > maxBodyBytes ? undefined : 'damaged' // the error only repeats which of the two it was
  }
}

function parsed(plain: Buffer): BodyRead {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain))
    return isDeeperThan(json, maxDepth) ? malformed('JSON') : { json, bytes: plain.length }
  } catch {
    return malformed('JSON') // not UTF-8, or not JSON
  }
}

function malformed(what: string): BodyRead {
  return { refused: invalidBody('/data', `The request body could not be read as ${what}.`).answer }
}
