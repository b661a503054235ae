import type { PlanId } from '../../../shared/model.ts'
import type { PlannedRow } from '../store/plans.ts'
import type { PlanText } from '../store/planText.ts'
import type { PlanTicks } from '../store/planTicks.ts'
import { partTally } from './partTally.ts'

/** What is noted of rows while they are planned, since reading them all again would take long. */
export interface PlanIndex {
  begin(plan: PlanId): { add(rows: readonly PlannedRow[]): void; end(): void }
  /** For a plan that is not to be. */
  discard(plan: PlanId): void
}

/** Notes the text that is searched, and which parts touch how many rows. */
export function planIndex(text: PlanText, ticks: PlanTicks): PlanIndex {
  return {
    discard: (plan) => text.discard(plan),
    begin(plan) {
      const writer = text.begin(plan)
      const parts = partTally()
      return {
        add(rows) {
          writer.add(rows)
          for (const { changes } of rows) parts.add(changes)
        },
        end() {
          writer.end()
          ticks.saveParts(plan, parts.counts())
        },
      }
    },
  }
}
