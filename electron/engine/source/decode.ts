import iconv from 'iconv-lite'
import type { Encoding } from '../../../shared/model.ts'

/** Bytes to text, piece by piece: a character cut by the end of a piece comes whole with the next one. */
export interface StreamDecoder {
  write(bytes: Uint8Array): string
  /** What is left: an unfinished character at the end of the file is U+FFFD. */
  end(): string
}

/**
 * Bytes that mean nothing in `encoding` become U+FFFD, never an error.
 * `bom`: take a byte order mark off the front of the text, if one is there.
 */
export function streamDecoder(encoding: Encoding, bom: boolean): StreamDecoder {
  const decoder =
    encoding === 'windows-1252' || encoding === 'cp850' ? tableDecoder(encoding) : standardDecoder(encoding)
  return bom ? withoutMark(decoder) : decoder
}

/** A whole sample at once, for detection. An unfinished last character is left out. */
export function decodeSample(bytes: Uint8Array, encoding: Encoding, bom: boolean): string {
  return streamDecoder(encoding, bom).write(bytes)
}

/** Not iconv-lite: its Mac Roman is the one from before the euro sign, and it is slower at UTF-8. */
function standardDecoder(encoding: Encoding): StreamDecoder {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

/** Not TextDecoder: it reads the five bytes that Windows-1252 leaves undefined as control characters, and knows no MS-DOS. */
function tableDecoder(encoding: Encoding): StreamDecoder {
  const decoder = iconv.getDecoder(encoding)
  return {
    write: (bytes) => decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    end: () => decoder.end() ?? '',
  }
}

function withoutMark(decoder: StreamDecoder): StreamDecoder {
  let atStart = true
  return {
    write(bytes) {
      const text = decoder.write(bytes)
      if (!atStart || text === '') return text
      atStart = false
      return text.startsWith('\uFEFF') ? text.slice(1) : text
    },
    end: () => decoder.end(),
  }
}
