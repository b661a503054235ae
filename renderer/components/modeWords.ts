/** What a mode sends, as the end of "Send …". An unknown one, of a newer version, stays as it is. */
export function modeWords(mode: string): string {
  return words.get(mode) ?? mode
}

const words: ReadonlyMap<string, string> = new Map([
  ['changed', 'only what differs from the account'],
  ['append', 'only rows that were never sent before'],
  ['mirror', 'what differs, and take out whoever is no longer in the file'],
  ['full-refresh', 'every valid row, whatever the account holds'],
])
