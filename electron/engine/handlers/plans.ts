import type { Handlers } from '../../../shared/contract/contract.ts'
import type { PlanProgress, PlanSpec } from '../../../shared/contract/plans.ts'
import type { PlanId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { makePlan } from '../plan/makePlan.ts'
import { withStaged } from './sources.ts'

export function planHandlers(parts: EngineParts): Handlers['plans'] {
  const { plans } = parts
  return {
    make(input, signal) {
      const connection = parts.connections.find(input.connection)
      const spec: PlanSpec = { ...input, connection: connection.id }
      return parts.queue.run(connection.id, () =>
        withStaged(parts, spec.source, async (staged) => {
          const opened = await parts.accounts.open(connection)
          const deps = {
            ...parts,
            ...opened,
            connection,
            staged,
            mirror: parts.mirrorOf(connection.id),
            onProgress: (payload: PlanProgress) => parts.push({ name: 'plan.progress', payload }),
          }
          return makePlan(deps, parts.newId() as PlanId, spec, signal)
        }),
      )
    },
    get: ({ plan }) => Promise.resolve(plans.summary(plan as PlanId)),
    rows: ({ plan, kind, offset, limit }) => Promise.resolve(plans.rows(plan as PlanId, kind, offset, limit)),
  }
}
