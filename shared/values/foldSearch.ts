/** Text as a search compares it: without accents, lower case whatever the computer's language, trimmed. */
export function foldSearch(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase().trim()
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim()
}

/** Whether a text holds this part, which is folded. */
export function foundIn(text: string | null, foldedPart: string): boolean {
  return text !== null && foldSearch(text).includes(foldedPart)
}
