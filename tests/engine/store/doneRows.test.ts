import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { doneRows } from '../../../electron/engine/store/doneRows.ts'

test('what a run did to some rows is looked up by their numbers, not searched for in all of its plan', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const prepare = vi.spyOn(db, 'prepare')
  doneRows(db)
  const ways = prepare.mock.calls
    .filter(([sql]) => sql.includes('change c'))
    .map(([sql]) =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => detail),
    )
  expect(ways).toHaveLength(3)
  for (const way of ways)
    expect(way).toContainEqual(
      expect.stringMatching(/^SEARCH planned_change USING INDEX change_by_row \(plan=\? AND row[=>]/),
    )
})
