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

  it('--set makes several columns into one, by name, and says so of each', () => {
    expect(rule({ set: ['City={Email}, {a=b}'] }, 'city')).toMatchObject({
      from: { template: [{ column: 0 }, { text: ', ' }, { column: 1 }] },
      transforms: ['collapse-spaces', 'trim'],
    })
    const { uses } = chooseMapping(suggestion, columns, fields, { ...none, set: ['City={EMAIL}{a=b}'] })
    expect(uses.map(({ use }) => use)).toEqual(['Email, part of City', 'part of City', 'not used'])
  })

  it('--set with {{ is a brace, and one that is not closed is refused', () => {
    expect(rule({ set: ['City={{a}'] }, 'city')?.from).toEqual({ constant: '{a}' })
    expect(rule({ set: ['City={{{a=b}}'] }, 'city')?.from).toEqual({
      template: [{ text: '{' }, { column: 1 }, { text: '}' }],
    })
    expect(() => choose({ set: ['City={a=b'] })).toThrow(/without a \}.*write \{\{/)
    expect(() => choose({ set: ['City={Nope}'] })).toThrow(/no column “Nope”. It has: Email, a=b/)
  })

  it('--set fills a field in the place of the column that was matched to it', () => {
    const options = { ...none, map: ['a=b=City'], set: ['City=Oslo'] }
    const { mapping, uses } = chooseMapping(suggestion, columns, fields, options)
    expect(mapping.fields.filter(({ field }) => field === 'city')).toMatchObject([
      { from: { constant: 'Oslo' } },
    ])
    expect(uses[1]).toMatchObject({ use: 'not used' })
  })

  it('columns are joined as suggested as long as nothing else is said of either', () => {
    const named = ['Email', 'Voornaam', 'Tussenvoegsel', 'Achternaam'].map((name, index) => ({
      index,
      name,
      header: name,
    }))
    const samples = [['sanne@example.org'], ['Sanne'], ['van der'], ['Berg']]
    const account = [...fields, field('last_name', 'Last name')]
    const dutch = suggestMapping({
      columns: named.map((column, n) => ({ column, samples: samples[n] ?? [] })),
      fields: account,
    })
    const chosen = (options: Partial<MappingOptions>) =>
      chooseMapping(dutch, named, account, { ...none, ...options })
    const lastName = ({ mapping }: ReturnType<typeof chosen>) =>
      mapping.fields.find((one) => one.field === 'last_name')?.from
    expect(lastName(chosen({}))).toEqual({ template: [{ column: 2 }, { text: ' ' }, { column: 3 }] })
    expect(chosen({}).uses.slice(2)).toMatchObject([
      { use: 'part of Last name', reason: expect.stringContaining('“van der Berg”') as unknown },
      { use: 'Last name', reason: expect.stringContaining('“van der Berg”') as unknown },
    ])
    expect(lastName(chosen({ ignore: ['Tussenvoegsel'] }))).toEqual({ column: 3 })
    expect(lastName(chosen({ map: ['Tussenvoegsel=City'] }))).toEqual({ column: 3 })
    expect(lastName(chosen({ map: ['Achternaam=Last name'] }))).toEqual({ column: 3 })
  })

  it('--map and --left are cut at their last "=", so that the column may hold one', () => {
    const mapping = choose({ map: ['a=b=City'], left: ['Left=early=no'] })
    expect(mapping.fields.find((one) => one.field === 'city')?.from).toEqual({ column: 1 })
    expect(mapping.left).toEqual([{ column: 2, leftWhen: 'no' }])
  })

  it('--map takes along what the cells of the column need', () => {
    const steps = [{ step: 'replace', find: '"', with: '', pattern: false }] as const
    const needing = { ...suggestion, columns: suggestion.columns.map((one) => ({ ...one, steps })) }
    for (const suggestions of [true, false]) {
      const { mapping } = chooseMapping(needing, columns, fields, { ...none, map: ['a=b=City'], suggestions })
      expect(mapping.fields.find((one) => one.field === 'city')?.transforms).toEqual(['trim', ...steps])
    }
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

describe('what the user says about cells', () => {
  it('steps go in turn after the suggested ones', () => {
    const chosen = rule(
      { map: ['a=b=City'], step: ['City=title-case', 'City=pattern:^(St)\\.=>$1', 'City=last:,'] },
      'city',
    )
    expect(chosen?.transforms).toEqual([
      'trim',
      'title-case',
      { step: 'replace', find: '^(St)\\.', with: '$1', pattern: true },
      { step: 'part', take: 'last', separator: ',' },
    ])
  })

  it('a column is split into two fields', () => {
    const { fields } = choose({ split: ['a=b=City+Source'] })
    expect(fields.slice(-2)).toMatchObject([
      {
        field: 'city',
        from: { template: [{ column: 1 }] },
        transforms: ['trim', { take: 'first', separator: null }],
      },
      {
        field: 'source',
        from: { template: [{ column: 1 }] },
        transforms: ['trim', { take: 'rest', separator: null }],
      },
    ])
  })

  it('values become others, and what becomes of the rest is said', () => {
    const chosen = rule(
      {
        map: ['a=b=City'],
        value: ['City:München=>Munich', 'City:Wien => Vienna'],
        otherValues: ['City==elsewhere'],
      },
      'city',
    )
    expect(chosen?.transforms.at(-1)).toEqual({
      step: 'values',
      values: [
        { from: 'München', to: 'Munich' },
        { from: 'Wien', to: 'Vienna' },
      ],
      others: { value: 'elsewhere' },
    })
  })

  it.each([
    [{ map: ['a=b=City'], step: ['City=shout'] }, 'names no step'],
    [{ step: ['City=trim'] }, 'no column fills City'],
    [{ map: ['a=b=City'], value: ['City:München'] }, '"field:from=>to"'],
    [{ split: ['a=b=City'] }, '"column=field+field"'],
  ])('%j is refused in words', (options, words) => {
    expect(() => choose(options)).toThrow(words)
  })
})
