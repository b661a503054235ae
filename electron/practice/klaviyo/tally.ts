/** What was done to one person through the API: a test sees here whether a request that came twice did harm. */
export interface ProfileTally {
  readonly created: number
  /** Writes that changed an identifier, a field or a property. */
  readonly changed: number
  /** Writes that were accepted and changed nothing. */
  readonly unchanged: number
  /** Became a member of a list, and was already one. */
  readonly listAdds: number
  readonly listRepeats: number
  readonly listRemovals: number
  /** Subscriptions that took effect, in any channel. */
  readonly subscribed: number
  /** … for somebody who had unsubscribed, bounced, complained or was suppressed: the harm to look for. */
  readonly resubscribed: number
  readonly unsubscribed: number
  readonly suppressed: number
  readonly unsuppressed: number
  readonly events: number
  /** Mails and texts that asked for confirmation. */
  readonly mailsSent: number
}

const nothing: ProfileTally = {
  created: 0,
  changed: 0,
  unchanged: 0,
  listAdds: 0,
  listRepeats: 0,
  listRemovals: 0,
  subscribed: 0,
  resubscribed: 0,
  unsubscribed: 0,
  suppressed: 0,
  unsuppressed: 0,
  events: 0,
  mailsSent: 0,
}

export interface Tally {
  /** @param who id of a profile; the address or number of somebody who was asked to confirm and has none yet */
  count(who: string, what: keyof ProfileTally): void
  /** All zeros for somebody nothing was done to. */
  of(who: string): ProfileTally
  all(): ReadonlyMap<string, ProfileTally>
  clear(): void
}

/** Counts effects per person. */
export function createTally(): Tally {
  const people = new Map<string, ProfileTally>()
  const of = (who: string) => people.get(who) ?? nothing
  return {
    count: (who, what) => {
      const before = of(who)
      people.set(who, { ...before, [what]: before[what] + 1 })
    },
    of,
    all: () => people,
    clear: () => people.clear(),
  }
}
