import type { Change } from '../../../shared/model.ts'
import type { StepOutcome } from '../connectors/applyEvents.ts'
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
    // Not every answer says who it was about.
    const person = remoteId ?? change.key.remoteId
    if (person === null) return []
    // Who is subscribed to an audience is in it.
    return audience === null
      ? []
      : [{ remoteId: person, audience, op: change.op === 'leave' ? 'leave' : 'join' }]
  })
}
