import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileIdentities, type IdentifiedRow } from '../../../electron/engine/plan/fileIdentities.ts'
import { type IdentityTable, identityTable } from '../../../electron/engine/plan/identityTable.ts'

function read(
  people: readonly (readonly [identity: string, leftReason?: string])[],
  keep: 'last' | 'first',
  table = identityTable(people.length),
) {
  const rows = people.map(([identity, leftReason], n): IdentifiedRow => ({
    row: n + 1,
    identity,
    leftReason: leftReason ?? null,
  }))
  const again: number[] = []
  const readAgain = (row: number) => {
    again.push(row)
    return rows[row - 1] ?? { row, identity: '', leftReason: null }
  }
  const identities = fileIdentities({ table, keep, readAgain })
  for (const row of rows) identities.add(row)
  return { again, rows, ...identities }
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

describe('who is in a file', () => {
  it('keeps the last row of a person, or the first', () => {
    const people = [['a'], ['b'], ['a'], ['c'], ['a']] as const
    const last = read(people, 'last')
    expect([1, 2, 3, 4, 5].map(last.duplicateOf)).toEqual([5, null, 5, null, null])
    const first = read(people, 'first')
    expect([1, 2, 3, 4, 5].map(first.duplicateOf)).toEqual([null, null, 1, null, 1])
  })

  it('lets what one row says of leaving count for all rows of that person', () => {
    const { leftReason } = read([['a'], ['b'], ['a', 'says so'], ['a']], 'last')
    expect([1, 2, 3, 4].map(leftReason)).toEqual(['says so', null, 'says so', 'says so'])
    expect(read([['a', 'first says'], ['a']], 'last').leftReason(2)).toBe('first says')
  })

  it('reads a row again only where another one is like it', () => {
    expect(read([['a'], ['b'], ['c']], 'last').again).toEqual([])
    expect(read([['a'], ['b'], ['a'], ['a']], 'last').again).toEqual([1])
  })

  it('is the same as comparing all rows with all others', () => {
    const person = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom(undefined, 'x', 'y'))
    fc.assert(
      fc.property(fc.array(person, { maxLength: 30 }), fc.constantFrom('last', 'first'), (people, keep) => {
        const { rows, duplicateOf, leftReason } = read(people as [string, string?][], keep)
        for (const { row, identity } of rows) {
          const same = rows.filter((one) => one.identity === identity)
          const kept = (keep === 'last' ? same.at(-1) : same[0])?.row
          expect(duplicateOf(row)).toBe(kept === row ? null : kept)
          const reasons = same.map((one) => one.leftReason).filter((reason) => reason !== null)
          expect(leftReason(row)).toBe(same.length === 1 ? null : (reasons.sort().at(-1) ?? null))
        }
      }),
    )
  })

  it('never takes two people for one, whatever their hashes', () => {
    const { duplicateOf } = read([['ann'], ['bob'], ['eve'], ['bob'], ['ann'], ['bob']], 'last', poorTable())
    expect([1, 2, 3, 4, 5, 6].map(duplicateOf)).toEqual([5, 6, null, 6, null, null])
  })

  it('tells the rows of a long file apart', () => {
    const table = identityTable(50_000)
    const address = (row: number) => `p${row}@example.org`
    const rows = Array.from({ length: 50_000 }, (_, n) => n + 1)
    expect(rows.filter((row) => table.rowLike(address(row), row) !== null)).toEqual([])
    expect(rows.filter((row) => table.rowLike(address(row), 50_001) !== row)).toEqual([])
  })
})
