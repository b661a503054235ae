import { describe, expect, it } from 'vitest'
import { batches } from '../../../electron/engine/connectors/batches.ts'

interface Row {
  readonly n: number
  readonly group: string
  readonly bytes: number
}

function packed(rows: readonly Row[], limits: { rowsPerBatch: number; bytesPerBatch?: number }) {
  const open = batches<Row>(limits, (row) => row)
  const full = rows.map((row) => open.add(row)).filter((batch) => batch !== null)
  return [...full, ...open.rest()].map((batch) => batch.map(({ n }) => n))
}

const rows = (...all: readonly (readonly [group: string, bytes?: number])[]): Row[] =>
  all.map(([group, bytes = 1], n) => ({ n: n + 1, group, bytes }))

describe('rows in batches', () => {
  it('fills one batch after the other, in order', () => {
    expect(packed(rows(['a'], ['a'], ['a'], ['a'], ['a']), { rowsPerBatch: 2 })).toEqual([
      [1, 2],
      [3, 4],
      [5],
    ])
  })

  it('lets rows that share no request wait until theirs is full', () => {
    const mixed = rows(['a'], ['b'], ['a'], ['b'], ['c'])
    expect(packed(mixed, { rowsPerBatch: 2 })).toEqual([[1, 3], [2, 4], [5]])
  })

  it('begins a new one where the bytes would be too many, and takes a row that alone is too large', () => {
    const sized = rows(['a', 60], ['a', 50], ['a', 50], ['a', 200], ['a', 1])
    expect(packed(sized, { rowsPerBatch: 10, bytesPerBatch: 100 })).toEqual([[1], [2, 3], [4], [5]])
  })

  it('lets no more rows wait than four batches hold, however many groups there are', () => {
    const many = rows(...Array.from({ length: 100 }, (_, n) => [`group ${n}`] as const))
    const open = batches<Row>({ rowsPerBatch: 5 }, (row) => row)
    for (const row of many) {
      open.add(row)
      expect(open.rest().flat().length).toBeLessThanOrEqual(20)
    }
  })

  it('loses no row', () => {
    const many = rows(...Array.from({ length: 500 }, (_, n) => [`group ${n % 7}`, n % 40] as const))
    const all = packed(many, { rowsPerBatch: 9, bytesPerBatch: 100 }).flat()
    expect([...all].sort((a, b) => a - b)).toEqual(many.map(({ n }) => n))
  })
})
