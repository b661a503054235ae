import type { Lab } from './lab.ts'

/** Acts at a random write of the run, once, before that is answered. */
export function onWrite({ account, random, usual }: Lab, act: () => void | Promise<void>) {
  const nth = random.between(1, usual.writes)
  let count = 0
  const callOff = account.onCommit(async () => {
    count += 1
    if (count === nth) await act()
  })
  return { came: () => count >= nth, callOff }
}
