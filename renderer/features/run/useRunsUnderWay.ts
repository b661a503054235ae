import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunView } from '../../../shared/contract/runs.ts'
import { useEngine } from '../../EngineContext.tsx'
import { isUnderWay } from './runPhase.ts'

export interface StandingRuns {
  readonly underWay: readonly RunView[]
  readonly interrupted: readonly RunView[]
}

/** The runs that are at it, and those that were interrupted. */
export function useRunsUnderWay(): StandingRuns {
  const { engine } = useEngine()
  const { data: runs } = useQuery({
    queryKey: ['runs', 'list', ''],
    queryFn: () => engine.runs.list({ person: '' }),
  })
  return useMemo(
    () => ({
      underWay: (runs ?? []).filter(isUnderWay),
      interrupted: (runs ?? []).filter(({ interrupted }) => interrupted),
    }),
    [runs],
  )
}
