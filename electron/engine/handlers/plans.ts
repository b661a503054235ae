import type { Handlers } from '../../../shared/contract/contract.ts'
import type { PlanProgress, PlanSpec } from '../../../shared/contract/plans.ts'
import type { EngineParts } from '../createEngine.ts'
import { makePlan } from '../plan/makePlan.ts'
import { notYet } from './notYet.ts'
import { withStaged } from './sources.ts'

export function planHandlers(parts: EngineParts): Handlers['plans'] {
  const { plans, connections } = parts
  return {
    make(input, signal) {
      const { id } = connections.find(input.connection)
      const spec: PlanSpec = { ...input, connection: id }
      return parts.inTurn(id, signal, (either) =>
        withStaged(parts, spec.source, async (staged) => {
          const connection = connections.find(id)
          const opened = await parts.accounts.open(connection)
          const onProgress = (payload: PlanProgress) => parts.push({ name: 'plan.progress', payload })
          const mirror = parts.mirrorOf(id)
          return makePlan({ ...parts, ...opened, connection, staged, mirror, onProgress }, spec, either)
        }),
      )
    },
    ...notYet(['spec', 'parts', 'tick', 'countRows']),
    get: ({ plan }) => Promise.resolve(plans.summary(plan)),
    rows: ({ plan, kind, offset, limit }) => Promise.resolve(plans.rows(plan, kind, offset, limit)),
  }
}
