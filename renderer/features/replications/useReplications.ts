import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  ReplicationId,
  ReplicationProgress,
  ReplicationView,
} from '../../../shared/contract/replications.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'

export function useReplications() {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['replications', 'list'], queryFn: () => engine.replications.list({}) })
}

/** How far a copy is that is being written, by whichever window or terminal; `null` while none is. */
export function useReplicationProgress({ id, progress }: ReplicationView): ReplicationProgress | null {
  const [heard, setHeard] = useState<ReplicationProgress | null>(null)
  usePush('replication.progress', (news) => {
    if (news.replication === id) setHeard(news)
  })
  // What was heard of an earlier run counts for nothing once the list says that none is under way.
  return progress === null ? null : (heard ?? progress)
}

export function useRunReplication({ id, name }: ReplicationView) {
  const { engine } = useEngine()
  const run = useMutation({
    mutationFn: (whole: boolean) => engine.replications.run({ replication: id, whole }),
  })
  useSaidErrors(`${name} could not be written`, run.error)
  return run
}

export function usePauseReplication(id: ReplicationId) {
  const { engine } = useEngine()
  return useMutation({ mutationFn: () => engine.replications.pause({ replication: id }) })
}
