/** How much is done in a minute, by the last one; in the first, by what there is of it. */
export interface RateMeter {
  add(amount: number, atMs: number): void
  perMinute(nowMs: number): number
  /** How long so much more takes at that rate; 0 where that can't be told yet. */
  msFor(amount: number, nowMs: number): number
}

const slotMs = 1000
const slots = 60
/** Before that, a slow first request would say hours. */
const steadyAfter = 10

/** Counts in slots of a second, so that its size does not depend on how much is done. Times only ever grow. */
export function rateMeter(): RateMeter {
  const counts = new Map<number, number>()
  let first: number | null = null
  const forgetOld = (now: number) => {
    for (const slot of counts.keys()) {
      if (slot > now - slots) return
      counts.delete(slot)
    }
  }
  /** So many slots were looked at, and had so much. */
  const seen = (nowMs: number) => {
    const slot = Math.floor(nowMs / slotMs)
    forgetOld(slot)
    const done = counts.values().reduce((sum, count) => sum + count, 0)
    return { done, of: Math.min(slots, slot - (first ?? slot) + 1) }
  }
  return {
    add(amount, atMs) {
      const slot = Math.floor(atMs / slotMs)
      forgetOld(slot)
      first ??= slot
      counts.set(slot, (counts.get(slot) ?? 0) + amount)
    },
    perMinute(nowMs) {
      const { done, of } = seen(nowMs)
      return Math.round((done * slots) / of)
    },
    msFor(amount, nowMs) {
      const { done, of } = seen(nowMs)
      return done === 0 || of < steadyAfter ? 0 : Math.round((amount * of * slotMs) / done)
    },
  }
}
