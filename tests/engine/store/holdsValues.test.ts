import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueHolder } from '../../../electron/engine/store/holdsValues.ts'
import type { FieldId, FieldValue } from '../../../shared/model.ts'

const ids = ['first_name', 'custom:2', 'custom:22', 'property:a "b"', 'property:c\\d', 'é'] as FieldId[]
const holds = valueHolder(ids)
const json = (fields: object) => JSON.stringify(fields)

describe('looking for values in a contact’s JSON', () => {
  it('finds what is there, in any order, of any type', () => {
    const fields = json({ first_name: 'Ann', 'custom:2': 12, 'custom:22': true, é: 'Łódź' })
    expect(holds(fields, { ['first_name' as FieldId]: 'Ann', ['é' as FieldId]: 'Łódź' })).toBe(true)
    expect(holds(fields, { ['é' as FieldId]: 'Łódź', ['custom:2' as FieldId]: 12 })).toBe(true)
    expect(holds(fields, { ['custom:22' as FieldId]: true })).toBe(true)
    expect(holds(fields, {})).toBe(true)
  })

  it('finds no part of a value, and no value of another field', () => {
    const fields = json({ first_name: 'Anna', 'custom:22': 120, email: 'x","custom:2":"y' })
    for (const [field, value] of [
      ['first_name', 'Ann'],
      ['custom:22', 12],
      ['custom:2', 120],
      ['custom:2', 'y'],
      ['first_name', 'Anna","custom:22'],
    ] as const)
      expect(holds(fields, { [field as FieldId]: value })).toBe(false)
  })

  it('takes clearing for held only where there is no value', () => {
    expect(holds(json({ first_name: 'Ann' }), { ['custom:2' as FieldId]: null })).toBe(true)
    expect(holds(json({ first_name: 'Ann' }), { ['first_name' as FieldId]: null })).toBe(false)
  })

  it('never says yes where a look at each value says no', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('"', '\\', ',', ':', 'a', 'é', '\0', '}') }),
      fc.string(),
    )
    const value = fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))
    const values = fc.dictionary(fc.constantFrom<string>(...ids), value)
    const isSame = (held: FieldValue | undefined, sent: FieldValue) =>
      sent === null ? (held ?? null) === null : held === sent
    fc.assert(
      fc.property(values, values, fc.boolean(), (one, other, overlap) => {
        const kept = overlap ? { ...other, ...one } : other
        const sent = one as Record<FieldId, FieldValue>
        const truth = Object.entries(one).every(([id, each]) =>
          isSame((JSON.parse(json(kept)) as Record<string, FieldValue>)[id], each),
        )
        if (holds(json(kept), sent)) expect(truth).toBe(true)
      }),
    )
  })
})
