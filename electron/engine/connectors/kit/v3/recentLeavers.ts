import type { Clock } from '../../../clock.ts'
import { foldEmail } from '../../../../../shared/values/foldEmail.ts'
import type { SendToKit } from '../request.ts'
import { newestLeavers, readPage } from './lists.ts'

/** Who unsubscribed lately, by id and by address. */
export interface RecentLeavers {
  /** As read less than a minute ago. */
  current(signal: AbortSignal): Promise<ReadonlySet<string>>
}

const freshForMs = 60_000
/** More than this would be everybody leaving at once; the whole list is read before every plan and run. */
const mostPages = 10

/**
 * Putting somebody anywhere by version 3 does not tell whether they have unsubscribed, and a run of thousands takes an
 * hour: so the newest leavers are asked for once a minute, as far back as they were not seen before.
 */
export function recentLeavers(send: SendToKit, clock: Clock): RecentLeavers {
  const seen = new Set<string>()
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  const read = async (signal: AbortSignal) => {
    const startedAt = clock.monotonic()
    const isFirst = seen.size === 0
    for (let page = 1; page <= mostPages; page += 1) {
      const { people, pages } = await readPage(send, newestLeavers, page, 'people who unsubscribed', signal)
      const fresh = people.filter(({ id }) => !seen.has(id))
      for (const { id, email_address } of people) {
        seen.add(id)
        if (typeof email_address === 'string') seen.add(foldEmail(email_address))
      }
      if (isFirst || fresh.length < people.length || page >= pages) break
    }
    readAt = startedAt
  }
  return {
    async current(signal) {
      if (clock.monotonic() - readAt < freshForMs) return seen
      reading ??= read(signal).finally(() => {
        reading = null
      })
      await reading
      return seen
    },
  }
}
