import { describe, expect, it } from 'vitest'
import { columnsBetween, placeColumns, widthOf } from '../../renderer/components/grid/gridColumns.ts'

describe('columns of a table', () => {
  const columns = [
    { key: 'row', width: 60 },
    { key: 'email', width: 200, grow: 2 },
    { key: 'city', width: 100, grow: 1 },
  ]

  it('shares the room that is left among the columns that grow', () => {
    expect(placeColumns(columns, 660, {})).toEqual([
      { key: 'row', left: 0, width: 60 },
      { key: 'email', left: 60, width: 400 },
      { key: 'city', left: 460, width: 200 },
    ])
  })

  it('keeps least widths in a narrow window, which then scrolls sideways', () => {
    expect(widthOf(placeColumns(columns, 100, {}))).toBe(360)
  })

  it('lets a column grow no wider than it says, which leaves the others more, or room behind the last', () => {
    const most = columns.map((column) => ({ ...column, ...(column.key === 'email' && { most: 300 }) }))
    expect(placeColumns(most, 660, {}).map(({ width }) => width)).toEqual([60, 300, 300])
    const all = columns.map((column) => ({ ...column, most: 250 }))
    expect(widthOf(placeColumns(all, 2000, {}))).toBe(60 + 250 + 250)
  })

  it('gives the room of a dragged column to the others', () => {
    const placed = placeColumns(columns, 660, { email: 100 })
    expect(placed.map(({ width }) => width)).toEqual([60, 100, 500])
  })

  it('draws only the columns in sight of two hundred', () => {
    const many = placeColumns(
      Array.from({ length: 200 }, (_, i) => ({ key: String(i), width: 100 })),
      1_000,
      {},
    )
    expect(columnsBetween(many, 5_050, 6_050)).toEqual({ first: 50, last: 60 })
    expect(columnsBetween([], 0, 100)).toEqual({ first: 0, last: -1 })
  })
})
