import type { DateOrder } from '../model.ts'
import { trimInvisible } from '../values/trimInvisible.ts'

/** What the dates among some cells say of their order. */
export interface DateEvidence {
  readonly dates: number
  /** A date has nothing but dots between its numbers, wherever there is one. */
  readonly onlyDots: boolean
  /** Those that can be read in one order only. */
  readonly dayFirst: readonly string[]
  readonly monthFirst: readonly string[]
}

export function dateEvidence(samples: readonly string[]): DateEvidence {
  const dates = samples.map(trimInvisible).flatMap((value) => {
    const match = /^(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)/.exec(value)
    return match ? [{ value, first: Number(match[1]), mark: match[2], second: Number(match[3]) }] : []
  })
  const valuesOf = (found: typeof dates) => found.map(({ value }) => value)
  return {
    dates: dates.length,
    onlyDots: dates.every(({ mark }) => mark === '.'),
    dayFirst: valuesOf(dates.filter(({ first, second }) => first > 12 && second <= 12)),
    monthFirst: valuesOf(dates.filter(({ first, second }) => second > 12 && first <= 12)),
  }
}

/** The order of a column whose dates agree on one; `null` where none says, or they contradict each other. */
export function agreedOrder({ dayFirst, monthFirst }: DateEvidence): DateOrder | null {
  if (dayFirst.length > 0 === monthFirst.length > 0) return null
  return dayFirst.length > 0 ? 'day-month' : 'month-day'
}

/** The order that more dates ask for, and why; `null` where none does. */
export function orderOfMost({
  dayFirst,
  monthFirst,
}: DateEvidence): { readonly value: DateOrder; readonly reason: string } | null {
  const [day, month] = [dayFirst[0], monthFirst[0]]
  if (day === undefined && month === undefined) return null
  const value = dayFirst.length >= monthFirst.length ? 'day-month' : 'month-day'
  if (day !== undefined && month !== undefined)
    return {
      value,
      reason: `“${day}” can only have the day first, and “${month}” only the month. Please check those that can be read both ways.`,
    }
  const part = value === 'day-month' ? 'day' : 'month'
  return { value, reason: `“${day ?? month ?? ''}” can only have the ${part} first.` }
}
