import { parseFormatCode, type FormatSection } from './formatCode.ts'
import { dateText } from './dateFormat.ts'
import { numberText, plainNumber } from './numberText.ts'

/** Turns the number of a cell into what the spreadsheet shows for it. `date1904`: days are counted from 1904. */
export type CellFormatter = (value: number) => string

/** How a number format writes dates, where day and month could be taken for each other. */
export type ShownDateOrder = 'day-month' | 'month-day'

export interface NumberFormat {
  readonly format: CellFormatter
  /** `null`: no date, or one that can only be read in one way. */
  readonly dateOrder: ShownDateOrder | null
}

/**
 * A number format as spreadsheets write it (`#,##0.00;[Red]-#,##0.00`, `dd.mm.yyyy`, `00000`).
 *
 * A date whose format is that of whoever's computer opens the file, or that leaves out the day, the month or the
 * year, is written in full (`2024-03-09`): as shown, it could not be read again.
 * A number without a format is written with all its digits, never as `4.9E+12`: it may be a phone number.
 */
export function numberFormat(code: string, date1904: boolean): NumberFormat {
  if (/^\s*(?:general|@)?\s*$/i.test(code)) return { format: plainNumber, dateOrder: null }
  const sections = parseFormatCode(code)
  const order = sections.map(({ dateOrder }) => dateOrder).find((found) => found !== null) ?? null
  return { format: (value) => shown(value, sections, date1904), dateOrder: order }
}

function shown(value: number, sections: readonly FormatSection[], date1904: boolean): string {
  const section = sectionFor(value, sections)
  if (section === undefined) return plainNumber(value)
  switch (section.kind) {
    case 'general':
      return section.before + plainNumber(value) + section.after
    case 'date':
      return dateText(value, section, date1904) ?? plainNumber(value)
    case 'number':
      // A section of its own for negative numbers says itself where their sign is.
      return numberText(ownSign(sections, section) ? Math.abs(value) : value, section)
  }
}

function ownSign(sections: readonly FormatSection[], section: FormatSection): boolean {
  return section.condition === null
    ? sections.indexOf(section) === 1
    : sections.length > 1 && section.condition.below <= 0
}

function sectionFor(value: number, sections: readonly FormatSection[]): FormatSection | undefined {
  const conditional = sections.some(({ condition }) => condition !== null)
  if (conditional)
    return (
      sections.find(({ condition }) => condition?.holds(value) === true) ??
      sections.find(({ condition }) => condition === null)
    )
  if (value < 0 && sections[1]) return sections[1]
  if (value === 0 && sections[2]) return sections[2]
  return sections[0]
}
