/** How much is done in a minute, by the last one; in the first, by what there is of it. */
export interface RateMeter {
  add(amount: number, atMs: number): void
  perMinute(nowMs: number): number
}

const slotMs = 1000
const slots = 60

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
  return {
    add(amount, atMs) {
      const slot = Math.floor(atMs / slotMs)
      forgetOld(slot)
      first ??= slot
      counts.set(slot, (counts.get(slot) ?? 0) + amount)
    },
    perMinute(nowMs) {
      const slot = Math.floor(nowMs / slotMs)
      forgetOld(slot)
      const done = counts.values().reduce((sum, count) => sum + count, 0)
      return Math.round((done * slots) / Math.min(slots, slot - (first ?? slot) + 1))
    },
  }
}
