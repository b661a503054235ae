import { describe, expect, it } from 'vitest'
import { type Part, sideBySide } from '../../../electron/engine/connectors/sideBySide.ts'

interface Numbers extends Part {
  readonly next: number
  readonly end: number
}

/** Numbers in pages of ten; a free place gets the later half of the longest part. */
function numbers(meet: (next: number) => void = () => undefined) {
  const state = { underWay: 0, most: 0, read: 0 }
  return {
    state,
    atOnce: 3,
    async read({ next, end }: Numbers, signal: AbortSignal): Promise<readonly number[]> {
      signal.throwIfAborted()
      state.read += 1
      state.underWay += 1
      state.most = Math.max(state.most, state.underWay)
      await new Promise((resolve) => setImmediate(resolve))
      state.underWay -= 1
      meet(next)
      return Array.from({ length: Math.min(10, end - next) }, (_, i) => next + i)
    },
    rest(parts: readonly Numbers[], read: Numbers, page: readonly number[]): readonly Numbers[] {
      const last = Math.max(...parts.map(({ part }) => part))
      const on = { ...read, next: read.next + page.length }
      const rest = parts.flatMap((one) => (one !== read ? one : on.next < on.end ? on : []))
      const [longest] = [...rest].sort((a, b) => b.end - b.next - (a.end - a.next))
      if (!longest || rest.length >= 3 || longest.end - longest.next < 40) return rest
      const middle = Math.ceil((longest.next + longest.end) / 2 / 10) * 10
      const later = { part: last + 1, next: middle, end: longest.end }
      return rest.flatMap((one) => (one === longest ? [{ ...one, end: middle }, later] : one))
    },
  }
}

const whole: readonly Numbers[] = [{ part: 0, next: 0, end: 500 }]
const { signal } = new AbortController()

describe('a list that is read from several places', () => {
  it('is read whole, each page once, so many at once and no more', async () => {
    const reader = numbers()
    const read: number[] = []
    for await (const { page } of sideBySide(whole, reader, signal)) read.push(...page)
    expect(read.sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n))
    expect(reader.state.most).toBe(3)
  })

  it('goes on after any page without one that was there, and misses none', async () => {
    const places: { readonly read: readonly number[]; readonly left: readonly Numbers[] }[] = []
    let soFar: readonly number[] = []
    for await (const { page, left } of sideBySide(whole, numbers(), signal)) {
      soFar = [...soFar, ...page]
      places.push({ read: soFar, left: JSON.parse(JSON.stringify(left)) as Numbers[] })
    }
    expect(places.length).toBe(50)
    for (const { read, left } of places) {
      const all = [...read]
      for await (const { page } of sideBySide(left, numbers(), signal)) all.push(...page)
      expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n))
    }
  })

  it('yields what others answered before it throws what failed', async () => {
    const reader = numbers((next) => {
      if (next === 250) throw new Error('no answer')
    })
    const read: number[] = []
    let place = whole
    const reading = async () => {
      for await (const { page, left } of sideBySide(whole, reader, signal)) {
        read.push(...page)
        place = left
      }
    }
    await expect(reading()).rejects.toThrow('no answer')
    expect(reader.state.read).toBe(read.length / 10 + 1)
    for await (const { page } of sideBySide(place, numbers(), signal)) read.push(...page)
    expect(new Set(read).size).toBe(500)
    expect(read.length).toBe(500)
  })

  it('asks for no more once nobody listens', async () => {
    const reader = numbers()
    for await (const { page } of sideBySide(whole, reader, signal)) if (page[0] !== 0) break
    const { read } = reader.state
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(reader.state.read).toBe(read)
  })
})
