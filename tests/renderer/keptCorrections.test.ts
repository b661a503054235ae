import { expect, test } from 'vitest'
import { withChanges } from '../../renderer/features/result/keptCorrections.ts'

test('corrected rows stay in the order of the file; one that is as it was, or was sent, is kept no longer', () => {
  const first = withChanges([], [{ row: 7, cells: ['g@example.org'] }])
  const both = withChanges(first, [{ row: 3, cells: ['c@example.org'] }])
  expect(both).toEqual([
    { row: 3, cells: ['c@example.org'] },
    { row: 7, cells: ['g@example.org'] },
  ])
  expect(withChanges(both, [{ row: 7, cells: ['h@example.org'] }])[1]).toEqual({
    row: 7,
    cells: ['h@example.org'],
  })
  expect(withChanges(both, [{ row: 3, cells: null }])).toEqual(first)
})
