import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMapping } from '../../../shared/mapping/compileMapping.ts'
import { compileTemplate } from '../../../shared/mapping/compileTemplate.ts'
import type { FieldRule, TemplatePart } from '../../../shared/model.ts'
import { columnsNamed, mappingOf, rule } from './exampleMapping.ts'

const columns = columnsNamed('First', 'Middle', 'Last')
const full: TemplatePart[] = [{ column: 0 }, { text: ' ' }, { column: 1 }, { text: ' ' }, { column: 2 }]
const join = (template: readonly TemplatePart[], ...cells: string[]) =>
  compileTemplate(template, columns)(cells)

describe('a template', () => {
  it.each([
    [['Ann', 'B', 'Lee'], 'Ann B Lee'],
    [['Ann', '', 'Lee'], 'Ann Lee'],
    [['', 'B', 'Lee'], 'B Lee'],
    [['Ann', '', ''], 'Ann'],
    [['', '', 'Lee'], 'Lee'],
    [['', ' ', '\u00a0'], ''],
    [['Ann  Mary', '', 'Lee'], 'Ann  Mary Lee'],
    [['Ann\nMary', 'B', 'Lee'], 'Ann\nMary B Lee'],
  ])('joins %j to %j', (cells, joined) => {
    expect(join(full, ...cells)).toBe(joined)
  })

  it('says nothing where the row is too short for it, unless another cell has something', () => {
    expect(join(full, '')).toBeUndefined()
    expect(join(full, 'Ann')).toBe('Ann')
    expect(join(full, '', '', '')).toBe('')
  })

  it('refuses a column that the file does not have', () => {
    expect(() => compileTemplate([{ column: 7 }], columns)).toThrow(/column 8, but the file has 3/)
  })

  const word = fc.stringMatching(/^[a-zé,(){}-]{1,6}$/)
  const cell = fc.oneof(fc.constant(''), fc.constant('  '), word)
  const part: fc.Arbitrary<TemplatePart> = fc.oneof(
    fc.nat(2).map((column) => ({ column })),
    fc.oneof(word, fc.constant(' '), fc.constant(', ')).map((text) => ({ text })),
  )
  const template = fc.array(part, { minLength: 1, maxLength: 8 })
  const three = fc.tuple(cell, cell, cell)
  const plain = (parts: readonly TemplatePart[], cells: readonly string[]) =>
    parts.map((one) => ('text' in one ? one.text : (cells[one.column] ?? ''))).join('')

  it('is the plain joining of its parts where no cell is blank', () => {
    fc.assert(
      fc.property(template, fc.tuple(word, word, word), (parts, cells) => {
        fc.pre(parts.some((one) => 'column' in one))
        expect(join(parts, ...cells)).toBe(plain(parts, cells))
      }),
    )
  })

  it('differs from that only in spaces where one is, and is blank only when all are', () => {
    fc.assert(
      fc.property(template, three, (parts, cells) => {
        const joined = join(parts, ...cells) ?? ''
        const isBlank = parts.every((one) => 'text' in one || (cells[one.column] ?? '').trim() === '')
        if (isBlank) expect(joined).toBe('')
        else expect(joined.replaceAll(' ', '')).toBe(plain(parts, cells).replaceAll(' ', ''))
      }),
    )
  })

  it('of words with one space between never has two together, nor one at an end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }), three, (order, cells) => {
        const parts = order.flatMap((column, n): TemplatePart[] => [
          ...(n > 0 ? [{ text: ' ' }] : []),
          { column },
        ])
        expect(join(parts, ...cells) ?? '').not.toMatch(/^ | $| {2}/)
      }),
    )
  })
})

describe('a field that a template fills', () => {
  const made = (
    field: string,
    template: readonly TemplatePart[],
    rest: Partial<FieldRule> = {},
  ): FieldRule => ({
    ...rule(field, field === 'email' ? 'email' : 'date', 0),
    from: { template },
    ...rest,
  })
  const email = made('email', [{ column: 0 }, { text: '@example.org' }])

  it('may be the address itself', () => {
    const read = compileMapping(mappingOf([email]), columns)
    expect(read(['ann', '', ''], 1)).toMatchObject({ severity: 'ok', values: { email: 'ann@example.org' } })
    expect(read(['', '', ''], 2)).toMatchObject({
      severity: 'invalid',
      problems: [{ kind: 'missing-email', message: 'What is made of “First” has no email address.' }],
    })
    expect(read([], 3).problems[0]?.message).toMatch(/What is made of “First” is missing in this row/)
  })

  it('names its columns where it can not be read', () => {
    const date = made('birthday', [{ column: 1 }, { text: '.' }, { column: 2 }])
    const { problems, severity } = compileMapping(mappingOf([email, date]), columns)(['ann', 'x', 'y'], 1)
    expect(severity).toBe('warning')
    expect(problems[0]?.message).toMatch(/^What is made of “Middle” and “Last”: “x\.y”/)
  })

  it('is cleared by blanks only where the row has all of its cells', () => {
    const date = made('birthday', [{ column: 1 }, { column: 2 }], { blank: 'clear' })
    const read = compileMapping(mappingOf([email, date]), columns)
    expect(read(['ann', '', ''], 1).values).toEqual({ email: 'ann@example.org', birthday: null })
    expect(read(['ann', ''], 2).values).toEqual({ email: 'ann@example.org' })
  })
})
