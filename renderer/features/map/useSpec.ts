import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { FileSuggestion } from '../../../shared/contract/sources.ts'
import type { ConnectionId, SourceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { specOf } from '../sync/syncState.ts'
import { carrySpec, firstSpec, ignoreAll, remapSpec } from './firstSpec.ts'

interface SpecState {
  /** `null` until there is one for this file and this account. */
  readonly spec: PlanSpec | null
  readonly suggestion: FileSuggestion | undefined
  readonly error: Error | null
  readonly again: () => void
}

/**
 * What is decided for this file and this account: as it was left, else carried over from another reading of the file,
 * else as suggested. It is made once, so that a suggestion that was refused does not come back.
 */
export function useSpec(source: SourceId, connection: ConnectionId): SpecState {
  const { engine } = useEngine()
  const { sync, dispatch } = useSync()
  const { object, suggests } = sync
  const before = specOf(sync)
  const isReady = before?.source === source
  const suggestion = useQuery({
    queryKey: ['suggestion', source, connection, object, suggests],
    queryFn: async (): Promise<FileSuggestion> => {
      if (object === null) return engine.sources.suggestMapping({ source, connection, on: suggests })
      const found = await engine.objects.suggestMapping({ source, connection, ...object })
      const columns = suggests ? found : ignoreAll(found)
      return { ...columns, remembered: null, refusedProgram: null }
    },
  })
  const made = useQuery({
    queryKey: ['first spec', source, connection, object, before?.source ?? null],
    queryFn: async (): Promise<PlanSpec> => {
      const carried = before === null ? null : await carriedSpec(before)
      if (carried !== null) return carried
      const settings = await engine.settings.get({}).catch(() => ({ defaultCountry: null, dateOrder: null }))
      const found = await suggested()
      const fresh = { ...firstSpec(connection, source, found, settings), ...asBefore(found), object }
      return before === null ? fresh : remapSpec(before, fresh)
    },
    enabled: !isReady,
    gcTime: 0,
  })

  async function suggested(): Promise<FileSuggestion> {
    const { data, error } = await suggestion.refetch({ cancelRefetch: false })
    if (data === undefined) throw error ?? new Error('There is no suggestion for this file.')
    return data
  }

  async function carriedSpec(spec: PlanSpec): Promise<PlanSpec | null> {
    const [old, now] = await Promise.all(
      [spec.source, source].map((one) => engine.sources.get({ source: one }).catch(() => null)),
    )
    return old && now ? carrySpec(spec, source, old.columns, now.columns) : null
  }

  const onMade = useEffectEvent(() => {
    if (made.data !== undefined && !isReady) dispatch({ type: 'mapped', spec: made.data })
  })
  useEffect(() => onMade(), [made.data])
  return {
    spec: isReady ? before : null,
    suggestion: suggestion.data,
    error: isReady ? null : made.error,
    again: () => void made.refetch(),
  }
}

/** As the last file of these columns was mapped. */
function asBefore({ remembered }: FileSuggestion): Partial<PlanSpec> {
  if (remembered === null) return {}
  const { mapping, lists } = remembered
  return lists.length > 0 ? { mapping, lists } : { mapping }
}
