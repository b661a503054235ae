import { describe, expect, it } from 'vitest'
import { typedRows } from '../../renderer/features/result/typedRows.ts'
import { type Corrections, isSame, withCell, withTyped } from '../../renderer/features/result/withCell.ts'
import type { RunId } from '../../shared/model.ts'

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

describe('corrections that are kept', () => {
  const run = 1 as RunId
  const kept: Corrections = new Map([
    [3, ['x@example.com']],
    [7, ['anna@example.com']],
  ])

  it('have what was typed since over them, and without rows that were taken back', () => {
    const typed = new Map([
      [3, null],
      [9, ['y@example.com']],
    ])
    expect([...withTyped(kept, typed).keys()]).toEqual([7, 9])
  })

  it('are the same rows by their cells, not by who holds them', () => {
    expect(isSame(kept, new Map([...kept].map(([row, cells]) => [row, [...cells]])))).toBe(true)
    expect(isSame(kept, new Map([...kept, [3, ['z@example.com']]]))).toBe(false)
    expect(isSame(kept, new Map())).toBe(false)
  })

  it('leave what was typed while they were being kept to be kept next', () => {
    typedRows.type(run, [[3, ['a']]])
    typedRows.type(run, [[7, ['b']]])
    const sent = typedRows.of(run)
    typedRows.type(run, [[7, ['bc']]])
    typedRows.kept(run, sent)
    expect([...typedRows.of(run)]).toEqual([[7, ['bc']]])
    typedRows.kept(run, typedRows.of(run))
    expect(typedRows.of(run).size).toBe(0)
  })
})
