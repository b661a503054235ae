import type { PersonDetail } from '../../../shared/contract/people.ts'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import { emailField } from '../../../shared/mapping/emailField.ts'
import type { ConnectionId, RemoteId } from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { breathe } from '../breathe.ts'
import type { RunReads } from '../store/runReads.ts'
import { isAboutPeople } from './isAboutPeople.ts'
import { type ReceiptDeps, runRowAt } from './receipt.ts'
import { planLength } from '../plan/planLength.ts'

/** Plan rows looked at between two breaths: some ten milliseconds. */
const rowsAtOnce = 50_000

export interface PersonInRuns {
  readonly connection: ConnectionId
  readonly remoteId: RemoteId
  readonly email: string
}

/** The rows of all runs that are about this person, newest run first, also under addresses that runs replaced. */
export async function personHistory(
  deps: ReceiptDeps & { readonly reads: RunReads },
  { connection, remoteId, email }: PersonInRuns,
): Promise<PersonDetail['history']> {
  const identities = new Set([foldEmail(email)])
  const history: PersonDetail['history'][number][] = []
  for (const run of deps.journal.list()) {
    const summary = deps.plans.summary(run.plan)
    const { source } = summary
    const byId = summary.connection.id === connection && knowsByFormerAddress(summary)
    for (let from = 1; from <= planLength(summary); from += rowsAtOnce) {
      const who = { identities: [...identities], remoteId: byId ? remoteId : null }
      for (const { row, settledAt } of deps.reads.rowsOfPerson(run, who, from, from + rowsAtOnce - 1)) {
        const [planned] = deps.plans.rows(run.plan, null, row - 1, 1)
        const view = runRowAt(deps, run, row)
        if (planned) for (const former of formerAddresses(planned)) identities.add(former)
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

/** Rows of other runs are known by the address that a person gets; those of these by the one they had. */
function knowsByFormerAddress({ undo, object }: PlanSummary): boolean {
  return undo !== undefined || object !== null
}

/** What this row replaced; runs before it knew the person by that. */
function formerAddresses({ changes }: PlanRowView): string[] {
  return changes.flatMap((change) => {
    const former = change.object === 'contact' ? change.before[emailField] : null
    return typeof former === 'string' ? [foldEmail(former)] : []
  })
}
