import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { type PlannedRow, planStore } from '../../../electron/engine/store/plans.ts'
import { planText } from '../../../electron/engine/store/planText.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { saveConnection, saveSource } from '../../support/savedAccount.ts'

function open() {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const [connection, source] = [saveConnection(db), saveSource(db)]
  const plans = planStore(db)
  return { db, plans, text: planText(db), id: plans.create({ connection, source } as PlanSpec, 1, '') }
}

function planned(row: number, email: string, more: Partial<PlannedRow> = {}): PlannedRow {
  const nothing = { reason: null, warning: null, remoteId: null, cursor: null, changes: [] }
  return { row, kind: 'unchanged', email, identity: email.toLowerCase(), ...nothing, ...more }
}

test('the text of a plan has all of its rows with the first search, whatever was noted while it was made', async () => {
  const { db, plans, text, id } = open()
  const rows = [
    planned(1, 'ann@example.org'),
    planned(2, 'Bob@Example.org', { kind: 'held-back', reason: 'They left' }),
    planned(3, 'INFO@MÜLLER.de'),
    planned(4, 'eve@example.org', { warning: 'Column “Born” is odd' }),
    planned(5, 'zoe@example.org'),
  ]
  plans.addRows(id, rows)
  const writer = text.begin(id)
  writer.add(rows.slice(0, 2))
  writer.add(rows.slice(2))
  writer.end()
  for (let time = 1; time <= 2; time += 1) {
    const table = await text.table(id, () => [])
    expect(db.prepare(`SELECT row, text FROM ${table} ORDER BY row`).all().map(Object.values)).toEqual([
      [1, 'ann@example.org'],
      [2, 'bob@example.org\nthey left'],
      [3, 'info@muller.de'],
      [4, 'eve@example.org\ncolumn “born” is odd'],
      [5, 'zoe@example.org'],
    ])
  }
})
