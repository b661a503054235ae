import type { ChangeId, PlanId } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'
import { originOf } from '../store/leftOrigin.ts'
import { leftElsewhereSince } from './holdBackElsewhere.ts'
import { heldBack, heldBackInPart } from './holdBackWhoLeft.ts'
import type { RunDeps } from './runDeps.ts'

/** Of changes that are about to leave: those that must not, because their people left meanwhile, as held back. */
export type LeftMeanwhile = (changes: readonly ChangeId[]) => readonly StepOutcome[]

/**
 * Asked before each request of a run, of what this computer knows by then: the mirror, which answers and other reads keep
 * up to date, and the list of who left, which other accounts, files and the user add to. It makes no request.
 */
export function leftMeanwhile(
  { db, left, plans }: Pick<RunDeps, 'db' | 'left' | 'plans'>,
  plan: PlanId,
): LeftMeanwhile {
  const { connection, ignoreLeftList } = plans.spec(plan)
  const { id, practice } = originOf(db, connection)
  const { createdAt } = plans.summary(plan)
  let revision: number | null = null
  let isListed = false
  // The list may be long, and hardly ever changes within a run.
  const listChanged = () => {
    if (ignoreLeftList === true) return false
    if (revision !== left.revision()) {
      revision = left.revision()
      isListed = left.changedSince(practice, createdAt)
    }
    return isListed
  }
  const ofList = (changes: readonly ChangeId[]): StepOutcome[] => {
    if (!listChanged()) return []
    const people = plans.identitiesAmong(changes)
    const found = left.find(
      practice,
      people.map(({ identity }) => identity),
    )
    return people.flatMap(({ change }, n): StepOutcome[] => {
      const entry = (found[n] ?? []).find(({ origin, at }) => origin !== id && at >= createdAt)
      return entry === undefined
        ? []
        : [{ change, status: 'held-back', httpStatus: 0, reason: leftElsewhereSince(entry) }]
    })
  }
  const ofMirror = (changes: readonly ChangeId[]): StepOutcome[] =>
    plans
      .whoLeftAmong(changes)
      .flatMap(({ change, reason, contact }) =>
        reason === null ? heldBackInPart({ change, contact }) : [heldBack({ change, reason })],
      )
  return (changes) => {
    const outcomes = [...ofMirror(changes), ...ofList(changes)]
    return [...new Map(outcomes.map((one) => [one.change, one])).values()]
  }
}
