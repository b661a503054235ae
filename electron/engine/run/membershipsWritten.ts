import type { Change } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/connector.ts'
import type { MembershipWrite } from '../store/mirror.ts'

/** What these outcomes say about who is in which audience now. Pure. */
export function membershipsWritten(
  changes: readonly Change[],
  outcomes: readonly StepOutcome[],
): MembershipWrite[] {
  const byId = new Map(changes.map((change) => [change.id, change]))
  return outcomes.flatMap(({ change: id, status, remoteId }) => {
    const change = byId.get(id)
    return status === 'written' && change?.object === 'membership' && remoteId !== undefined
      ? [{ remoteId, audience: change.audience, op: change.op }]
      : []
  })
}
