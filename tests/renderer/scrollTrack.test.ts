import { describe, expect, it } from 'vitest'
import {
  furthestOffset,
  isScaled,
  offsetAt,
  offsetShowing,
  rowsAt,
  scrollTopAt,
  trackHeight,
} from '../../renderer/components/grid/scrollTrack.ts'

const rowHeight = 34
const viewHeight = 680

describe('scrolling a table of any length', () => {
  const thousand = { count: 1_000, rowHeight, viewHeight }
  const fiveMillion = { count: 5_000_000, rowHeight, viewHeight }

  it('scrolls a short table by its own pixels', () => {
    expect(isScaled(thousand)).toBe(false)
    expect(trackHeight(thousand)).toBe(34_000)
    expect(offsetAt(thousand, 340)).toBe(340)
  })

  it('keeps five million rows under what browsers can lay out, and reaches the last one', () => {
    expect(trackHeight(fiveMillion)).toBeLessThan(33_000_000)
    const bottom = trackHeight(fiveMillion) - viewHeight
    expect(offsetAt(fiveMillion, bottom)).toBeCloseTo(furthestOffset(fiveMillion))
    expect(rowsAt(fiveMillion, offsetAt(fiveMillion, bottom), 0)).toEqual({
      first: 4_999_980,
      last: 4_999_999,
    })
  })

  it('finds the scroll position of an offset and back', () => {
    expect(offsetAt(fiveMillion, scrollTopAt(fiveMillion, 123_456_789))).toBeCloseTo(123_456_789)
  })

  it('draws what is seen and some more on each side, never beyond the ends', () => {
    expect(rowsAt(thousand, 0, 8)).toEqual({ first: 0, last: 27 })
    expect(rowsAt(thousand, 340, 8)).toEqual({ first: 2, last: 37 })
    expect(rowsAt({ ...thousand, count: 3 }, 0, 8)).toEqual({ first: 0, last: 2 })
    expect(rowsAt({ ...thousand, count: 0 }, 0, 8)).toEqual({ first: 0, last: -1 })
  })

  it('moves no further than needed to show a row', () => {
    expect(offsetShowing(thousand, 340, 5)).toBe(170)
    expect(offsetShowing(thousand, 340, 15)).toBe(340)
    expect(offsetShowing(thousand, 0, 20)).toBe(34)
  })
})
