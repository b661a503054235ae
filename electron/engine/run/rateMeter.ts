/** How much was done in the last minute. */
export interface RateMeter {
  add(amount: number, atMs: number): void
  perMinute(nowMs: number): number
}

const slotMs = 1000
const slots = 60

/** Counts in slots of a second, so that its size does not depend on how much is done. Times only ever grow. */
export function rateMeter(): RateMeter {
  const counts = new Map<number, number>()
  const forgetOld = (now: number) => {
    for (const slot of counts.keys()) {
      if (slot > now - slots) return
      counts.delete(slot)
    }
  }
  return {
    add(amount, atMs) {
      const slot = Math.floor(atMs / slotMs)
      forgetOld(slot)
      counts.set(slot, (counts.get(slot) ?? 0) + amount)
    },
    perMinute(nowMs) {
      forgetOld(Math.floor(nowMs / slotMs))
      return counts.values().reduce((sum, count) => sum + count, 0)
    },
  }
}
