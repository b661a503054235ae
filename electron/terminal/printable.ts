// Escape sequences, and marks that turn the direction of text: a cell or a name in a file could redraw the terminal.
const unprintable = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** Text from files and accounts as a terminal may show it: control characters become `�`. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(unprintable, '�')
}
