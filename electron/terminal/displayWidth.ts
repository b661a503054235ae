const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const invisible = /^[\p{M}\u200b-\u200f\ufeff]+$/u

/** How many columns of a terminal a text takes: two for Chinese, Japanese, Korean and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += invisible.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}

/** `padEnd`, counted in columns of a terminal. */
export function padColumns(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** As much of the start of a text as fits into so many columns. */
export function cutColumns(text: string, width: number): string {
  let kept = ''
  let used = 0
  for (const character of text) {
    used += displayWidth(character)
    if (used > width) break
    kept += character
  }
  return kept
}
