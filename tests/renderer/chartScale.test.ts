import { expect, test } from 'vitest'
import { countMarks, elapsed, timeMarks } from '../../renderer/features/run/chartScale.ts'

test('counts are marked in round steps up to the first mark that covers them', () => {
  expect(countMarks(0)).toEqual([0, 1])
  expect(countMarks(3)).toEqual([0, 1, 2, 3])
  expect(countMarks(184)).toEqual([0, 50, 100, 150, 200])
  expect(countMarks(1_000_000)).toEqual([0, 500_000, 1_000_000])
  for (let most = 1; most < 5000; most += 7) {
    const marks = countMarks(most)
    expect(marks.at(-1)).toBeGreaterThanOrEqual(most)
    expect(marks.length).toBeLessThanOrEqual(6)
    expect(marks.every(Number.isInteger)).toBe(true)
  }
})

test('times are marked as on a clock, a handful of them, none outside', () => {
  expect(timeMarks(0, 20_000)).toEqual([0, 5000, 10_000, 15_000, 20_000])
  expect(timeMarks(900, 4800)).toEqual([1000, 2000, 3000, 4000])
  expect(timeMarks(0, 3 * 3_600_000).map(elapsed)).toEqual(['0:00', '1:00:00', '2:00:00', '3:00:00'])
  for (const span of [1, 999, 61_000, 7_000_000, 900_000_000]) {
    const marks = timeMarks(0, span)
    expect(marks.length).toBeLessThanOrEqual(6)
    expect(marks.every((mark) => mark <= span)).toBe(true)
  }
})

test('time since the start is written as a clock shows it', () => {
  expect([5000, 760_000, 3_729_000].map(elapsed)).toEqual(['0:05', '12:40', '1:02:09'])
})
