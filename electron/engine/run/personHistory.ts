import type { PersonDetail } from '../../../shared/contract/people.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { breathe } from '../breathe.ts'
import type { RunReads } from '../store/runReads.ts'
import { isAboutPeople } from './isAboutPeople.ts'
import { type ReceiptDeps, runRowAt } from './receipt.ts'
import { planLength } from '../plan/planLength.ts'

/** Plan rows looked at between two breaths: some ten milliseconds. */
const rowsAtOnce = 50_000

/** The rows of all runs that are about this address, newest run first. */
export async function personHistory(
  deps: ReceiptDeps & { readonly reads: RunReads },
  email: string,
): Promise<PersonDetail['history']> {
  const identity = foldEmail(email)
  const history: PersonDetail['history'][number][] = []
  for (const run of deps.journal.list()) {
    const summary = deps.plans.summary(run.plan)
    const { source } = summary
    for (let from = 1; from <= planLength(summary); from += rowsAtOnce) {
      for (const { row, settledAt } of deps.reads.rowsOfPerson(run, identity, from, from + rowsAtOnce - 1)) {
        const view = runRowAt(deps, run, row)
        if (view)
          history.push({
            run: run.id,
            row,
            outcome: view.outcome,
            at: settledAt ?? run.startedAt,
            source: source.name,
            aboutPeople: isAboutPeople(summary),
          })
      }
      await breathe()
    }
  }
  return history
}
