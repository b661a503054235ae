import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react'
import type { StageProgress } from '../../../shared/contract/sources.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { useSync } from '../sync/SyncContext.tsx'

/** How far the whole file is read. */
export type Staging =
  | { readonly is: 'idle' }
  | { readonly is: 'reading'; readonly progress: StageProgress | null }
  | { readonly is: 'failed'; readonly error: Error; readonly again: () => void }

const Context = createContext<Staging>({ is: 'idle' })

/** While the user turns the knobs of a format, the file is not read anew with each of them. */
const settledAfterMs = 350

/**
 * Reads the file that was chosen into staged rows, whichever page is shown meanwhile. Another file or another format
 * ends the reading that is no longer wanted.
 */
export function StagingProvider({ children }: { readonly children: ReactNode }) {
  const { sync } = useSync()
  const { engine } = useEngine()
  const queries = useQueryClient()
  const { dispatch } = useSync()
  const wanted = sync.source.is === 'chosen' ? sync.source : null
  const [settled] = useDebouncedValue(wanted, settledAfterMs, { leading: true })
  const [progress, setProgress] = useState<StageProgress | null>(null)
  usePush('source.progress', setProgress)

  const staging = useQuery({
    queryKey: ['staging', settled?.file.file, settled?.choices],
    queryFn: ({ signal }) =>
      engine.sources.stage({ file: settled?.file.file ?? '', overrides: settled?.choices ?? {} }, signal),
    enabled: settled !== null && settled === wanted,
    gcTime: 0,
  })
  const onStaged = useEffectEvent(() => {
    const info = staging.data
    if (info === undefined || wanted === null || settled !== wanted) return
    queries.setQueryData(['sources', 'get', info.id], info)
    dispatch({ type: 'staged', source: info.id })
  })
  useEffect(() => onStaged(), [staging.data, settled])

  const ofFile = progress?.file === wanted?.file.file ? progress : null
  return <Context value={stagingOf(wanted !== null, staging, ofFile)}>{children}</Context>
}

export function useStaging(): Staging {
  return useContext(Context)
}

function stagingOf(
  isWanted: boolean,
  { error, refetch }: { error: Error | null; refetch: () => unknown },
  progress: StageProgress | null,
): Staging {
  if (!isWanted) return { is: 'idle' }
  if (error !== null) return { is: 'failed', error, again: () => void refetch() }
  return { is: 'reading', progress }
}
