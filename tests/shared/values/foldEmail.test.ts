import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldEmail } from '../../../shared/values/foldEmail.ts'

describe('the identity of an address', () => {
  test.each([
    ['Ann@Example.COM', 'ann@example.com'],
    [' ann@example.com\u00a0', 'ann@example.com'],
    ['info@MÜLLER.de', 'info@xn--mller-kva.de'],
    ['info@mu\u0308ller.de', 'info@xn--mller-kva.de'],
    ['JOSE\u0301@example.com', 'jos\u00e9@example.com'],
    ['INFO@IBM.com', 'info@ibm.com'],
  ])('%j is %j', (email, folded) => {
    expect(foldEmail(email)).toBe(folded)
  })

  test('dots and +tags tell people apart', () => {
    expect(foldEmail('a.b+news@gmail.com')).toBe('a.b+news@gmail.com')
  })

  test('a domain that an address parser would take for something else stays as it is', () => {
    expect(foldEmail('a@ü.de/path?x#y')).toBe('a@ü.de/path?x#y')
    expect(foldEmail('a@ü.de:80')).toBe('a@ü.de:80')
  })

  test('folding twice is folding once, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
        fc.string({ unit: 'binary' }),
        (local, domain) => {
          const once = foldEmail(`${local}@${domain}`)
          expect(foldEmail(once)).toBe(once)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
