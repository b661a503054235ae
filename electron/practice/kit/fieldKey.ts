const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
}

/**
 * The key of a custom field: its label in ASCII, lower case, with underscores (Kit's page on custom fields). What
 * Kit does about a key that is taken, or a label without any Latin letter, is not published: a number is added, and
 * the id stands in.
 */
export function fieldKey(label: string, id: number, taken: ReadonlySet<string>): string {
  const plain = asciiWords(label) || `field_${id}`
  if (!taken.has(plain)) return plain
  for (let number = 2; ; number++) {
    const key = `${plain}_${number}`
    if (!taken.has(key)) return key
  }
}

/** `Numéro de téléphone` → `numero_de_telephone` */
export function asciiWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßæœøđðþłı]/g, (letter) => letters[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
}
