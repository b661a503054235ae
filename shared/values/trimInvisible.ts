/**
 * Removes what cannot be seen from both ends: spaces of every width (also no-break), line breaks, zero-width
 * characters, byte order marks, soft hyphens and direction marks, which copying from web pages and spreadsheets leaves.
 * A loop, not a pattern: `\s+$` takes quadratic time on a long cell of spaces that does not end in one.
 */
export function trimInvisible(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isInvisible(text.charCodeAt(start))) start++
  while (end > start && isInvisible(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Whether a UTF-16 unit takes no ink: white space, format characters without a shape, control characters. */
export function isInvisible(unit: number): boolean {
  if (unit > 0x20 && unit < 0x7f) return false
  if (unit <= 0x20 || unit <= 0xa0) return true
  if (unit < 0x1680) return unit === 0xad || unit === 0x61c
  return isInvisibleBeyondLatin(unit)
}

function isInvisibleBeyondLatin(unit: number): boolean {
  if (unit >= 0x2000 && unit <= 0x200f) return true
  if (unit >= 0x2028 && unit <= 0x202f) return true
  if (unit >= 0x205f && unit <= 0x206f) return true
  return unit === 0x1680 || unit === 0x180e || unit === 0x3000 || unit === 0xfeff
}

/** Whether nothing in the text can be seen. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isInvisible(text.charCodeAt(at))) return false
  return true
}
