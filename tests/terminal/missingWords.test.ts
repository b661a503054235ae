import { describe, expect, it } from 'vitest'
import { missingWords } from '../../electron/terminal/missingWords.ts'

const tagsFrom = ['Interests']

describe('what the account does not have', () => {
  it('is said of one', () => {
    expect(missingWords(['Rye bread'], { tagsFrom, makeMissing: true })).toBe(
      'The account has no tag called “Rye bread”. A run makes it first, and shows who goes into it before anybody is sent.',
    )
    expect(missingWords(['Rye bread'], {})).toBe(
      'The account has no list called “Rye bread”. Nothing is done for it; --make-missing makes it.',
    )
  })

  it('is said of several', () => {
    expect(missingWords(['Rye bread', 'Cakes'], { tagsFrom, makeMissing: true })).toBe(
      'The account has no tags called “Rye bread”, “Cakes”. A run makes them first, and shows who goes into them before anybody is sent.',
    )
    expect(missingWords(['Rye bread', 'Cakes'], {})).toBe(
      'The account has no lists called “Rye bread”, “Cakes”. Nothing is done for them; --make-missing makes them.',
    )
  })

  it('names ten and counts the others', () => {
    const names = Array.from({ length: 1_012 }, (_, i) => `T${i}`)
    expect(missingWords(names, { tagsFrom })).toMatch(/no tags called “T0”, .*“T9” and 1,002 more\./)
  })
})
