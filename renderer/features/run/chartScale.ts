/** Round marks from 0 to the first that is not below `most`; whole numbers, at most six of them. */
export function countMarks(most: number): readonly number[] {
  const highest = Math.max(1, most)
  const step = roundStep(highest / 4)
  const marks = []
  for (let mark = 0; mark < highest + step; mark += step) marks.push(mark)
  return marks
}

/** 1, 2 or 5 times a power of ten: the first that is not below `least`, and never a part of one. */
function roundStep(least: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)))
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least) ?? power * 10
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const timeSteps = [
  ...[1, 2, 5, 10, 20, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * minute),
  ...[1, 2, 4, 8, 12, 24].map((n) => n * hour),
]

/** Marks of a clock between `from` and `until` ms after a start, at most six. */
export function timeMarks(from: number, until: number): readonly number[] {
  const least = (until - from) / 5
  const day = 24 * hour
  const step = timeSteps.find((one) => one >= least) ?? Math.ceil(least / day) * day
  const marks = []
  for (let mark = Math.ceil(from / step) * step; mark <= until; mark += step) marks.push(mark)
  return marks
}

/** `0:05`, `12:40`, `1:02:09` */
export function elapsed(ms: number): string {
  const seconds = Math.round(ms / second)
  const two = (part: number) => String(part).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}
