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

/** The other order, where only that one gives a day of the year. */
function dates(text: string, settings: ValueSettings): string[] {
  const other = settings.dateOrder === 'day-month' ? 'month-day' : 'day-month'
  const bare = text.replace(/^'+/, '').replace(/[.,;]+$/, '')
  const read = parseValue('date', bare, { ...settings, dateOrder: other })
  return read.ok && read.note === undefined ? [bare, String(read.value)] : [bare]
}
