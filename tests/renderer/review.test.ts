import { describe, expect, it } from 'vitest'
import { finalWords } from '../../shared/finalWords.ts'
import { isProgressOf, plannedSpec } from '../../renderer/features/review/plannedSpec.ts'
import {
  changeCount,
  isStale,
  isWhollyOff,
  kindState,
  nothingWords,
} from '../../renderer/features/review/planSums.ts'
import { diffOf, tickState } from '../../renderer/features/review/rowChanges.ts'
import type { PlanRowView, PlanSpec, PlanSummary } from '../../shared/contract/plans.ts'
import type { Change, ChangeId, ConnectionId, FieldId, PlanId, SourceId } from '../../shared/model.ts'

const city = 'custom:1' as FieldId

const noneTaken = { deletes: 0, leaves: 0, unsubscribes: 0 }

function summary(given: Partial<PlanSummary>): PlanSummary {
  return {
    id: 1 as PlanId,
    connection: { id: 'acme' as ConnectionId, name: 'Acme', service: 'Kit' },
    source: { id: 's1' as SourceId, name: 'people.csv', rows: 10 },
    mode: 'changed',
    audiences: [],
    counts: {
      create: 0,
      update: 0,
      delete: 0,
      leave: 0,
      unchanged: 0,
      'held-back': 0,
      invalid: 0,
      duplicate: 0,
      'left-out': 0,
    },
    unticked: 0,
    consent: null,
    object: null,
    guard: null,
    changes: { creates: 0, updates: 0, joins: 0, subscribes: 0, ...noneTaken },
    warningRows: 0,
    firstWarning: null,
    requests: 0,
    estimatedMs: 0,
    mirror: { how: 'everyone', at: 0, requests: 1 },
    createdAt: 0,
    ...given,
  }
}

function contact(after: Record<FieldId, string>): Change {
  return {
    object: 'contact',
    op: 'update',
    id: 1 as ChangeId,
    row: 1,
    repeat: 'safe',
    key: { remoteId: null, email: 'ann@example.com' },
    before: {},
    after,
  }
}

const row = (changes: readonly Change[], unticked: readonly Change[]): PlanRowView => ({
  row: 1,
  kind: 'update',
  email: 'ann@example.com',
  reason: null,
  warning: null,
  changes,
  unticked,
})

describe('what a plan says', () => {
  it('counts every change that the button sends, and none twice', () => {
    const changes = { creates: 3, updates: 2, joins: 4, subscribes: 1, ...noneTaken, overwrites: 2 }
    expect(changeCount(summary({ changes }))).toBe(10)
  })

  it('says why there is nothing to send', () => {
    const counts = { ...summary({}).counts, unchanged: 7, 'held-back': 1, 'left-out': 2 }
    expect(nothingWords(summary({ counts, unticked: 2 }))).toBe(
      '7 rows the same in the account already, 1 person held back, 2 rows unticked by you.',
    )
    const two = { ...summary({}).counts, 'held-back': 2 }
    expect(nothingWords(summary({ counts: two }))).toBe('2 people held back.')
  })

  it('knows a kind of rows that is switched off wholly, in part or not at all', () => {
    const counts = { ...summary({}).counts, create: 3 }
    expect(kindState(summary({ counts }), 'create')).toBe('on')
    expect(kindState(summary({ counts, untickedOf: { create: 1 } }), 'create')).toBe('mixed')
    const off = summary({ untickedOf: { create: 4 } })
    expect(kindState(off, 'create')).toBe('off')
    expect(isWhollyOff(off, 'create')).toBe(true)
    expect(isWhollyOff(off, 'update')).toBe(false)
    expect(isWhollyOff(off, 'all')).toBe(false)
  })

  it('is old after a day', () => {
    expect(isStale(summary({ createdAt: 0 }), 23 * 3_600_000)).toBe(false)
    expect(isStale(summary({ createdAt: 0 }), 25 * 3_600_000)).toBe(true)
  })

  it('says what a run cannot take back, and nothing where it can', () => {
    expect(
      finalWords(summary({ changes: { creates: 0, updates: 9, joins: 0, subscribes: 0, ...noneTaken } })),
    ).toBe('')
    const mailing = summary({
      audiences: [{ kind: 'form', id: '1', name: 'Guide' }],
      changes: { creates: 1, updates: 0, joins: 1, subscribes: 0, ...noneTaken },
    })
    expect(finalWords(mailing)).toMatch(
      /^1 person is added to Acme: .* Joining the form Guide may send mail at once, and no program can take anybody out of it again\./,
    )
    const tagging = summary({ ...mailing, audiences: [{ kind: 'tag', id: '1', name: 'VIP' }] })
    expect(finalWords(tagging)).toMatch(
      /Automations in Kit may mail whoever is put somewhere\. What was mailed/,
    )
    expect(finalWords(mailing)).toMatch(/What was mailed can’t be taken back\.$/)
  })

  it('tells who is subscribed from who is asked to confirm', () => {
    const consent = { channels: ['email'], audience: null, dated: false, source: '', confirms: 4 } as const
    const changes = { creates: 0, updates: 0, joins: 0, subscribes: 10, ...noneTaken }
    expect(finalWords(summary({ consent, changes }))).toMatch(
      /^6 people are subscribed, 4 people are asked by mail/,
    )
    expect(finalWords(summary({ consent: { ...consent, confirms: 10 }, changes }))).toMatch(
      /^10 people are asked by mail to confirm/,
    )
  })
})

describe('a row of a plan', () => {
  it('shows what was switched off beside what is sent', () => {
    const first = contact({ ['first_name' as FieldId]: 'Ann' })
    const off = contact({ [city]: 'Oslo' })
    expect(diffOf(row([first], [off])).fields.map(({ field, on }) => [field, on])).toEqual([
      ['first_name', true],
      [city, false],
    ])
  })

  it('is ticked, half ticked, unticked, or has nothing to tick', () => {
    const change = contact({ [city]: 'Oslo' })
    expect(tickState(row([change], []))).toBe('on')
    expect(tickState(row([change], [change]))).toBe('mixed')
    expect(tickState(row([], [change]))).toBe('off')
    expect(tickState(row([], []))).toBe('none')
  })
})

describe('append without a saved sync', () => {
  const spec = {
    connection: 'acme' as ConnectionId,
    audiences: [],
    append: { recipe: '', cursorColumn: null },
  } as unknown as PlanSpec

  it('remembers rows under the name that every host would give it', () => {
    const columns = [{ index: 0, name: 'Email', header: 'Email' }]
    expect(plannedSpec(spec, columns).append?.recipe).toBe('["acme",["email"],[]]')
  })

  it('keeps the name of a saved sync', () => {
    const saved = { ...spec, append: { recipe: 'r1', cursorColumn: 2 } }
    expect(plannedSpec(saved, [])).toBe(saved)
  })
})

describe('news of a plan in the making', () => {
  const acme = { source: 's1' as SourceId, connection: 'acme' as ConnectionId }

  it('is of this plan where file and account are, and of another window otherwise', () => {
    expect(isProgressOf(acme, acme)).toBe(true)
    expect(isProgressOf(acme, { ...acme, source: 's2' as SourceId })).toBe(false)
    expect(isProgressOf(acme, { ...acme, connection: 'other' as ConnectionId })).toBe(false)
  })
})
