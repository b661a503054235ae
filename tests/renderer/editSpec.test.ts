import { describe, expect, it } from 'vitest'
import { editSpec, type SpecEdit } from '../../renderer/features/map/editSpec.ts'
import { carrySpec, firstSpec } from '../../renderer/features/map/firstSpec.ts'
import type { PlanSpec } from '../../shared/contract/plans.ts'
import { suggestMapping } from '../../shared/mapping/suggestMapping.ts'
import type { Column, ConnectionId, Field, FieldId, SourceId } from '../../shared/model.ts'

const field = (id: string, type: Field['type'] = 'text'): Field => ({
  id: id as FieldId,
  key: id,
  label: id,
  type,
  custom: false,
})
const email = field('email', 'email')
const firstName = field('first_name')
const city = field('custom:1')
const columns: readonly Column[] = ['Email', 'First name', 'Town', 'Unsubscribed'].map((name, index) => ({
  index,
  name,
  header: name,
}))

function start(): PlanSpec {
  const samples = [['ann@example.com'], ['Ann'], ['Oslo'], ['no']]
  const suggestion = suggestMapping({
    columns: columns.map((column, at) => ({ column, samples: samples[at] ?? [] })),
    fields: [email, firstName],
  })
  const settings = { defaultCountry: null, dateOrder: null }
  return firstSpec('acme' as ConnectionId, 's1' as SourceId, suggestion, settings)
}

function after(...edits: readonly SpecEdit[]): PlanSpec {
  return edits.reduce(editSpec, start())
}

const fieldsOf = ({ mapping }: PlanSpec) => mapping.fields.map(({ field: id, from }) => [id, from])

describe('deciding what is sent', () => {
  it('begins with what was suggested, people who left included', () => {
    expect(fieldsOf(start())).toEqual([
      ['email', { column: 0 }],
      ['first_name', { column: 1 }],
    ])
    expect(start().mapping.left).toEqual([{ column: 3, leftWhen: 'yes' }])
  })

  it('takes a field away from the column that had it', () => {
    const spec = after({ of: 'column-field', column: 2, field: firstName })
    expect(fieldsOf(spec)).toEqual([
      ['email', { column: 0 }],
      ['first_name', { column: 2 }],
    ])
  })

  it('gives a field what the cells of its column need', () => {
    const steps = [{ step: 'replace', find: '"', with: '', pattern: false }] as const
    const spec = after({ of: 'column-field', column: 2, field: city, steps })
    expect(spec.mapping.fields.find((rule) => rule.field === city.id)?.transforms).toEqual(['trim', ...steps])
  })

  it('keeps the rules of a field when another column fills it', () => {
    const spec = after(
      { of: 'rule', field: firstName.id, change: { write: 'if-empty', blank: 'clear' } },
      { of: 'column-field', column: 2, field: firstName },
    )
    expect(spec.mapping.fields.at(-1)).toMatchObject({ write: 'if-empty', blank: 'clear' })
  })

  it('frees a column from its field and from telling who left', () => {
    const spec = after({ of: 'column-ignored', column: 1 }, { of: 'column-ignored', column: 3 })
    expect(fieldsOf(spec)).toEqual([['email', { column: 0 }]])
    expect(spec.mapping.left).toEqual([])
  })

  it('takes a column out of the field that it is part of, with what stands between', () => {
    const from = { template: [{ column: 1 }, { text: ' ' }, { column: 2 }, { text: ', ' }, { column: 3 }] }
    const joined: SpecEdit = { of: 'field-filled', field: city, from }
    const without = (...left: readonly number[]) =>
      fieldsOf(after(joined, ...left.map((column): SpecEdit => ({ of: 'column-ignored', column })))).find(
        ([id]) => id === city.id,
      )?.[1]
    expect(without(2)).toEqual({ template: [{ column: 1 }, { text: ' ' }, { column: 3 }] })
    expect(without(3)).toEqual({ template: [{ column: 1 }, { text: ' ' }, { column: 2 }] })
    expect(without(1, 3)).toEqual({ column: 2 })
    expect(without(1, 2, 3)).toBeUndefined()
  })

  it('has one letter case at most, and takes the steps in one order', () => {
    const on = (transform: 'trim' | 'upper-case' | 'title-case' | 'collapse-spaces'): SpecEdit => ({
      of: 'transform',
      field: firstName.id,
      transform,
      on: true,
    })
    const spec = after(on('upper-case'), on('title-case'), on('collapse-spaces'), on('trim'))
    expect(spec.mapping.fields[1]?.transforms).toEqual(['trim', 'collapse-spaces', 'title-case'])
  })

  it('keeps the steps after the words as they are when a word is ticked', () => {
    const step = { step: 'part', take: 'last', separator: null } as const
    const spec = after(
      { of: 'steps', field: firstName.id, steps: [step, 'title-case'] },
      { of: 'transform', field: firstName.id, transform: 'collapse-spaces', on: true },
    )
    expect(spec.mapping.fields[1]?.transforms.slice(-3)).toEqual(['collapse-spaces', step, 'title-case'])
  })

  it('splits a column into two fields', () => {
    const spec = after({ of: 'split', field: firstName.id, second: city, separator: null })
    expect(fieldsOf(spec)).toEqual([
      ['email', { column: 0 }],
      ['first_name', { column: 1 }],
      ['custom:1', { template: [{ column: 1 }] }],
    ])
    expect(spec.mapping.fields.slice(1).map(({ transforms }) => transforms.at(-1))).toEqual([
      { step: 'part', take: 'first', separator: null },
      { step: 'part', take: 'rest', separator: null },
    ])
  })

  it('puts people into an audience once', () => {
    const join: SpecEdit = { of: 'audience', audience: { kind: 'tag', id: '1' }, on: true }
    expect(after(join, join).audiences).toEqual([{ kind: 'tag', id: '1' }])
    expect(after(join, { ...join, on: false }).audiences).toEqual([])
  })
})

describe('the same decisions for another reading of the file', () => {
  const moved = [...columns].reverse().map(({ name }, index) => ({ index, name, header: name }))

  it('finds the columns by their names', () => {
    const spec = after({
      of: 'field-filled',
      field: city,
      from: { template: [{ column: 2 }, { text: ', Norway' }] },
    })
    const carried = carrySpec(spec, 's2' as SourceId, columns, moved)
    expect(carried?.source).toBe('s2')
    expect(carried && fieldsOf(carried)).toEqual([
      ['email', { column: 3 }],
      ['first_name', { column: 2 }],
      ['custom:1', { template: [{ column: 1 }, { text: ', Norway' }] }],
    ])
    expect(carried?.mapping.left).toEqual([{ column: 0, leftWhen: 'yes' }])
  })

  it('gives up where a column that is used is missing', () => {
    expect(carrySpec(start(), 's2' as SourceId, columns, moved.slice(0, 3))).toBeNull()
  })
})
