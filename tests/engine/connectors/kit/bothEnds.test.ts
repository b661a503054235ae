import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type End, oldestFirst, restOfEnds } from '../../../../electron/engine/connectors/kit/bothEnds.ts'

const pageRows = 3

function pageOf(ids: readonly string[], { part, after }: End) {
  const inOrder = part === 0 ? ids : ids.toReversed()
  const start = Number(after ?? 0)
  const rows = inOrder.slice(start, start + pageRows)
  return {
    rows,
    lastId: rows.at(-1) ?? null,
    after: start + pageRows < ids.length ? String(start + pageRows) : null,
  }
}

describe('a list of Kit that is read from both ends', () => {
  it('misses nobody and ends where they meet, whichever end is faster', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (people, turns) => {
        // Compared as text, 9 would come after 10.
        const ids = Array.from({ length: people }, (_, n) =>
          String(4_294_967_295 - 30 + n * 7 + (n > 9 ? 1e12 : 0)),
        )
        const seen = new Set<string>()
        let [ends, pages]: [readonly End[], number] = [[oldestFirst], 0]
        while (ends.length > 0) {
          const read = ends[turns[pages % turns.length] === true ? ends.length - 1 : 0] ?? oldestFirst
          const page = pageOf(ids, read)
          for (const id of page.rows) seen.add(id)
          ends = restOfEnds(ends, read, page)
          pages += 1
        }
        expect(seen.size).toBe(people)
        expect(pages).toBeLessThanOrEqual(Math.max(1, Math.ceil(people / pageRows)) + 1)
      }),
    )
  })
})
