/** What a cell looks like, roughly: enough to tell a header from data and a real delimiter from a comma in a price. */
export type CellKind = 'blank' | 'email' | 'date' | 'number' | 'text'

/** The kind of one cell. Phone numbers count as numbers, amounts with a decimal comma too. */
export function cellKind(cell: string): CellKind {
  const text = cell.length > 200 ? '' : cell.trim()
  if (cell.length > 200) return 'text'
  if (text === '') return 'blank'
  if (/^[^\s@,;|"]+@[^\s@,;|"]+\.[^\s@,;|"]+$/.test(text)) return 'email'
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ][\d:.,]+(?:Z|[+-][\d:]+)?)?$/.test(text)) return 'date'
  if (/^[+-]?(?:[$€£]\s?)?[\d.,]*\d[\d.,]*(?:\s?[%$€£])?$/.test(text)) return 'number'
  return /^[+(]?\d[\d\s().-]{5,}$/.test(text) ? 'number' : 'text'
}
