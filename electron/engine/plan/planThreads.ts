import type { DatabaseSync } from 'node:sqlite'
import type { PlanId } from '../../../shared/model.ts'
import type { PeopleNeeds } from '../store/foundRows.ts'
import { type FinderBeside, finderHere, peopleFinder, peopleFinderBeside } from '../store/knownPeople.ts'
import type { PlanStore } from '../store/plans.ts'
import { planWriter, planWriterBeside, type PlanWriter } from '../store/planWriter.ts'

/** Both sides of the database that rows are compared in front of: who is known, and what is planned. */
export interface PlanThreads {
  readonly people: FinderBeside
  readonly writer: PlanWriter
  /** Once this resolves, neither works any more. */
  close(): Promise<void>
}

/** So many rows are compared before threads have started. */
export const worthThreads = 20_000

/** Each on a thread of its own, so that none of the three waits for another, where the file is long enough. */
export function openPlanThreads(
  db: DatabaseSync,
  plans: PlanStore,
  { plan, isLong }: { readonly plan: PlanId; readonly isLong: boolean },
  { connection, needs }: { readonly connection: number; readonly needs: PeopleNeeds },
): PlanThreads {
  const people = isLong
    ? peopleFinderBeside(db, connection, needs)
    : finderHere(peopleFinder(db, connection, needs))
  const writer = isLong ? planWriterBeside(db, plans, plan) : planWriter(db, plans, plan)
  return {
    people,
    writer,
    async close() {
      await Promise.all([people.close(), writer.close()])
    },
  }
}
