import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../support/propertySeed.ts'
import { type IdentityTable, identityTable } from '../../../electron/engine/plan/identityTable.ts'
import { sharedNames } from '../../../electron/engine/plan/sharedNames.ts'

function groupsOf(names: readonly string[], table = identityTable(names.length)) {
  const again: number[] = []
  const nameAgain = (row: number) => {
    again.push(row)
    return names[row - 1] ?? ''
  }
  const shared = sharedNames({ table, rows: names.length, nameAgain })
  names.forEach((name, n) => shared.add(name, n + 1))
  return { again, groups: [...shared.groups()] }
}

/** For which all texts of one length are alike. */
function poorTable(): IdentityTable {
  const rows = new Map<number, number>()
  return {
    rowLike({ length }, row) {
      const before = rows.get(length) ?? null
      if (before === null) rows.set(length, row)
      return before
    },
  }
}

describe('names that several rows of a file have', () => {
  it('come with their rows, the last one first', () => {
    expect(groupsOf(['a', 'b', 'a', 'c', 'b', 'a']).groups).toEqual([
      [6, 3, 1],
      [5, 2],
    ])
  })

  it('are read again once, and others not at all', () => {
    expect(groupsOf(['a', 'b', 'c']).again).toEqual([])
    expect(groupsOf(['a', 'b', 'a', 'a']).again).toEqual([1])
  })

  it('are never taken for one another, whatever their hashes', () => {
    const names = ['ann', 'bob', 'eve', 'bob', 'ann', 'bob', 'zoe']
    expect(groupsOf(names, poorTable()).groups).toEqual([
      [5, 1],
      [6, 4, 2],
    ])
  })

  it('are all found', () => {
    const name = fc.oneof(fc.constantFrom('a', 'b', 'c', 'dd', 'ee'), fc.string({ maxLength: 3 }))
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 40 }), fc.boolean(), (names, isPoor) => {
        const rowsOf = Map.groupBy(
          names.map((_, n) => n + 1),
          (row) => names[row - 1] ?? '',
        )
        const expected = [...rowsOf.values()].filter((rows) => rows.length > 1).map((rows) => rows.reverse())
        const { groups } = groupsOf(names, isPoor ? poorTable() : undefined)
        const byFirst = (one: readonly number[], other: readonly number[]) => (one[0] ?? 0) - (other[0] ?? 0)
        expect(groups.sort(byFirst)).toEqual(expected.sort(byFirst))
      }),
    )
  })
})

describe('the table of hashes', () => {
  it('tells the rows of a long file apart, nearly all', () => {
    const table = identityTable(50_000)
    const address = (row: number) => `p${row}@example.org`
    const rows = Array.from({ length: 50_000 }, (_, n) => n + 1)
    const alike = rows.filter((row) => table.rowLike(address(row), row) !== null)
    expect(alike.length).toBeLessThan(20)
    const found = rows.filter((row) => table.rowLike(address(row), 50_001) === row)
    expect(found.length).toBe(50_000 - alike.length)
  })
})
