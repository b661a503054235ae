import type { RateWindow } from '../../electron/engine/connectors/limits.ts'
import type { SeenRequest } from './simulatedAccounts.ts'

/**
 * How much of a limit was used: the least time that so many requests can take under it from a standing start, as a
 * share of the time between the first and the last. 1 where there are too few for the limit to be felt.
 * `needed`: how many of them were needed, where some were not.
 */
export function shareOfLimit(
  windows: readonly RateWindow[],
  requests: readonly Pick<SeenRequest, 'at'>[],
  needed = requests.length,
): number {
  const least = Math.max(...windows.map((window) => leastMs(window, needed)))
  const took = (requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)
  return took === 0 ? 1 : least / took
}

function leastMs({ requests: places, windowMs }: RateWindow, requests: number): number {
  return Math.max(0, Math.ceil(requests / places) - 1) * windowMs
}
