import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import validatorModule from 'validator/lib/isEmail.js'
import { isPlainEmail, parseEmail } from '../../../shared/values/email.ts'

const isEmail = validatorModule.default

function reason(text: string): string {
  const parsed = parseEmail(text)
  return parsed.ok ? `read as ${String(parsed.value)}` : parsed.message
}

describe('an email address', () => {
  test.each([
    'ann@example.com',
    "o'brien+tag@sub.example.co.uk",
    'UPPER.Case@Example.COM',
    'info@müller.de',
    'почта@пример.рф'.replace('почта', 'info'),
    `${'a'.repeat(64)}@example.com`,
  ])('is kept as written: %s', (email) => {
    expect(parseEmail(email)).toEqual({ ok: true, value: email })
  })

  test('does not mind spaces, no-break spaces, zero-width characters and a byte order mark around it', () => {
    expect(parseEmail('\ufeff \u00a0ann@example.com\u200b\r\n')).toEqual({
      ok: true,
      value: 'ann@example.com',
    })
  })

  test('says the whole sentence', () => {
    expect(reason('john@gmial')).toBe('“john@gmial” is not an email address: the part after @ has no dot.')
  })

  test.each([
    ['john', 'it has no @.'],
    ['john(at)example.com', 'write @ instead of “(at)”.'],
    ['a b@example.com', 'there is a space inside it.'],
    ['a\u200bb@example.com', 'there is an invisible character inside it. Type it again.'],
    ['a@example.com, b@example.com', 'there are 2 addresses in the cell. Keep one.'],
    ['a@example.com;b@example.com', 'there are 2 addresses in the cell. Keep one.'],
    ['Ann Lee <a@example.com>', 'it also has a name. Keep only what is between < and >.'],
    ['mailto:a@example.com', 'it starts with “mailto:”, as a link does. Keep only the address.'],
    ['a@@example.com', 'it has 2 @ signs.'],
    ['a@example,com', 'it has a comma where a dot belongs.'],
    ['a,b@example.com', 'there is a comma before the @.'],
    ['a@example.com.', 'it ends with a dot.'],
    ['.a@example.com', 'it starts with a dot.'],
    ['a.@example.com', 'there is a dot right before the @.'],
    ['a..b@example.com', 'it has two dots in a row.'],
    ['a@.example.com', 'there is a dot right after the @.'],
    ['@example.com', 'there is nothing before the @.'],
    ['a@', 'there is nothing after the @.'],
    ['a@example.c', 'no address ends in “.c”.'],
    ['a@127.0.0.1', 'the part after @ is a number, not a name such as “example.com”.'],
    ['a@exam_ple.com', '“_” cannot be used after the @.'],
    ['a@-example.com', 'a part of the name after @ starts or ends with a hyphen.'],
    ['"a"@example.com', 'it has quotation marks.'],
    ['josé@example.com', '“é” cannot be used before the @. Most likely it is a slip; check the spelling.'],
    ['a@\uff47mail.com', 'it has full-width characters. Type it again with ordinary letters.'],
    ['a\uff20gmail.com', 'it has full-width characters. Type it again with ordinary letters.'],
    ['\ud800@example.com', 'some characters were damaged when the file was saved.'],
    [`${'a'.repeat(65)}@example.com`, 'the part before @ is longer than 64 characters.'],
    [`a@${'b.'.repeat(130)}com`, 'it is longer than 254 characters.'],
  ])('%j: %s', (text, why) => {
    expect(reason(text).endsWith(why)).toBe(true)
  })

  test('a blank is missing, not invalid', () => {
    expect(parseEmail(' \u00a0')).toMatchObject({ ok: false, problem: 'missing-email' })
  })

  test('a message cuts a long cell to 60 characters and keeps it on one line', () => {
    const message = reason(`line\nbreak ${'x'.repeat(5000)}`)
    expect(message).toContain('“line break')
    expect(message).not.toContain('\n')
    expect(message.length).toBeLessThan(120)
  })

  test('the quick yes is never a yes where validator says no', () => {
    const piece = fc.stringMatching(/^[a-zA-Z0-9_.+'@-]{0,12}$/)
    const nearMiss = fc.tuple(piece, piece, piece).map(([a, b, c]) => `${a}@${b}.${c}`)
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), nearMiss, fc.string()), (text) => {
        expect(!isPlainEmail(text) || isEmail(text)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('whatever is accepted, validator accepts too, and it has no comma and no space', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
        (text) => {
          const parsed = parseEmail(text)
          if (!parsed.ok) return
          expect(isEmail(String(parsed.value))).toBe(true)
          expect(String(parsed.value)).not.toMatch(/[,\s]/)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a hostile cell of a megabyte is refused, not pondered', () => {
    for (const text of [
      'a'.repeat(1e6),
      `${'a.'.repeat(5e5)}@x.de`,
      `a@${'a-'.repeat(5e5)}`,
      ' '.repeat(1e6) + 'x',
      '<@'.repeat(5e5),
      `<${'@'.repeat(1e6)}`,
    ])
      expect(parseEmail(text).ok).toBe(false)
  })
})
