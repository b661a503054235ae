import { describe, expect, it } from 'vitest'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import { mappingWords, planWords } from '../../electron/terminal/planWords.ts'
import type { ConnectionId, PlanId, RunId, SourceId } from '../../shared/model.ts'

const noneTaken = { deletes: 0, leaves: 0, unsubscribes: 0 }

const plan: PlanSummary = {
  id: 1 as PlanId,
  connection: { id: 'c' as ConnectionId, name: 'Bakery', service: 'Kit' },
  source: { id: 's' as SourceId, name: 'people.csv', rows: 3 },
  mode: 'changed',
  audiences: [{ kind: 'tag', id: '7', name: 'VIP' }],
  counts: {
    create: 1,
    update: 1,
    delete: 0,
    leave: 0,
    unchanged: 0,
    'held-back': 1,
    invalid: 0,
    duplicate: 0,
    'left-out': 0,
  },
  unticked: 0,
  consent: null,
  object: null,
  guard: null,
  changes: { creates: 1, updates: 1, joins: 2, subscribes: 0, ...noneTaken },
  warningRows: 0,
  firstWarning: null,
  requests: 4,
  estimatedMs: 12_000,
  mirror: { how: 'everyone', at: 0, requests: 1 },
  createdAt: 0,
}

describe('a plan in words', () => {
  it('shows all columns that are used, and of very many others the first', () => {
    const uses = Array.from({ length: 1000 }, (_, n) => ({
      column: `c${n}`,
      use: n === 900 ? 'Email' : 'not used',
      reason: 'so it is',
    }))
    const lines = mappingWords(uses, 80).split('\n')
    expect(lines).toHaveLength(103)
    expect(lines[101]).toMatch(/^c900 +Email +so it is$/)
    expect(lines[102]).toBe('… and 899 other columns not used')
  })

  it('does not call everyone as before where an undo leaves what can’t be taken back', () => {
    const changes = { creates: 0, updates: 0, joins: 0, subscribes: 0, ...noneTaken }
    const undo = {
      run: 1 as RunId,
      field: null,
      person: null,
      editedSince: 0,
      stays: ['2 people stay unsubscribed.'],
    }
    const words = planWords({ ...plan, changes, undo }, false)
    expect(words).toMatch(
      /Can’t be taken back:\n {2}2 people stay unsubscribed\.\nNothing else to take back\./,
    )
    expect(planWords({ ...plan, changes, undo: { ...undo, stays: [] } }, false)).toContain(
      'Nothing to take back: everyone is as they were before',
    )
  })

  it('says what would be sent, where, and how long it takes', () => {
    const words = planWords(plan, false)
    expect(words).toContain('people.csv → Kit · Bakery → tag “VIP”')
    expect(words).toContain(
      'To send: 1 new person, new values for 1 person, 2 additions to tag “VIP”. 4 requests, about 12 s at',
    )
  })

  it('says which tag it would make for the import', () => {
    const audiences = [...plan.audiences, { kind: 'tag', id: 'new:Fair', name: 'Fair' }]
    expect(planWords({ ...plan, audiences }, false)).toContain('→ tag “VIP”, new tag “Fair”')
  })

  it('says since which run of the same list who came and who went, at the time that `runs` shows', () => {
    const at = new Date(2026, 10, 20, 14, 5).getTime()
    const since = { run: 3 as RunId, at, file: 'people.csv', added: 212, gone: 40, changedAddress: 0 }
    expect(planWords({ ...plan, since }, false)).toContain(
      'Since people.csv of 2026-11-20 14:05 (run 3): +212, −40.',
    )
  })

  it('says that the account is a practice account', () => {
    expect(planWords(plan, true)).toContain('Kit · Bakery (practice account) → tag “VIP”')
    expect(planWords(plan, false)).not.toContain('practice')
  })

  it('says so when there is nothing to send, and counts no requests', () => {
    const nothing = {
      ...plan,
      changes: { creates: 0, updates: 0, joins: 0, subscribes: 0, ...noneTaken },
      requests: 0,
      estimatedMs: 0,
    }
    const words = planWords({ ...nothing, warningRows: 1 }, false)
    expect(words).toContain(
      'Nothing to send: everyone in the file is already as the file says, held back, or invalid.',
    )
    expect(words).not.toMatch(/0 requests|less than a second|will go/)
  })
})
