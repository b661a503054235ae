/** Something to be timed. It may be asynchronous. */
export type Timed = () => unknown

export interface SideBySide {
  /** Medians, in milliseconds. */
  readonly oursMs: number
  readonly bareMs: number
  /** Median of the rounds' ratios. */
  readonly ratio: number
  /** The same by processor time of this process: what others do on the machine hardly moves it. */
  readonly cpuRatio: number
}

/**
 * Times two things in turns, so that whatever else the machine does hits both. A first round, to warm up, is not counted.
 * `afterwards` comes after each round and is not timed.
 */
export async function sideBySide(
  ours: Timed,
  bare: Timed,
  rounds: number,
  afterwards: () => unknown = () => undefined,
): Promise<SideBySide> {
  const pairs: { readonly bare: Taken; readonly ours: Taken }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { bare: await take(bare), ours: await take(ours) }
    await afterwards()
    if (round > 0) pairs.push(pair)
  }
  return {
    oursMs: median(pairs.map((pair) => pair.ours.ms)),
    bareMs: median(pairs.map((pair) => pair.bare.ms)),
    ratio: median(pairs.map((pair) => pair.ours.ms / pair.bare.ms)),
    cpuRatio: median(pairs.map((pair) => pair.ours.cpuMs / pair.bare.cpuMs)),
  }
}

interface Taken {
  readonly ms: number
  readonly cpuMs: number
}

export async function take(timed: Timed): Promise<Taken> {
  globalThis.gc?.()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  await timed()
  const ms = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  return { ms, cpuMs: (user + system) / 1000 }
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

/** Both sides in words: `7.1 s beside 1.9 s for PapaParse alone (4.1 × by processor time)`. */
export function besideWords({ oursMs, bareMs, cpuRatio }: SideBySide, bare: string): string {
  return `${seconds(oursMs)} beside ${seconds(bareMs)} for ${bare} (${cpuRatio.toFixed(2)} × by processor time)`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 1000 ? 3 : 2)} s`
}
