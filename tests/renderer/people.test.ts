import { describe, expect, it } from 'vitest'
import { allPeople, peopleFilter } from '../../renderer/features/people/peopleFilter.ts'
import { historyOf } from '../../renderer/features/people/personHistoryOf.ts'
import { readableValue } from '../../renderer/features/people/readableValue.ts'
import { sideBySide } from '../../renderer/features/people/sideBySide.ts'
import type { PersonDetail } from '../../shared/contract/people.ts'
import type { ConnectionId, FieldId, FieldValue, RemoteId, RunId } from '../../shared/model.ts'

describe('a person at two accounts', () => {
  it('puts fields of the same name beside each other, however each service writes it', () => {
    const fields = sideBySide([
      person('kit', { 'First name': 'Ella' }),
      person('klaviyo', { first_name: 'Ella' }),
    ])
    expect(fields).toEqual([{ label: 'First name', values: ['Ella', 'Ella'], differs: false }])
  })

  it('marks a field in which the accounts differ, but not one that only one of them has', () => {
    const fields = sideBySide([
      person('kit', { City: 'Berlin', Shop: 'yes' }),
      person('klaviyo', { city: 'Oslo' }),
    ])
    expect(fields.map(({ label, differs }) => [label, differs])).toEqual([
      ['City', true],
      ['Shop', false],
    ])
  })

  it('shows the rows of all accounts as one history, newest first', () => {
    const rows = historyOf([person('kit', {}, [10, 30]), person('klaviyo', {}, [20])])
    expect(rows.map(({ at, connection }) => [at, connection])).toEqual([
      [30, 'kit'],
      [20, 'klaviyo'],
      [10, 'kit'],
    ])
  })
})

describe('a value of somebody', () => {
  it.each([
    ['2026-11-27', '27 Nov 2026'],
    ['2026-11-27T00:00:00+00:00', '27 Nov 2026'],
    ['2021-03-04T00:00:00', '4 Mar 2021'],
    ['["bread","cakes"]', 'bread, cakes'],
    ['{"size":"M","since":"2024-02-01"}', 'size: M, since: 1 Feb 2024'],
    ['[]', 'none'],
    [true, 'yes'],
    ['[draft', '[draft'],
    ['2026-13-45', '2026-13-45'],
    ['2026', '2026'],
  ])('%j is read as %j', (value, words) => {
    expect(readableValue(value)).toBe(words)
  })

  it('is the same where only the way of writing it differs', () => {
    const fields = sideBySide([
      person('kit', { Birthday: '1990-05-01' }),
      person('klaviyo', { birthday: '1990-05-01T00:00:00Z' }),
    ])
    expect(fields[0]?.differs).toBe(false)
  })
})

describe('the filter over people', () => {
  it('lets the audience go with its account', () => {
    const inTag = peopleFilter(allPeople, { type: 'audience', audience: { kind: 'tag', id: '1' } })
    expect(peopleFilter(inTag, { type: 'account', connection: 'kit' as ConnectionId }).audience).toBeNull()
    expect(peopleFilter(inTag, { type: 'text', text: 'ella' }).audience).not.toBeNull()
  })
})

function person(
  connection: string,
  fields: Readonly<Record<string, FieldValue>>,
  rowsAt: readonly number[] = [],
): PersonDetail {
  return {
    connection: connection as ConnectionId,
    remoteId: '1' as RemoteId,
    email: 'ella@example.com',
    phone: null,
    name: null,
    state: 'active',
    left: null,
    audiences: [],
    createdAt: null,
    externalId: null,
    fields: Object.entries(fields).map(([label, value]) => ({ field: label as FieldId, label, value })),
    history: rowsAt.map((at) => ({
      run: 1 as RunId,
      row: at,
      outcome: 'written',
      aboutPeople: true,
      at,
      source: 'people.csv',
    })),
  }
}
