import type { DatabaseSync } from 'node:sqlite'
import type { PlanId } from '../../../shared/model.ts'
import { inLightTransaction } from './transaction.ts'
import { databaseThread, threadDataFor } from './databaseThread.ts'
import { type WrittenRows, writtenRows } from './planRowInserts.ts'
import type { PlannedRow, PlanStore } from './plans.ts'

type AddsRows = Pick<PlanStore, 'addRows'>

/** Keeps the rows of one plan as they are planned, some at a time. What it throws is in words. */
export interface PlanWriter {
  /** In file order, each time in one transaction. Resolves once few enough rows are on their way. */
  add(rows: readonly PlannedRow[]): Promise<void>
  /** Resolves once all of them are in the database. */
  end(): Promise<void>
  /** Once this resolves, nothing more is written. */
  close(): Promise<void>
}

export function planWriter(db: DatabaseSync, plans: AddsRows, plan: PlanId): PlanWriter {
  return {
    add(rows) {
      inLightTransaction(db, () => plans.addRows(plan, rows))
      return Promise.resolve()
    },
    end: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}

/** Enough that neither thread waits for long, and few enough to be held. */
const mostUnderWay = 8

/** The same on a thread of its own. */
export function planWriterBeside(db: DatabaseSync, plans: AddsRows, plan: PlanId): PlanWriter {
  const data = threadDataFor(db, plan)
  if (data === null) return planWriter(db, plans, plan)
  const thread = databaseThread<PlanId, WrittenRows, null>(
    new URL('./planWriterWorker.ts', import.meta.url),
    data,
  )
  const underWay: Promise<null>[] = []
  return {
    async add(rows) {
      const written = thread.ask(writtenRows(rows))
      // Who fails says so to the next who waits.
      written.catch(() => undefined)
      underWay.push(written)
      if (underWay.length > mostUnderWay) await underWay.shift()
    },
    async end() {
      await Promise.all(underWay)
    },
    close: () => thread.close(),
  }
}
