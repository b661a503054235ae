import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for something to become true. @throws Error after `withinMs` */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const endsAt = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`It did not become true within ${withinMs} ms`)
    await sleep(20)
  }
}
