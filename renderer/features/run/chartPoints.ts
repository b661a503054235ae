import type { ChartPoint } from '../../../shared/contract/runs.ts'

/** More than these can hardly be told apart, and take too long to draw. */
const mostPoints = 120

/** What was heard since the chart was read goes behind it; every second point goes when there are too many. */
export function extendChart(
  read: readonly ChartPoint[],
  heard: readonly ChartPoint[],
): readonly ChartPoint[] {
  const until = read.at(-1)?.atMs ?? 0
  return thinned([...read, ...heard.filter(({ atMs }) => atMs > until)])
}

/** With what the run counts just now as its end. */
export function withLatest(points: readonly ChartPoint[], latest: ChartPoint | null): readonly ChartPoint[] {
  if (latest === null) return points
  return [...points.filter(({ atMs }) => atMs < latest.atMs), latest]
}

export function thinned(points: readonly ChartPoint[]): readonly ChartPoint[] {
  if (points.length <= mostPoints) return points
  return thinned(points.filter((_, index) => index % 2 === 0 || index === points.length - 1))
}
