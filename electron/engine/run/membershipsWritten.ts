import type { Change } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/connector.ts'
import type { MembershipWrite } from '../store/mirror.ts'

/** What these outcomes say about who is in which audience now. Pure. */
export function membershipsWritten(
  changes: readonly Change[],
  outcomes: readonly StepOutcome[],
): MembershipWrite[] {
  const byId = new Map(changes.map((change) => [change.id, change]))
  return outcomes.flatMap(({ change: id, status, remoteId }): MembershipWrite[] => {
    const change = byId.get(id)
    if (status !== 'written' || !change || (change.object !== 'membership' && change.object !== 'consent'))
      return []
    const { audience } = change
    if (remoteId === undefined) return []
    // Who is subscribed to an audience is in it.
    return audience === null ? [] : [{ remoteId, audience, op: change.op === 'leave' ? 'leave' : 'join' }]
  })
}
