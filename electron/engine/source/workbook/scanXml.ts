import { AppError } from '../../../../shared/errors.ts'

/** What is found in a text of XML, in order. Names come without their prefix (`x:row` is `row`). */
export interface XmlSink {
  /** `attributes`: as written, to be asked with `attributeOf`; it is closed at once where `empty`. */
  open(name: string, attributes: string, empty: boolean): void
  close(name: string): void
  /** Decoded; a long text may come in several pieces. */
  text(text: string): void
}

/** A single tag as long as this is damage, or made to fill the memory. */
const longestTag = 1024 * 1024

/**
 * Reads XML piece by piece, however it is cut, and holds no more than one tag. It knows as much of XML as spreadsheets
 * write: elements, attributes, text, CDATA; comments and instructions are skipped; nothing is ever fetched or expanded.
 */
export function xmlScanner(sink: XmlSink): { write(piece: string): void } {
  let rest = ''
  return {
    write(piece) {
      const text = rest + piece
      rest = text.slice(scan(text, sink))
      if (rest.length > longestTag)
        throw new AppError(
          'invalid-input',
          'A part of this workbook is damaged. Save it again, and choose it anew.',
        )
    },
  }
}

/** @returns where the piece starts that is not whole yet. */
function scan(text: string, sink: XmlSink): number {
  let at = 0
  while (at < text.length) {
    const start = text.indexOf('<', at)
    if (start === -1) {
      // A reference such as `&amp;` may be cut at the end.
      const cut = text.lastIndexOf('&')
      const end = cut >= at && text.length - cut < 12 && !text.includes(';', cut) ? cut : text.length
      if (end > at) sink.text(decodeText(text.slice(at, end)))
      return end
    }
    if (start > at) sink.text(decodeText(text.slice(at, start)))
    const next = readMark(text, start, sink)
    if (next === -1) return start
    at = next
  }
  return at
}

/** @returns where it ends; -1: beyond this text. */
function readMark(text: string, start: number, sink: XmlSink): number {
  const second = text.charCodeAt(start + 1)
  if (second === exclamation) {
    if (text.startsWith('<!--', start)) return after(text, '-->', start + 4)
    if (text.startsWith('<![CDATA[', start)) {
      const end = text.indexOf(']]>', start)
      if (end !== -1) sink.text(text.slice(start + 9, end))
      return end === -1 ? -1 : end + 3
    }
    if (text.length - start < 9) return -1
    return after(text, '>', start)
  }
  if (second === question) return after(text, '?>', start)
  const end = text.indexOf('>', start)
  if (end === -1) return -1
  if (second === slash) sink.close(withoutPrefix(text.slice(start + 2, end).trimEnd()))
  else {
    const empty = text.charCodeAt(end - 1) === slash
    const inside = text.slice(start + 1, empty ? end - 1 : end)
    const space = inside.search(/\s/)
    const name = space === -1 ? inside : inside.slice(0, space)
    sink.open(withoutPrefix(name), space === -1 ? '' : inside.slice(space), empty)
  }
  return end + 1
}

const exclamation = 33
const slash = 47
const question = 63

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end === -1 ? -1 : end + mark.length
}

function withoutPrefix(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeText(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi,
    (all: string, decimal?: string, hex?: string, name?: string) => {
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : null
      if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
      return references[name ?? ''] ?? all
    },
  )
}

/** The value of an attribute, whatever its prefix; `undefined` where there is none. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (let from = 0; ;) {
    const at = attributes.indexOf(`${name}=`, from)
    if (at === -1) return undefined
    const before = attributes.charCodeAt(at - 1)
    const quote = attributes[at + name.length + 1]
    if ((before <= 32 || before === 58) && (quote === '"' || quote === "'")) {
      const start = at + name.length + 2
      const end = attributes.indexOf(quote, start)
      return end === -1 ? undefined : decodeText(attributes.slice(start, end))
    }
    from = at + name.length
  }
}
