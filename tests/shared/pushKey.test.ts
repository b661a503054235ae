import { describe, expect, it } from 'vitest'
import type { PlanProgress } from '../../shared/contract/plans.ts'
import { pushKey } from '../../shared/contract/pushKey.ts'
import type { ConnectionId, SourceId } from '../../shared/model.ts'

const planning = (source: string, connection: string, done = 0) => {
  const payload: PlanProgress = {
    source: source as SourceId,
    connection: connection as ConnectionId,
    phase: 'comparing',
    done,
    total: null,
  }
  return pushKey({ name: 'plan.progress', payload })
}

describe('what a push is about', () => {
  it('tells two plans apart that are made at once, and not two moments of one', () => {
    expect(planning('a', 'x', 1)).toBe(planning('a', 'x', 2))
    expect(new Set([planning('a', 'x'), planning('b', 'x'), planning('a', 'y')]).size).toBe(3)
  })
})
