import { splitTime, readTime } from './clockTime.ts'
import { foldWord } from './foldWord.ts'
import { monthNumbers } from './monthNames.ts'

/** Why this is no date, as the end of a sentence. */
export function dateReason(written: string): string {
  if (written === '') return 'it is blank.'
  if (/^0000[-/.]00[-/.]00/.test(written)) return 'it is what a database writes for no date.'
  if (/^\d{5}(?:[.,]\d+)?$/.test(written))
    return 'it is the number a spreadsheet keeps for a day. Format the column as a date and export it again.'
  if (/^\d{10}$|^\d{13}$/.test(written)) return 'it is a count of time since 1970, as software keeps it.'
  if (/^\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(written)) return 'a spreadsheet shortened it to a number.'
  if (/^\d{4}$/.test(written)) return 'it is only a year.'
  if (!/\d/.test(written)) return 'it has no digits.'
  return partsReason(written)
}

function partsReason(written: string): string {
  const { date, time } = splitTime(written.slice(0, 200))
  if (time !== null && readTime(time) === undefined) return 'its time, or its time zone, cannot be read.'
  if (/^\d{1,2}[:h]\d{2}/.test(written)) return 'it is only a time.'
  if (/^\d{1,4}\s?[-/.]\s?\d{1,4}$/.test(date)) return 'it has no day, or no year.'
  if (/^\d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,4}$/.test(date)) return 'the calendar has no such day.'
  const words = foldWord(date).split(' ')
  const named = words.some((word) => monthNumbers.has(word))
  if (named && words.filter((word) => /^\d/.test(word)).length === 2) return 'the calendar has no such day.'
  return 'write it like 2024-01-31.'
}
