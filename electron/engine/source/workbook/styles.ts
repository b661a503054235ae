import { plainNumber } from './numberText.ts'
import { type NumberFormat, numberFormat } from './numberFormat.ts'
import { isoDateText } from './dateFormat.ts'
import { attributeOf, type XmlSink, xmlScanner } from './scanXml.ts'

/** The number format of a cell, by the number of its style. */
export type CellStyles = (style: number) => NumberFormat

/**
 * Formats that every spreadsheet knows by number, from ECMA-376 part 1, 18.8.30. Those of dates in the order of the
 * computer (14, 22 and the ones of East Asia) have none here: they are written in full.
 */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  41: '#,##0;-#,##0;-',
  42: '$#,##0;-$#,##0;-',
  43: '#,##0.00;-#,##0.00;-',
  44: '$#,##0.00;-$#,##0.00;-',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
}

const isLocalDate = (id: number) => id === 14 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)

/** @param xml of the part with the styles; empty: every number is plain. */
export function readStyles(xml: string, date1904: boolean): CellStyles {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let inCells = false
  const open: XmlSink['open'] = (tag, attributes, empty) => {
    if (tag === 'numFmt')
      codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
    else if (tag === 'cellXfs') inCells = !empty
    else if (tag === 'xf' && inCells) formats.push(Number(attributeOf(attributes, 'numFmtId') ?? 0))
  }
  const close: XmlSink['close'] = (tag) => {
    if (tag === 'cellXfs') inCells = false
  }
  xmlScanner({ open, close, text: () => undefined }).write(xml)
  const made = new Map<number, NumberFormat>()
  return (style) => {
    const id = formats[style] ?? 0
    const known = made.get(id)
    if (known) return known
    const format = formatOf(id, codes.get(id), date1904)
    made.set(id, format)
    return format
  }
}

function formatOf(id: number, code: string | undefined, date1904: boolean): NumberFormat {
  // The long date of the system, as `[$-F800]dddd, mmmm dd, yyyy`.
  const isSystemDate = isLocalDate(id) || /^\[\$-F800\]/i.test(code ?? '')
  if (isSystemDate || id === 22)
    return {
      format: (value) => isoDateText(value, id === 22, date1904) ?? plainNumber(value),
      dateOrder: null,
    }
  return numberFormat(code ?? builtIn[id] ?? '', date1904)
}
