import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restOfSpans, type Span, wholeSpan } from '../../../../electron/engine/connectors/klaviyo/spans.ts'

const beganAt = 1_000_000
const atOnce = 4
const pageRows = 5

/** Klaviyo's page: in order of time, narrowed down, from a cursor on. Times are in milliseconds, shown in seconds. */
function pageOf(timesMs: readonly number[], { from, before, after }: Span) {
  const there = timesMs
    .map((ms, n) => ({ ms, n }))
    .filter(({ ms }) => (from === null || ms > (from - 1) * 1000) && (before === null || ms < before * 1000))
    .sort((a, b) => a.ms - b.ms)
  const start = after === null ? 0 : Number(after)
  const rows = there.slice(start, start + pageRows)
  const next = start + rows.length
  return {
    rows: rows.map(({ n }) => n),
    timesMs: rows.map(({ ms }) => Math.floor(ms / 1000) * 1000),
    after: next < there.length ? String(next) : null,
  }
}

/** Reads until nothing is left, the part whose turn it is by `turns`. */
function readAll(timesMs: readonly number[], turns: readonly number[]) {
  const seen = new Set<number>()
  let spans: readonly Span[] = [wholeSpan]
  let pages = 0
  while (spans.length > 0 && pages < 10_000) {
    const read = spans[(turns[pages % turns.length] ?? 0) % spans.length] ?? wholeSpan
    const page = pageOf(timesMs, read)
    for (const n of page.rows) seen.add(n)
    spans = restOfSpans(spans, read, page, { atOnce, beganAt })
    pages += 1
  }
  return { seen, pages }
}

describe('spans of a list', () => {
  it('miss nobody, however people are spread and whichever page comes first', () => {
    const times = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: beganAt * 1000 }),
        fc.integer({ min: 500_000_000, max: 500_003_000 }),
        fc.constantFrom(500_000_000, 499_999_999, 750_000_000),
      ),
      { maxLength: 400 },
    )
    const turns = fc.array(fc.nat(20), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(times, turns, (timesMs, order) => {
        expect(readAll(timesMs, order).seen.size).toBe(timesMs.length)
      }),
      { numRuns: 200 },
    )
  })

  it('take hardly more pages than there are', () => {
    const evenly = Array.from({ length: 5_000 }, (_, n) => n * 200_000)
    const { seen, pages } = readAll(evenly, [3, 1, 2, 0])
    expect(seen.size).toBe(5_000)
    expect(pages).toBeLessThan(1_050)
  })

  it('stay one where all people came in the same second, or on one page', () => {
    expect(readAll(Array(100).fill(5_000) as number[], [0]).seen.size).toBe(100)
    expect(readAll([1000, 2000, 3000], [0]).pages).toBe(1)
    expect(readAll([], [0]).pages).toBe(1)
  })

  it('stay one where the service does not heed their limits', () => {
    const later: Span = { ...wholeSpan, part: 1, from: 900_000 }
    const page = { timesMs: [1000, 2000], after: '2' }
    const rest = restOfSpans([later], later, page, { atOnce, beganAt })
    expect(rest).toEqual([{ ...later, after: '2' }])
  })

  it('look once more at whoever came while they were read', () => {
    const [one, other] = [
      { ...wholeSpan, until: 500 },
      { ...wholeSpan, part: 1, from: 500 },
    ]
    const end = { timesMs: [600_000], after: null }
    const afterOne = restOfSpans([one, other], one, end, { atOnce, beganAt })
    const afterBoth = restOfSpans(afterOne, other, end, { atOnce, beganAt })
    expect(afterBoth).toMatchObject([{ from: beganAt, before: null, until: null, after: null }])
    const [last] = afterBoth
    expect(restOfSpans(afterBoth, last ?? other, end, { atOnce, beganAt })).toEqual([])
  })
})
