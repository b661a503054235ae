/** What was done to one person through the API: a test sees here whether a request that came twice did harm. */
export interface PersonTally {
  readonly created: number
  /** Writes that changed the name, the address or a field. */
  readonly changed: number
  /** Writes that were accepted and changed nothing. */
  readonly unchanged: number
  /** Became a member, and was already one; `untagged` is the only way out. */
  readonly tagAdds: number
  readonly tagRepeats: number
  readonly untagged: number
  readonly formAdds: number
  readonly formRepeats: number
  readonly sequenceAdds: number
  readonly sequenceRepeats: number
  readonly unsubscribed: number
  /** Purchases made, and those whose transaction id was there already. */
  readonly purchases: number
  readonly purchaseRepeats: number
}

const nothing: PersonTally = {
  created: 0,
  changed: 0,
  unchanged: 0,
  tagAdds: 0,
  tagRepeats: 0,
  untagged: 0,
  formAdds: 0,
  formRepeats: 0,
  sequenceAdds: 0,
  sequenceRepeats: 0,
  unsubscribed: 0,
  purchases: 0,
  purchaseRepeats: 0,
}

export interface Tally {
  count(subscriberId: number, what: keyof PersonTally): void
  /** All zeros for somebody nothing was done to. */
  of(subscriberId: number): PersonTally
  all(): ReadonlyMap<number, PersonTally>
  clear(): void
}

/** Counts writes per person, from the requests the service accepted. */
export function createTally(): Tally {
  const people = new Map<number, PersonTally>()
  const of = (subscriberId: number) => people.get(subscriberId) ?? nothing
  return {
    count: (subscriberId, what) => {
      const before = of(subscriberId)
      people.set(subscriberId, { ...before, [what]: before[what] + 1 })
    },
    of,
    all: () => people,
    clear: () => people.clear(),
  }
}
