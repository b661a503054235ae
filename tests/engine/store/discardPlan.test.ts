import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { planWriter, planWriterBeside } from '../../../electron/engine/store/planWriter.ts'
import { type PlannedRow, planStore } from '../../../electron/engine/store/plans.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { Change } from '../../../shared/model.ts'
import { temporaryFolder } from '../../support/csvFixtures.ts'
import { saveConnection, saveSource } from '../../support/savedAccount.ts'

function open() {
  const db = openDatabase(join(temporaryFolder(), 'listferry.sqlite'))
  onTestFinished(() => db.close())
  const [connection, source] = [saveConnection(db), saveSource(db)]
  const plans = planStore(db)
  return { db, plans, create: () => plans.create({ connection, source } as PlanSpec, 1, '') }
}

function created(row: number): PlannedRow {
  const email = `p${row}@example.org`
  const change = { object: 'contact', op: 'create', key: { email }, before: {}, after: {}, repeat: 'safe' }
  const nothing = { reason: null, warning: null, remoteId: null, cursor: null }
  return { row, kind: 'create', email, identity: email, ...nothing, changes: [change as unknown as Change] }
}

const rows = 5000
const some = (from: number) => Array.from({ length: 1000 }, (_, n) => created(from + n))

test('a plan that is not to be goes piece by piece, while another one is written', async () => {
  const { db, plans, create } = open()
  const [given, other] = [create(), create()]
  const writer = planWriter(db, plans, given)
  for (let from = 1; from < rows; from += 1000) await writer.add(some(from))
  const beside = planWriterBeside(db, plans, other)
  let turns = 0
  let isGone = false
  const gone = plans.discard(given).then(() => (isGone = true))
  const takeTurns = () => {
    turns += 1
    if (!isGone) setImmediate(takeTurns)
  }
  setImmediate(takeTurns)
  for (let from = 1; from < rows; from += 1000) await beside.add(some(from))
  await Promise.all([gone, beside.end()])
  await beside.close()
  const count = (table: string) =>
    db
      .prepare(`SELECT plan, count(*) AS n FROM ${table} GROUP BY plan`)
      .all()
      .map(({ plan, n }) => [plan, n])
  expect(count('plan_row')).toEqual([[other, rows]])
  expect(count('planned_change')).toEqual([[other, rows]])
  expect(db.prepare('SELECT id FROM plan').all()).toEqual([{ id: other }])
  expect(turns).toBeGreaterThanOrEqual(rows / 2000)
})
