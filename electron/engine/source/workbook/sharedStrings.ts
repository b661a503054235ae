import type { ArchiveEntry } from '../archive/openArchive.ts'
import { type XmlSink, xmlScanner } from './scanXml.ts'
import { longestCell, unescapeText } from './sheetCells.ts'

/**
 * Reads the texts of a workbook in their order. Ends early once `onText` answers `false`.
 * `onRead` is told of each piece how many bytes it had.
 */
export async function readSharedStrings(
  entry: ArchiveEntry,
  onText: (text: string) => boolean,
  onRead: (bytes: number) => void = () => undefined,
): Promise<void> {
  let text = ''
  let reading = false
  let inPhonetic = false
  const wanted = { more: true }
  const give = (found: string) => {
    wanted.more &&= onText(found)
  }
  const sink: XmlSink = {
    open(name, _attributes, empty) {
      if (name === 'si') {
        text = ''
        if (empty) give('')
      } else if (name === 't') reading = !empty && !inPhonetic
      else if (name === 'rPh') inPhonetic = !empty
    },
    text(piece) {
      if (reading && text.length < longestCell) text += piece
    },
    close(name) {
      if (name === 't') reading = false
      else if (name === 'rPh') inPhonetic = false
      else if (name === 'si') give(unescapeText(text))
    },
  }
  const scanner = xmlScanner(sink)
  const decoder = new TextDecoder()
  for await (const bytes of entry.read()) {
    onRead(bytes.length)
    scanner.write(decoder.decode(bytes, { stream: true }))
    if (!wanted.more) return
  }
}
