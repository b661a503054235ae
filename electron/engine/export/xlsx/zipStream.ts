import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { AppError } from '../../../../shared/errors.ts'

export interface ZipEntry {
  readonly name: string
  readonly text: Iterable<string> | AsyncIterable<string>
}

interface Written {
  readonly name: Buffer
  readonly at: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

/** What the format without its 64-bit extension can count to, which not every reader knows. */
const mostBytes = 0xffff_ffff

/**
 * A ZIP file piece by piece: nothing of it is held in memory, and packing goes on beside the engine's thread. Sizes come
 * behind each entry (PKWARE's APPNOTE 4.4.4, bit 3), since they are only known then.
 */
export async function* zipStream(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = []
  let at = 0
  for await (const { name, text } of entries) {
    const header = Buffer.from(name, 'utf8')
    yield localHeader(header)
    const tally = { crc: 0, size: 0 }
    let packed = 0
    const deflate = createDeflateRaw({ level: 6 })
    // What fails is thrown by the loop.
    pipeline(
      Readable.from(counted(text, tally), { objectMode: true, highWaterMark: 2 }),
      deflate,
      () => undefined,
    )
    for await (const piece of deflate as AsyncIterable<Buffer>) {
      packed += piece.length
      yield piece
    }
    const entry = { name: header, at, packed, ...tally }
    yield descriptor(entry)
    written.push(entry)
    at += localHeader(header).length + packed + descriptor(entry).length
    if (tally.size > mostBytes || at > mostBytes)
      throw new AppError('invalid-input', 'This is more than an Excel file can hold. Save it as CSV.')
  }
  const directory = written.map(directoryEntry)
  yield* directory
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  yield directoryEnd(written.length, size, at)
}

async function* counted(
  text: ZipEntry['text'],
  tally: { crc: number; size: number },
): AsyncGenerator<Buffer> {
  for await (const piece of text) {
    const bytes = Buffer.from(piece, 'utf8')
    tally.crc = crc32(bytes, tally.crc)
    tally.size += bytes.length
    yield bytes
  }
}

/** 20: needs deflate. 0x0808: sizes follow, names are UTF-8. 8: deflated. 0x0021: 1 January 1980, which says nothing. */
const common = [u16(20), u16(0x0808), u16(8), u16(0), u16(0x0021)]

function localHeader(name: Buffer): Buffer {
  return Buffer.concat([u32(0x0403_4b50), ...common, u32(0), u32(0), u32(0), u16(name.length), u16(0), name])
}

function descriptor({ crc, packed, size }: Written): Buffer {
  return Buffer.concat([u32(0x0807_4b50), u32(crc), u32(packed), u32(size)])
}

function directoryEntry({ name, at, crc, packed, size }: Written): Buffer {
  const lengths = [u16(name.length), u16(0), u16(0), u16(0), u16(0)]
  return Buffer.concat([
    u32(0x0201_4b50),
    u16(20),
    ...common,
    u32(crc),
    u32(packed),
    u32(size),
    ...lengths,
    u32(0),
    u32(at),
    name,
  ])
}

function directoryEnd(count: number, size: number, at: number): Buffer {
  return Buffer.concat([u32(0x0605_4b50), u16(0), u16(0), u16(count), u16(count), u32(size), u32(at), u16(0)])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

/** Sizes beyond what fits are refused by whoever wrote them. */
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value % (mostBytes + 1))
  return bytes
}
