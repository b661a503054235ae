import { describe, expect, it } from 'vitest'
import { chooseMapping, type MappingOptions } from '../../electron/terminal/chooseMapping.ts'
import type { Column, Field, FieldId } from '../../shared/model.ts'
import { suggestMapping } from '../../shared/mapping/suggestMapping.ts'

const field = (id: string, label: string): Field => ({
  id: id as FieldId,
  key: id,
  label,
  type: id === 'email' ? 'email' : 'text',
  custom: id !== 'email',
})
const fields = [field('email', 'Email'), field('city', 'City'), field('source', 'Source')]
const columns: readonly Column[] = ['Email', 'a=b', 'Left=early'].map((name, index) => ({
  index,
  name,
  header: name,
}))
const suggestion = suggestMapping({
  columns: columns.map((column) => ({ column, samples: [] })),
  fields,
})
const none: MappingOptions = {
  map: [],
  ignore: [],
  set: [],
  left: [],
  write: [],
  clearBlanks: [],
  country: undefined,
  dates: undefined,
  decimal: undefined,
}
const choose = (options: Partial<MappingOptions>) =>
  chooseMapping(suggestion, columns, fields, { ...none, ...options }).mapping
const rule = (options: Partial<MappingOptions>, id: string) =>
  choose(options).fields.find((one) => one.field === id)

describe('what the user says about the mapping', () => {
  it('--set is cut at its first "=", so that the value may hold one', () => {
    expect(rule({ set: ['City=a=b'] }, 'city')?.from).toEqual({ constant: 'a=b' })
  })

  it('--map and --left are cut at their last "=", so that the column may hold one', () => {
    const mapping = choose({ map: ['a=b=City'], left: ['Left=early=no'] })
    expect(mapping.fields.find((one) => one.field === 'city')?.from).toEqual({ column: 1 })
    expect(mapping.left).toEqual([{ column: 2, leftWhen: 'no' }])
  })

  it('--write and --clear-blanks hold for a field that a column fills', () => {
    const options = { map: ['a=b=City'], write: ['City=if-empty'], clearBlanks: ['City'] }
    expect(rule(options, 'city')).toMatchObject({ write: 'if-empty', blank: 'clear' })
  })

  it('--write and --clear-blanks are refused for a field that nothing fills', () => {
    expect(() => choose({ clearBlanks: ['City'] })).toThrow(/--clear-blanks "City".*no column fills City/)
    expect(() => choose({ write: ['City=only-new'] })).toThrow(
      /--write "City=only-new".*no column fills City/,
    )
  })

  it('a rule or an answer that is none is refused with those there are', () => {
    expect(() => choose({ write: ['Email=never'] })).toThrow(/always, if-empty or only-new/)
    expect(() => choose({ left: ['Email=perhaps'] })).toThrow(/yes, no or any-value/)
    expect(() => choose({ set: ['City'] })).toThrow(/field=value/)
  })
})
