import { fullYear } from './calendar.ts'
import type { CalendarDay } from './calendar.ts'
import { foldWord } from './foldWord.ts'
import { monthNumbers, weekdayNames } from './monthNames.ts'

const fillers = new Set(['of', 'the', 'de', 'del', 'do', 'di', 'd', 'den', 'der', 'le', 'el', 'il', 'a'])

/** `31. Januar 2024`, `Jan 31st, 24`, `31 de enero de 2024`, `2024-Jan-31`, with or without the weekday. */
export function readNamedMonth(text: string): CalendarDay | undefined {
  if (!/\p{L}/u.test(text) || /[^\p{L}\p{M}\p{N}\s.,/'’º°ª-]/u.test(text)) return undefined
  const words = foldWord(text)
    .split(' ')
    .filter((word) => !fillers.has(word))
  if (words.length === 4 || words.length === 5) while (words[0] && weekdayNames.has(words[0])) words.shift()
  const [first = '', second = '', third = ''] = words
  if (words.length !== 3) return undefined
  if (monthNumbers.has(second)) return fromWords(first, second, third)
  if (monthNumbers.has(first)) return fromWords(second, first, third)
  return undefined
}

/** Day and year change places in `2024 Jan 31`. */
function fromWords(outer: string, monthName: string, last: string): CalendarDay | undefined {
  const month = monthNumbers.get(monthName) ?? 0
  const [dayWord, yearWord] = /^\d{4}$/.test(outer) ? [last, outer] : [outer, last]
  const day = /^(\d{1,2})(?:st|nd|rd|th|er|ro|e|o|a)?$/.exec(dayWord)?.[1]
  if (day === undefined || !/^(?:\d{4}|\d{2})$/.test(yearWord)) return undefined
  return { year: fullYear(yearWord), month, day: Number(day) }
}
