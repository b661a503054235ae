/**
 * A word or a phrase as tables know it: lower case, without accents, every run of other signs one space.
 * `NOT_SUBSCRIBED` → `not subscribed`, `Désinscrit(e)` → `desinscrit e`, `Größe` → `grosse`.
 */
export function foldWord(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøæœđł]/g, (letter) => spelledOut[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const spelledOut: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd', ł: 'l' }
