import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rightDomain, slipOfEmail } from '../../../shared/check/fixEmail.ts'
import { meantDomain, popularDomains } from '../../../shared/check/knownDomains.ts'
import { parseEmail } from '../../../shared/values/email.ts'

describe('a cell that should be an address', () => {
  it.each([
    ['ann(at)example.org', 'at-sign', 'ann@example.org'],
    ['ann at example dot org', 'at-sign', 'ann@example.org'],
    ['ann@@example.org', 'at-sign', 'ann@example.org'],
    ['anngmail.com', 'at-sign', 'ann@gmail.com'],
    ['ann@example.org.', 'dot-at-end', 'ann@example.org'],
    ['ann@example.org,', 'dot-at-end', 'ann@example.org'],
    ['<ann@example.org>', 'extra-text', 'ann@example.org'],
    ['Ann Lee <ann@example.org>', 'extra-text', 'ann@example.org'],
    ['mailto:ann@example.org?subject=Hi', 'extra-text', 'ann@example.org'],
    ['ann@example.org; bob@example.org', 'two-addresses', 'ann@example.org'],
    ['ann@example.org / bob@example.org', 'two-addresses', 'ann@example.org'],
    ['ａｎｎ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'full-width', 'ann@example.org'],
    ['ann @example.org', 'space-inside', 'ann@example.org'],
    ['ann@exam\u200bple.org', 'space-inside', 'ann@example.org'],
    ['ann@example,org', 'punctuation', 'ann@example.org'],
    ['ann..lee@example..org', 'punctuation', 'ann.lee@example.org'],
    ['ann@gmail', 'misspelt-domain', 'ann@gmail.com'],
    ['ann@gmailcom', 'misspelt-domain', 'ann@gmail.com'],
    ['ann@gmial.com.', 'dot-at-end', 'ann@gmail.com'],
    ['nobody', 'bad-email', null],
    ['n/a', 'bad-email', null],
    ['ann@', 'bad-email', null],
  ])('%s', (cell, kind, fix) => {
    expect(slipOfEmail(cell)).toEqual({ kind, fix })
  })

  it('is only ever made into something that is an address', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'Z', '1', '.', '@', ' ', ',', ';', '<', '>', '(', 'at', '＠', '\u200b', 'é'),
    })
    fc.assert(
      fc.property(fc.oneof(part, fc.string(), fc.constant('x'.repeat(2000))), (cell) => {
        const { fix } = slipOfEmail(cell)
        if (fix !== null) expect(parseEmail(fix)).toMatchObject({ ok: true, value: fix })
      }),
      { numRuns: 400 },
    )
  })
})

describe('a domain', () => {
  it.each([
    ['gmial.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['hotmial.com', 'hotmail.com'],
    ['yahooo.com', 'yahoo.com'],
    ['outlok.com', 'outlook.com'],
    ['acme.con', 'acme.com'],
  ])('%s was meant to be %s', (domain, meant) => {
    expect(meantDomain(domain)).toBe(meant)
  })

  it.each([
    'ymail.com',
    'mail.com',
    'hotmail.de',
    'yahoo.ca',
    'example.org',
    'web.com',
    'mail.gmail.com',
    'aon.com',
  ])('%s is left alone', (domain) => {
    expect(meantDomain(domain)).toBeNull()
  })

  it('that is popular is never changed', () => {
    for (const domain of popularDomains) expect(rightDomain(`ann@${domain}`)).toBeNull()
  })
})
