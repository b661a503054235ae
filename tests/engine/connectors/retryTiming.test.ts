import { describe, expect, it } from 'vitest'
import {
  backoffCeilingMs,
  retryAfterMs,
  retryDelayMs,
} from '../../../electron/engine/connectors/retryTiming.ts'

const now = Date.parse('2026-11-20T09:00:00Z')
const headers = (entries: Record<string, string>) => new Headers(entries)

describe('the wait before another attempt', () => {
  it('doubles its ceiling with each failure, up to a cap', () => {
    expect([1, 2, 3, 6, 7, 8, 2_000].map((n) => backoffCeilingMs(n))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
    ])
  })

  it('is anywhere from nothing to the ceiling', () => {
    expect(retryDelayMs(4, () => 0)).toBe(0)
    expect(retryDelayMs(4, () => 0.5)).toBe(4_000)
    expect(retryDelayMs(4, () => 0.999_999)).toBe(8_000)
  })

  it('is never shorter than the service asked for', () => {
    expect(retryDelayMs(1, () => 0, { retryAfterMs: 9_000 })).toBe(9_000)
    expect(retryDelayMs(7, () => 1, { retryAfterMs: 9_000 })).toBe(60_000)
  })
})

describe('Retry-After', () => {
  it.each([
    ['whole seconds', { 'retry-after': '12' }, 12_000],
    ['nothing to wait for', { 'retry-after': '0' }, 0],
    ['more than five minutes', { 'retry-after': '999999999999' }, 300_000],
    ['a date', { 'retry-after': 'Fri, 20 Nov 2026 09:00:30 GMT' }, 30_000],
    ['a date that is over', { 'retry-after': 'Fri, 20 Nov 2026 08:00:00 GMT' }, 0],
    [
      "a date against the answer's own clock",
      { 'retry-after': 'Fri, 20 Nov 2026 12:00:20 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' },
      20_000,
    ],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['a negative number', { 'retry-after': '-5' }, undefined],
    ['an empty value', { 'retry-after': '' }, undefined],
    ['no header', {}, undefined],
  ])('reads %s', (_what, entries, expected) => {
    expect(retryAfterMs(headers(entries as Record<string, string>), now)).toBe(expected)
  })
})
