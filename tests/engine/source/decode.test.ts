import { expect, test } from 'vitest'
import { streamDecoder } from '../../../electron/engine/source/decode.ts'
import type { Encoding } from '../../../shared/model.ts'
import { encodeText } from '../../support/csvFixtures.ts'

function decodeInPieces(bytes: Uint8Array, encoding: Encoding, bom: boolean, size: number): string {
  const decoder = streamDecoder(encoding, bom)
  let text = ''
  for (let at = 0; at < bytes.length; at += size) text += decoder.write(bytes.subarray(at, at + size))
  return text + decoder.end()
}

test.each<[Encoding, string]>([
  ['utf-8', 'Zoë, 東京, 🎉'],
  ['utf-16le', 'Zoë, 東京, 🎉'],
  ['utf-16be', 'Zoë, 東京, 🎉'],
  ['windows-1252', 'Zoë – 12 €, O’Brien'],
  ['iso-8859-15', 'Zoë, 12 €, Šárka'],
  ['macintosh', 'Zoë – O’Brien, Ångström'],
  ['cp850', 'Jürgen Müller, Zoë, São Tomé'],
  ['windows-1250', 'Łukasz Żółć, Dvořák, Szőke'],
])('%s comes out whole however it is cut', (encoding, text) => {
  const marked = encoding.startsWith('utf')
  const bytes = encodeText(text, encoding, marked)
  for (const size of [1, 2, 3, 5, 1000]) expect(decodeInPieces(bytes, encoding, marked, size)).toBe(text)
})

test('the euro sign of Mac Roman is one', () => {
  expect(decodeInPieces(Uint8Array.of(0xdb), 'macintosh', false, 1)).toBe('€')
})

test('only the mark at the start is taken off', () => {
  expect(decodeInPieces(encodeText('\uFEFFa\uFEFF', 'utf-8'), 'utf-8', true, 1)).toBe('a\uFEFF')
  expect(decodeInPieces(encodeText('\uFEFFa', 'utf-8'), 'utf-8', false, 1)).toBe('\uFEFFa')
})

test.each<[Encoding, readonly number[], string]>([
  ['utf-8', [0x61, 0xff, 0x62], 'a�b'],
  ['utf-8', [0x61, 0xc3], 'a�'],
  ['utf-16le', [0x61, 0x00, 0x00, 0xd8, 0x62, 0x00], 'a�b'],
  ['windows-1252', [0x61, 0x81, 0x62], 'a�b'],
])('bytes without a meaning in %s are shown as such, %j', (encoding, bytes, text) => {
  expect(decodeInPieces(Uint8Array.from(bytes), encoding, false, 1)).toBe(text)
})
