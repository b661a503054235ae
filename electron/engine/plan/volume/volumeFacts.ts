import type { PlanSpec, VolumeFacts } from '../../../../shared/contract/plans.ts'
import { usualVolume } from '../../../../shared/volume.ts'
import type { PlanDeps } from '../makePlan.ts'
import type { EarlierFile } from './earlierFile.ts'

/** What a plan's numbers are held against, gathered once: ticks change the numbers, and not these. */
export async function volumeFacts(
  deps: Pick<PlanDeps, 'account' | 'connection' | 'mirror' | 'clock'>,
  spec: PlanSpec,
  known: { readonly members: number | null; readonly earlier: EarlierFile | null; readonly creates: number },
  signal: AbortSignal,
): Promise<VolumeFacts> {
  const { members, earlier, creates } = known
  return {
    limits: spec.volume ?? usualVolume,
    members,
    before: earlier && { name: earlier.info.name, rows: earlier.info.rows },
    people: creates === 0 ? null : await peopleOf(deps, signal),
  }
}

/** How many people the account has and may have; `null` where nobody knows what it may. */
async function peopleOf(
  { account, connection, mirror }: Pick<PlanDeps, 'account' | 'connection' | 'mirror'>,
  signal: AbortSignal,
): Promise<VolumeFacts['people']> {
  const limit = connection.account.contactLimit ?? connection.ownLimit ?? null
  if (limit === null) return null
  const counted = await account.countPeople?.(signal)
  if (counted !== undefined) return { now: counted, limit, atLeast: false }
  return { now: mirror.countStaying(), limit, atLeast: mirror.freshness('everyone') === null }
}
