import { trimInvisible } from './trimInvisible.ts'

/**
 * What Excel, Google Sheets, LibreOffice and Numbers show where a formula came to nothing, in the seven languages: they write it into
 * the CSVs that they save, too.
 */
const errors = new Set(
  [
    '#N/A #VALUE! #REF! #DIV/0! #NUM! #NAME? #NULL! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! #ERROR! #GETTING_DATA',
    '#NV #WERT! #BEZUG! #ZAHL! #ÜBERLAUF! #KALK!',
    '#VALEUR! #NOMBRE! #NOM? #NUL! #PROPAGATION!',
    '#¡VALOR! #¡REF! #¡DIV/0! #¡NUM! #¿NOMBRE? #¡NULO! #N/D #NOMBRE?',
    '#VALOR! #NÚM! #NOME? #NULO!',
    '#VALORE! #RIF! #NUM! #NOME?',
    '#N/B #WAARDE! #VERW! #DEEL/0! #GETAL! #NAAM? #LEEG!',
  ]
    .join(' ')
    .split(' '),
)
const longest = 20

/** Why this is no value, as the end of a sentence; `null` for all that may be one. */
export function spreadsheetErrorReason(cell: string): string | null {
  if (!cell.includes('#')) return null
  const text = trimInvisible(cell)
  if (/^#{3,}$/.test(text)) return 'the column was too narrow to show it when the spreadsheet was saved.'
  if (text.length > longest || !errors.has(text.toUpperCase())) return null
  return 'it is what a spreadsheet shows for a formula that went wrong.'
}
