/** What Windows-1252 has at 0x80 to 0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt); its gaps as control characters. */
const from0x80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const byteOf = new Map(Array.from(from0x80, (char, at) => [char, 0x80 + at]))

/** UTF-8's first bytes of the letters of our languages and of typographic marks, as Windows-1252 shows them. */
const tellTale = /[ÂÃÄÅâ]/
const longestLooked = 1000

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * `JÃ¼rgen` → `Jürgen`: text in UTF-8 that some program took for Windows-1252 and saved so. `null` for all other text: what is
 * written in either encoding hardly ever makes valid UTF-8 in the other. Pure.
 */
export function readOnce(cell: string): string | null {
  if (!tellTale.test(cell) || cell.length > longestLooked) return null
  const bytes = new Uint8Array(cell.length)
  for (let at = 0; at < cell.length; at += 1) {
    const unit = cell.charCodeAt(at)
    const byte = byteOf.get(cell.charAt(at)) ?? (unit < 0x80 || (unit >= 0xa0 && unit <= 0xff) ? unit : -1)
    if (byte === -1) return null
    bytes[at] = byte
  }
  try {
    return decoder.decode(bytes)
  } catch {
    // Not UTF-8, so it is what it seems to be.
    return null
  }
}
