import { describe, expect, it } from 'vitest'
import { foldSearch, foundIn } from '../../../shared/values/foldSearch.ts'

describe('what a search compares', () => {
  it.each([
    [' Ada OKAFOR ', 'ada okafor'],
    ['Łukasz Ćwik', 'łukasz cwik'],
    ['Ａｄａ', 'ada'],
    ['İstanbul', 'istanbul'],
  ])('%j is %j', (text, folded) => expect(foldSearch(text)).toBe(folded))

  it('finds a part in any letters, and nothing in nothing', () => {
    expect(foundIn('José@example.org', foldSearch('JOSE@'))).toBe(true)
    expect(foundIn(null, '')).toBe(false)
  })
})
