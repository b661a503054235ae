import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TransformWord } from '../../../shared/model.ts'
import { compileSteps } from '../../../shared/values/steps/compileSteps.ts'
import { applyTransform } from '../../../shared/values/transforms.ts'

describe('transforms', () => {
  test('trim takes what cannot be seen, at the ends only', () => {
    expect(applyTransform('\ufeff\u00a0\u200b a  b\u00adc \u2060\r\n', 'trim')).toBe('a  b\u00adc')
  })

  test('collapse-spaces makes one space of no-break spaces and line breaks', () => {
    expect(applyTransform('12 \u00a0 High\r\nSt', 'collapse-spaces')).toBe('12 High St')
  })

  test.each([
    ["o'neill", "O'Neill"],
    ['d’artagnan', 'D’Artagnan'],
    ["john's", "John's"],
    ['JEAN-LUC picard', 'Jean-Luc Picard'],
    ['ÉLISE ØRSTED', 'Élise Ørsted'],
    ['ßeta', 'Sseta'],
    ['𐐨𐐯', '𐐀𐐯'],
  ])('title-case makes %j %j', (text, result) => {
    expect(applyTransform(text, 'title-case')).toBe(result)
  })

  test('case does not depend on the language of the computer', () => {
    expect(applyTransform('TITLE', 'lower-case')).toBe('title')
    expect(applyTransform('title', 'upper-case')).toBe('TITLE')
  })

  test('steps go in order, and doing them again changes nothing', () => {
    const steps: readonly TransformWord[] = [
      'trim',
      'collapse-spaces',
      'lower-case',
      'upper-case',
      'title-case',
    ]
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.constantFrom(...steps), { maxLength: 4 }),
        (text, chosen) => {
          const steps = compileSteps(chosen)
          const once = steps(text, { country: null }) as string
          expect(steps(once, { country: null })).toBe(once)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
