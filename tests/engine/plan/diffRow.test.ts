import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Contact, FieldId, FieldRule, FieldValue, RemoteId } from '../../../shared/model.ts'
import { diffRow, type DiffRules, type RowToDiff } from '../../../electron/engine/plan/diffRow.ts'

const city = 'custom:1' as FieldId
const name = 'first_name' as FieldId
const tag = { kind: 'tag', id: '7' } as const
const form = { kind: 'form', id: '9' } as const

const rule = (field: FieldId, more: Partial<FieldRule> = {}): FieldRule => ({
  field,
  type: 'text',
  from: { column: 0 },
  transforms: [],
  write: 'always',
  blank: 'leave',
  ...more,
})

const rules = (more: Partial<DiffRules> = {}): DiffRules => ({
  mode: 'changed',
  heldBack: 'skip',
  audiences: [],
  consent: null,
  fields: [rule(name), rule(city)],
  audienceWords: ({ kind, id }) => `${kind} ${id}`,
  repeatOf: () => 'safe',
  ...more,
})

const contact = (fields: Record<string, FieldValue>, more: Partial<Contact> = {}): Contact => ({
  remoteId: '1' as RemoteId,
  email: 'ann@example.com',
  phone: null,
  externalId: null,
  state: 'active',
  left: null,
  consent: {},
  leftAudiences: [],
  fields,
  createdAt: 0,
  ...more,
})

const row = (more: Partial<RowToDiff> = {}): RowToDiff => ({
  email: 'ann@example.com',
  phone: null,
  externalId: null,
  mapped: {},
  leftReason: null,
  contact: null,
  memberships: [],
  consentDate: { at: null },
  ...more,
})

describe('diffRow', () => {
  it('creates a person the account does not have, and joins each audience', () => {
    const diff = diffRow(row({ mapped: { [name]: 'Ann' } }), rules({ audiences: [tag, form] }))
    expect(diff.kind).toBe('create')
    expect(diff.changes.map((change) => change.op)).toEqual(['create', 'join', 'join'])
    expect(diff.changes[0]).toMatchObject({ before: {}, after: { [name]: 'Ann' }, key: { remoteId: null } })
  })

  it('shows before and after only for fields that differ', () => {
    const known = contact({ [name]: 'Ann', [city]: 'Oslo' })
    const diff = diffRow(row({ contact: known, mapped: { [name]: 'Ann', [city]: 'Bergen' } }), rules())
    expect(diff.changes).toMatchObject([
      { op: 'update', before: { [city]: 'Oslo' }, after: { [city]: 'Bergen' } },
    ])
  })

  it('leaves someone alone who is as the file says and in every audience', () => {
    const diff = diffRow(
      row({ contact: contact({ [name]: 'Ann' }), mapped: { [name]: 'Ann' }, memberships: [tag] }),
      rules({ audiences: [tag] }),
    )
    expect(diff).toEqual({ kind: 'unchanged', reason: null, warning: null, changes: [] })
  })

  it('joins only the audiences that are missing', () => {
    const diff = diffRow(row({ contact: contact({}), memberships: [tag] }), rules({ audiences: [tag, form] }))
    expect(diff.changes).toMatchObject([{ op: 'join', audience: form, key: { remoteId: '1' } }])
  })

  it('never erases by absence, and clears only what the user chose to clear', () => {
    const known = contact({ [name]: 'Ann', [city]: 'Oslo' })
    expect(diffRow(row({ contact: known }), rules()).kind).toBe('unchanged')
    const cleared = diffRow(row({ contact: known, mapped: { [city]: null } }), rules())
    expect(cleared.changes).toMatchObject([{ before: { [city]: 'Oslo' }, after: { [city]: null } }])
  })

  it('does not clear what is empty already, and creates nobody with empty values', () => {
    expect(diffRow(row({ contact: contact({}), mapped: { [city]: null } }), rules()).kind).toBe('unchanged')
    expect(diffRow(row({ mapped: { [city]: null } }), rules()).changes[0]).toMatchObject({ after: {} })
  })

  it('writes a field only if empty, or only for new people, where the user said so', () => {
    const fields = [rule(name, { write: 'if-empty' }), rule(city, { write: 'only-new' })]
    const mapped = { [name]: 'Ann', [city]: 'Oslo' }
    const full = diffRow(row({ contact: contact({ [name]: 'A', [city]: 'B' }), mapped }), rules({ fields }))
    expect(full.kind).toBe('unchanged')
    const empty = diffRow(row({ contact: contact({}), mapped }), rules({ fields }))
    expect(empty.changes).toMatchObject([{ after: { [name]: 'Ann' } }])
    expect(diffRow(row({ mapped }), rules({ fields })).changes[0]).toMatchObject({ after: mapped })
  })

  it('full refresh sends what is the same, too', () => {
    const diff = diffRow(
      row({ contact: contact({ [name]: 'Ann' }), mapped: { [name]: 'Ann' }, memberships: [tag] }),
      rules({ mode: 'full-refresh', audiences: [tag] }),
    )
    expect(diff.changes.map((change) => change.op)).toEqual(['update', 'join'])
  })

  it.each(['unsubscribed', 'bounced', 'complained', 'suppressed'] as const)(
    'holds back whoever %s, and says why',
    (left) => {
      const diff = diffRow(
        row({ contact: contact({}, { left }), mapped: { [name]: 'New' } }),
        rules({ audiences: [form], mode: 'full-refresh' }),
      )
      expect(diff).toMatchObject({ kind: 'held-back', changes: [] })
      expect(diff.reason).toBeTruthy()
    },
  )

  it('holds back whom the file says left, and creates nobody who left', () => {
    const diff = diffRow(
      row({ leftReason: 'column “Unsubscribed” says “yes”' }),
      rules({ audiences: [form] }),
    )
    expect(diff).toEqual({
      kind: 'held-back',
      reason: 'column “Unsubscribed” says “yes”',
      warning: null,
      changes: [],
    })
  })

  it('never joins anyone who left to anything, whatever the rules', () => {
    const anyRules = fc.record({
      mode: fc.constantFrom('changed', 'append', 'full-refresh'),
      heldBack: fc.constantFrom('skip', 'fields-only'),
    })
    fc.assert(
      fc.property(
        anyRules,
        fc.boolean(),
        fc.dictionary(fc.constantFrom(name, city), fc.string()),
        (more, known, mapped) => {
          const person = known ? contact({}, { left: 'unsubscribed' }) : null
          const diff = diffRow(
            row({ contact: person, leftReason: 'the file says so', mapped }),
            rules({ ...(more as Partial<DiffRules>), audiences: [tag, form] }),
          )
          expect(diff.kind).toBe('held-back')
          expect(diff.changes.filter((change) => change.op !== 'update')).toEqual([])
        },
      ),
    )
  })
})
