/** Something to be timed. It is told which round it is, from 0, and may be asynchronous. */
export type Timed = (round: number) => void | Promise<void>

/**
 * Times two things in turns, so that whatever else the machine does hits both, and gives the median of each in
 * milliseconds. A first round, to warm up, is not counted.
 */
export async function sideBySide(
  ours: Timed,
  bare: Timed,
  rounds: number,
  afterwards: () => void = () => undefined,
): Promise<{ readonly oursMs: number; readonly bareMs: number; readonly ratio: number }> {
  const times: { readonly oursMs: number; readonly bareMs: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    times.push({ bareMs: await time(bare, round), oursMs: await time(ours, round) })
    afterwards()
  }
  const counted = times.slice(1)
  const oursMs = median(counted.map((one) => one.oursMs))
  const bareMs = median(counted.map((one) => one.bareMs))
  return { oursMs, bareMs, ratio: median(counted.map((one) => one.oursMs / one.bareMs)) }
}

async function time(timed: Timed, round: number): Promise<number> {
  globalThis.gc?.()
  const startedAt = performance.now()
  await timed(round)
  return performance.now() - startedAt
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}
