import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { AccountWait } from '../../../shared/contract/connections.ts'
import type { PlanProgress, PlanSpec } from '../../../shared/contract/plans.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { useStable } from '../../useStable.ts'
import { useSync } from '../sync/SyncContext.tsx'
import { specOf } from '../sync/syncState.ts'
import { isProgressOf, plannedSpec } from './plannedSpec.ts'

/** A plan in the making. */
export type Planning =
  | { readonly is: 'idle' }
  | {
      readonly is: 'planning'
      readonly spec: PlanSpec
      readonly progress: PlanProgress | null
      readonly wait: AccountWait | null
    }
  | { readonly is: 'failed'; readonly spec: PlanSpec; readonly error: Error }

interface PlanningCalls {
  readonly planning: Planning
  readonly begin: (spec: PlanSpec) => void
  readonly cancel: () => void
}

const Context = createContext<PlanningCalls | null>(null)

/** Makes plans, whichever page is shown meanwhile. One at a time: another one, or another decision, ends it. */
export function PlanningProvider({ children }: { readonly children: ReactNode }) {
  const { engine } = useEngine()
  const { sync, dispatch } = useSync()
  const [planning, setPlanning] = useState<Planning>({ is: 'idle' })
  const queries = useQueryClient()
  const underWay = useRef<AbortController | null>(null)
  usePush('plan.progress', (progress) =>
    setPlanning((now) =>
      now.is === 'planning' && isProgressOf(now.spec, progress) ? { ...now, progress, wait: null } : now,
    ),
  )
  usePush('account.waiting', (wait) =>
    setPlanning((now) =>
      now.is === 'planning' && now.spec.connection === wait.connection ? { ...now, wait } : now,
    ),
  )
  const isStillWanted = useEffectEvent((spec: PlanSpec) => specOf(sync) === spec)

  const make = async (spec: PlanSpec): Promise<void> => {
    underWay.current?.abort()
    const own = new AbortController()
    underWay.current = own
    setPlanning({ is: 'planning', spec, progress: null, wait: null })
    try {
      const { columns } = await engine.sources.get({ source: spec.source })
      const plan = await engine.plans.make(plannedSpec(spec, columns), own.signal)
      if (underWay.current !== own) return
      setPlanning({ is: 'idle' })
      if (isStillWanted(spec)) dispatch({ type: 'planned', plan: plan.id })
    } catch (error) {
      if (underWay.current !== own) return
      // Something of the account may be gone: Map reads it anew.
      void queries.invalidateQueries({ queryKey: ['connections', 'describe', spec.connection] })
      const failure = error instanceof Error ? error : new Error(String(error))
      setPlanning({ is: 'failed', spec, error: failure })
    }
  }
  const begin = useStable((spec: PlanSpec) => void make(spec))
  const cancel = useStable(() => {
    underWay.current?.abort()
    underWay.current = null
    setPlanning({ is: 'idle' })
  })
  const value = useMemo(() => ({ planning, begin, cancel }), [planning, begin, cancel])
  return <Context value={value}>{children}</Context>
}

export function usePlanning(): PlanningCalls {
  const calls = useContext(Context)
  if (calls === null) throw new Error('usePlanning needs a PlanningProvider around it')
  return calls
}
