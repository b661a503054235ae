import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseTemplate } from '../../electron/terminal/parseTemplate.ts'
import type { TemplatePart } from '../../shared/model.ts'

const names = ['First name', 'a=b', 'x{y', ' spaced ']
const written = (part: TemplatePart) =>
  'text' in part ? part.text.replaceAll('{', '{{') : `{${names[part.column] ?? ''}}`
const part: fc.Arbitrary<TemplatePart> = fc.oneof(
  fc.nat(names.length - 1).map((column) => ({ column })),
  fc.string({ minLength: 1, unit: fc.constantFrom('a', ' ', '{', '}', '=', 'é') }).map((text) => ({ text })),
)
/** Two texts side by side are one. */
const joined = (parts: readonly TemplatePart[]) =>
  parts.reduce<TemplatePart[]>((all, one) => {
    const last = all.at(-1)
    if (last && 'text' in last && 'text' in one) return [...all.slice(0, -1), { text: last.text + one.text }]
    return [...all, one]
  }, [])

it('reads back whatever can be written', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.map(written).join('')
      expect(parseTemplate(text, (name) => names.indexOf(name))).toEqual(joined(parts))
    }),
  )
})
