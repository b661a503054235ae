import type { ValueSettings, ValueType } from '../model.ts'
import { parseValue } from '../values/parseValue.ts'
import { trimInvisible } from '../values/trimInvisible.ts'

/** What a cell most likely should be that can't be read as its type; `null` where nobody can tell. Pure. */
export function fixOfValue(type: ValueType, cell: string, settings: ValueSettings): string | null {
  if (cell.length > 200) return null
  const tries = candidates(type, trimInvisible(cell), settings)
  return (
    tries.find((text) => {
      if (text === cell || text === '') return false
      const read = parseValue(type, text, settings)
      return read.ok && read.note === undefined
    }) ?? null
  )
}

function candidates(type: ValueType, text: string, settings: ValueSettings): readonly string[] {
  switch (type) {
    case 'phone':
      return phones(text)
    case 'number':
      return numbers(text, settings)
    case 'date':
      return dates(text, settings)
    case 'boolean':
      return [text.replace(/[.!?]+$/, '')]
    case 'text':
    case 'email':
      return []
  }
}

function phones(text: string): string[] {
  const bare = text
    .replace(/^'+/, '')
    .replace(/^(?:tel|phone|mobile|mob|cell|fax|m|t|p)\s*[.:]+\s*/i, '')
    .replaceAll(/[oO](?=\d)/g, '0')
  const [first = ''] = bare.split(/\s*(?:[;,/|&\n]|\s(?:or|oder|ou|und|and|et)\s)\s*/i)
  return [bare, first, `+${bare}`].filter((one) => one !== text)
}

/** `€ 12.50`, `12 USD` and `15 %`: the field holds the number alone. */
function numbers(text: string, { decimalMark }: ValueSettings): string[] {
  const bare = text.replace(/^'+/, '').replaceAll(/[\s'’]|[A-Z]{3}\b|\p{Sc}|%/gu, '')
  const thousands = decimalMark === '.' ? ',' : '.'
  return [bare, bare.replaceAll(thousands, '')]
}

/** The day that a spreadsheet's number stands for; else the other order, where only that one gives a day of the year. */
function dates(text: string, settings: ValueSettings): string[] {
  const day = dayOfNumber(text)
  if (day !== null) return [day]
  const other = settings.dateOrder === 'day-month' ? 'month-day' : 'day-month'
  const bare = text.replace(/^'+/, '').replace(/[.,;]+$/, '')
  const read = parseValue('date', bare, { ...settings, dateOrder: other })
  return read.ok && read.note === undefined ? [bare, String(read.value)] : [bare]
}

const dayMs = 86_400_000
/** Excel counts from 1900 and takes that for a leap year, so 1 March 1900 is its day 61. */
const dayZero = Date.UTC(1899, 11, 30)

/** `45360` is 9 March 2024; only days that people are born on or sign up at, from 1927 to 2064. */
function dayOfNumber(text: string): string | null {
  const whole = /^([1-5]\d{4})(?:[.,]\d+)?$/.exec(text)?.[1]
  return whole === undefined ? null : new Date(dayZero + Number(whole) * dayMs).toISOString().slice(0, 10)
}
