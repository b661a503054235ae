import type { PlanId } from '../../../shared/model.ts'
import { inTransaction } from './transaction.ts'
import { workOnDatabase } from './databaseWorker.ts'
import { planRowInserts, type WrittenRows } from './planRowInserts.ts'

/** The thread that writes the rows of a plan, while another one compares. */
workOnDatabase((db, plan: PlanId) => {
  const write = planRowInserts(db)
  return (rows: WrittenRows): null => {
    inTransaction(db, () => write(plan, rows))
    return null
  }
})
