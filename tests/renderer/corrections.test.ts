import { describe, expect, it } from 'vitest'
import { type Corrections, withCell } from '../../renderer/features/result/withCell.ts'

describe('corrected cells', () => {
  const none: Corrections = new Map()
  const anna = { row: 7, cells: ['anna@', 'Anna'] }

  it('keeps the other cells of a corrected row as they are in the file', () => {
    expect(withCell(none, anna, 0, 'anna@example.com').get(7)).toEqual(['anna@example.com', 'Anna'])
  })

  it('builds on what was corrected in the same row before', () => {
    const once = withCell(none, anna, 0, 'anna@example.com')
    expect(withCell(once, anna, 1, 'Anne').get(7)).toEqual(['anna@example.com', 'Anne'])
  })

  it('has nothing to send when a cell was typed back to what the file says', () => {
    const once = withCell(none, anna, 0, 'anna@example.com')
    expect(withCell(once, anna, 0, 'anna@').size).toBe(0)
  })

  it('fills a row that had too few cells up to the one that is corrected', () => {
    expect(withCell(none, { row: 3, cells: ['x'] }, 2, 'Berlin').get(3)).toEqual(['x', '', 'Berlin'])
  })

  it('takes a cell that is not there for empty', () => {
    const once = withCell(none, { row: 3, cells: ['x'] }, 2, 'Berlin')
    expect(withCell(once, { row: 3, cells: ['x'] }, 2, '').size).toBe(0)
  })
})
