import type { Answer } from '../answer.ts'
import { invalid, ok } from './answers.ts'
import type { KitRequest } from './input.ts'
import { optionalText, parseTime } from './input.ts'
import type { KitAccount } from './route.ts'
import { dayIn, wallTime } from './timeZone.ts'

const dayMs = 86_400_000

/** GET /v4/account/growth_stats: whole days in the account's time zone; counts are some seconds behind. */
export function getGrowthStats({ input }: KitRequest, { state }: KitAccount): Answer {
  const zone = state.account.timeZone
  const ending = optionalText(input, 'ending') ?? dayIn(zone, state.now())
  const starting = optionalText(input, 'starting') ?? dayIn(zone, state.now() - 90 * dayMs)
  checkDays(starting, ending)
  const first = wallTime(zone, starting, '00:00:00')
  const last = wallTime(zone, ending, '23:59:59')
  const within = (at: number | null) => at !== null && at >= Date.parse(first) && at <= Date.parse(last)
  const people = [...state.subscribers.asOf(state.seenAt())]
  const newcomers = people.filter((person) => within(person.createdAt)).length
  const cancellations = people.filter((person) => within(person.canceledAt)).length
  return ok({
    stats: {
      cancellations,
      net_new_subscribers: newcomers - cancellations,
      new_subscribers: newcomers,
      subscribers: people.filter((person) => person.state === 'active').length,
      starting: first,
      ending: last,
    },
  })
}

function checkDays(starting: string, ending: string): void {
  const errors: string[] = []
  if (!isDay(starting)) errors.push('Starting date is incorrectly formatted. Use YYYY-MM-DD.')
  if (!isDay(ending)) errors.push('Ending date is incorrectly formatted. Use YYYY-MM-DD.')
  if (errors.length === 0 && starting > ending) errors.push('Starting date must be before the ending date.')
  if (errors.length > 0) throw invalid(...errors)
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseTime(text) !== undefined
}
