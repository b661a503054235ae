import { describe, expect, it } from 'vitest'
import { groupByReason } from '../../renderer/features/result/reasonGroups.ts'
import type { RejectView } from '../../shared/contract/runs.ts'
import type { RowOutcome } from '../../shared/model.ts'

describe('rows that did not get through, by reason', () => {
  it('takes rows together whose reasons differ only in the cell that they quote', () => {
    const groups = groupByReason([
      reject(2, 'invalid', 'Column “Email”: “anna” is not an email address: it has no @.'),
      reject(5, 'invalid', 'Column “Email”: “ben” is not an email address: it has no @.'),
      reject(9, 'invalid', 'Column “Email” has no email address.'),
    ])
    expect(groups.map(({ reason, rows }) => [reason, rows.map(({ row }) => row)])).toEqual([
      ['Column “Email”: … is not an email address: it has no @.', [2, 5]],
      ['Column “Email” has no email address.', [9]],
    ])
  })

  it('quotes the cell where only one row has the reason', () => {
    const [group] = groupByReason([reject(2, 'invalid', '“anna” is not an email address')])
    expect(group?.reason).toBe('“anna” is not an email address')
  })

  it('shows first what a correction helps, and those who left last', () => {
    const groups = groupByReason([
      reject(1, 'held-back', 'unsubscribed in the account'),
      reject(2, 'held-back', 'unsubscribed in the account'),
      reject(3, 'rejected', 'Email address is invalid'),
    ])
    expect(groups.map(({ outcome }) => outcome)).toEqual(['rejected', 'held-back'])
  })

  it('keeps a rejection and an invalid row apart, whatever their words', () => {
    expect(groupByReason([reject(1, 'rejected', 'no'), reject(2, 'invalid', 'no')])).toHaveLength(2)
  })

  it('says what the outcome means where no reason is given', () => {
    expect(groupByReason([reject(1, 'not-sent', null)])[0]?.reason).toBe('The run ended before its turn')
  })
})

function reject(row: number, outcome: RowOutcome, reason: string | null): RejectView {
  return { row, outcome, reason, email: null, cells: [] }
}
