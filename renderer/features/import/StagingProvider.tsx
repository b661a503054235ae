import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react'
import type { StageProgress } from '../../../shared/contract/sources.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { useTakeFile } from '../files/TakeFile.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { useFilePreview } from './useFilePreview.ts'

/** How far the whole file is read. */
export type Staging =
  | { readonly is: 'idle' }
  /** The file is still being copied into the program. */
  | { readonly is: 'arriving'; readonly sentBytes: number }
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
  const chosen = sync.source.is === 'chosen' ? sync.source : null
  const wanted = chosen?.arriving === true ? null : chosen
  const [settled] = useDebouncedValue(wanted, settledAfterMs, { leading: true })
  const preview = useFilePreview(settled?.file ?? null, settled?.choices ?? {})
  const [progress, setProgress] = useState<StageProgress | null>(null)
  usePush('source.progress', setProgress)

  const staging = useQuery({
    queryKey: ['staging', settled?.file.file, settled?.choices],
    queryFn: ({ signal }) =>
      engine.sources.stage({ file: settled?.file.file ?? '', overrides: settled?.choices ?? {} }, signal),
    // The first rows come first: reading the whole would take the processor away from them.
    enabled: settled !== null && settled === wanted && preview.isSuccess && !preview.isPlaceholderData,
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
  const { sentBytes } = useTakeFile()
  const state: Staging =
    chosen?.arriving === true
      ? { is: 'arriving', sentBytes }
      : stagingOf(wanted !== null && !preview.isError, staging, ofFile)
  return <Context value={state}>{children}</Context>
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
