import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../electron/terminal/rules/parseCondition.ts'
import { parseRule } from '../../../electron/terminal/rules/parseRule.ts'
import type { AccountSchema, FieldId } from '../../../shared/model.ts'

const place = {
  columns: ['Email', 'City', 'Signed up'].map((name, index) => ({ index, name, header: name })),
  schema: {
    fields: [{ id: 'custom:1' as FieldId, key: 'plan', label: 'Plan', type: 'text', custom: true }],
    audiences: [{ kind: 'tag', id: '7', name: 'VIP', open: true, optIn: null }],
  } satisfies AccountSchema,
}

describe('conditions on the command line', () => {
  it.each([
    ['City=Oslo|Rome', { of: { column: 1 }, test: { op: 'is', text: ['Oslo', 'Rome'] }, not: false }],
    ['city!=', { of: { column: 1 }, test: { op: 'blank' }, not: true }],
    ['Signed up>2026-01-31', { of: { column: 2 }, test: { op: 'after', date: '2026-01-31' }, not: false }],
    ['account.Plan^=go', { of: { field: 'custom:1' }, test: { op: 'starts', text: ['go'] }, not: false }],
    ['account.state!~act', { of: { person: 'state' }, test: { op: 'has', text: ['act'] }, not: true }],
    [
      'account.created<2026-01-31',
      { of: { person: 'created' }, test: { op: 'before', date: '2026-01-31' }, not: false },
    ],
    ['account.id=4287675149', { of: { person: 'id' }, test: { op: 'is', text: ['4287675149'] }, not: false }],
    ['account=new', { of: { person: 'known' }, test: { op: 'yes' }, not: true }],
    ['tag.vip=no', { of: { audience: { kind: 'tag', id: '7' } }, test: { op: 'yes' }, not: true }],
    ['tag.VIP!=no', { of: { audience: { kind: 'tag', id: '7' } }, test: { op: 'yes' }, not: false }],
  ])('%s', (text, condition) => {
    expect(parseFilter([text], place)).toEqual({
      match: 'all',
      groups: [{ match: 'all', conditions: [condition] }],
    })
  })

  it('are groups, each with and or or', () => {
    const filter = parseFilter(['City=Oslo or City=Rome', 'Email~@ and account=yes'], place)
    expect(filter?.groups.map(({ match, conditions }) => [match, conditions.length])).toEqual([
      ['any', 2],
      ['all', 2],
    ])
    expect(() => parseFilter(['City=a or City=b and City=c'], place)).toThrow(/--where twice/)
  })

  it('say what is wrong with them', () => {
    expect(() => parseFilter(['Oslo'], place)).toThrow(/is no condition/)
    expect(() => parseFilter(['Town=Oslo'], place)).toThrow(/no column “Town”. It has: Email, City/)
    expect(() => parseFilter(['City>x'], place)).toThrow(/a number, or a day/)
  })
})

describe('a rule on the command line', () => {
  it('does several things, for some or for everyone', () => {
    expect(parseRule('if City=Oslo: join tag VIP; set Plan={City} gold; unsubscribe', place)).toEqual({
      when: {
        match: 'all',
        groups: [
          {
            match: 'all',
            conditions: [{ of: { column: 1 }, test: { op: 'is', text: ['Oslo'] }, not: false }],
          },
        ],
      },
      then: [
        { do: 'join', audience: { kind: 'tag', id: '7' } },
        {
          do: 'set',
          rule: {
            field: 'custom:1',
            type: 'text',
            from: { template: [{ column: 1 }, { text: ' gold' }] },
            transforms: [],
            write: 'always',
            blank: 'leave',
          },
        },
        { do: 'unsubscribe' },
      ],
    })
    expect(parseRule('leave tag VIP', place)).toMatchObject({ when: null, then: [{ do: 'leave' }] })
    expect(() => parseRule('dance', place)).toThrow(/nothing that a rule can do/)
  })
})
