import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeName, partName, type PartRef, partsOfRow } from '../../../electron/engine/plan/planParts.ts'
import {
  allOn,
  splitChanges,
  type Switches,
  type Tick,
  tickMany,
  tickOne,
} from '../../../electron/engine/plan/switches.ts'
import type { Change, ChangeId, ContactChange, FieldId, RemoteId } from '../../../shared/model.ts'

const key = { remoteId: '5' as RemoteId, email: 'a@example.org' }
const base = { row: 1, repeat: 'safe', key } as const
const fieldNames = ['first_name', 'custom:6', 'property:a "b"'] as FieldId[]
const audiences = [
  { kind: 'tag', id: '1' },
  { kind: 'form', id: '1' },
] as const

const contact = fc
  .record({
    op: fc.constantFrom('create', 'update'),
    after: fc.dictionary(fc.constantFrom(...fieldNames), fc.constantFrom('x', 1, false, null), {
      minKeys: 1,
    }),
  })
  .map(({ op, after }): ContactChange => ({
    ...base,
    id: 1 as ChangeId,
    object: 'contact',
    op,
    before: op === 'create' ? {} : Object.fromEntries(Object.keys(after).map((name) => [name, null])),
    after,
  }))
const planned = fc
  .tuple(fc.option(contact, { nil: null }), fc.subarray([...audiences]))
  .map(([one, joins]): Change[] => [
    ...(one === null ? [] : [one]),
    ...joins.map((audience, n): Change => ({
      ...base,
      id: (n + 2) as ChangeId,
      object: 'membership',
      op: 'join',
      audience,
    })),
  ])
  .filter((changes) => changes.length > 0)
const part: fc.Arbitrary<PartRef> = fc.oneof(
  fc.constantFrom(...fieldNames).map((field) => ({ field })),
  fc.constantFrom(...audiences).map((audience) => ({ audience })),
)
const tick: fc.Arbitrary<Tick> = fc.record({ on: fc.boolean(), parts: fc.array(part, { maxLength: 2 }) })

const after = (changes: readonly Change[], ticks: readonly Tick[], how = tickMany) =>
  ticks.reduce<Switches>((now, one) => how(changes, now, one), allOn)
/** Every single thing that a row would send. */
const things = (changes: readonly Change[]) =>
  changes
    .flatMap((change) =>
      change.object === 'contact'
        ? [
            ...(change.op === 'create' ? ['create'] : []),
            ...Object.entries(change.after).map(([field, value]) => `${field}=${String(value)}`),
          ]
        : [changeName(change)],
    )
    .sort()

describe('the switches of a row', () => {
  it('split what was planned into what goes and what does not; nothing is lost and nothing is in both', () => {
    fc.assert(
      fc.property(planned, fc.array(tick, { maxLength: 6 }), fc.boolean(), (changes, ticks, single) => {
        const { on, off } = splitChanges(changes, after(changes, ticks, single ? tickOne : tickMany))
        const names = [...things(on), ...things(off)].filter((name) => name !== 'create')
        expect(names.sort()).toEqual(things(changes).filter((name) => name !== 'create'))
      }),
    )
  })

  it('never let a join go for someone who is not created', () => {
    fc.assert(
      fc.property(planned, fc.array(tick, { maxLength: 6 }), fc.boolean(), (changes, ticks, single) => {
        if (changes[0]?.object !== 'contact' || changes[0].op !== 'create') return
        const { on } = splitChanges(changes, after(changes, ticks, single ? tickOne : tickMany))
        if (on.length > 0) expect(on[0]).toMatchObject({ object: 'contact', op: 'create' })
      }),
    )
  })

  it('are as before when a tick for all rows is taken back', () => {
    fc.assert(
      fc.property(planned, part, (changes, one) => {
        const ticks = [
          { on: false, parts: [one] },
          { on: true, parts: [one] },
        ]
        expect(after(changes, ticks)).toEqual(allOn)
      }),
    )
  })

  it('keep what was off before when a row goes off and on again', () => {
    fc.assert(
      fc.property(planned, part, (changes, one) => {
        const before = after(changes, [{ on: false, parts: [one] }])
        const whole = [false, true].reduce((now, on) => tickOne(changes, now, { on, parts: [] }), before)
        expect(whole).toEqual(before)
      }),
    )
  })

  it('send just the part that is switched on in a row that was off', () => {
    fc.assert(
      fc.property(planned, fc.nat(), (changes, n) => {
        const parts = [...partsOfRow(changes).values()]
        const chosen = parts[n % parts.length]
        if (!chosen) return
        const off = tickOne(changes, allOn, { on: false, parts: [] })
        const { on } = splitChanges(changes, tickOne(changes, off, { on: true, parts: [chosen] }))
        expect([...partsOfRow(on).keys()]).toEqual([partName(chosen)])
      }),
    )
  })
})
