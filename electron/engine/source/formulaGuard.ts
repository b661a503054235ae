/**
 * Spreadsheets run a cell that begins with = + - or @ as a formula. In the files that Listferry writes such a cell
 * gets a sign in front that takes no ink and that nobody types (U+2060), so that `+4720123456` and `=HYPERLINK(…)` are
 * seen as they are and stay text. Reading takes that one sign away again, so that every cell comes back as it was.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const guard = '\u2060'

const runs = /^\u2060*[=+\-@\t\r＝＋－＠]/
const guarded = /^\u2060(?=\u2060*[=+\-@\t\r＝＋－＠])/

/** The cell as it is written into a file for people. */
export function guardFormula(cell: string): string {
  return runs.test(cell) ? guard + cell : cell
}

/** The cell as it is written where nothing is run: only a sign that reading would take away gets another in front. */
export function keepGuard(cell: string): string {
  return guarded.test(cell) ? guard + cell : cell
}

/** Whether a text can hold guarded cells: far cheaper to ask than each cell. */
export function mayBeGuarded(text: string): boolean {
  return text.includes(guard)
}

/** The cell as it was before it was written. */
export function unguardFormula(cell: string): string {
  return cell.replace(guarded, '')
}
