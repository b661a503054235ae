import { useQuery } from '@tanstack/react-query'
import type { RunEnded } from '../../../shared/contract/runs.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { duration } from '../../words.ts'

/** Whoever waits shorter than this is still looking. */
const longMs = 30_000

/** A notification of the system when a run that took long has ended, unless the user wants none. */
export function useRunNotices(): void {
  const { engine, host } = useEngine()
  const { data: settings } = useQuery({
    queryKey: ['settings', 'get'],
    queryFn: () => engine.settings.get({}),
  })
  usePush('run.ended', (ended) => {
    if (settings?.notifyWhenDone !== true || ended.tookMs < longMs || ended.status === 'cancelled') return
    void engine.runs.get({ run: ended.run }).then(
      (view) => {
        if (view.stoppedCode === 'cancelled') return
        host.notify(...noticeWords(ended, view.source, view.connection))
      },
      () => undefined, // The run was forgotten in the meantime: there is nothing to tell of.
    )
  })
}

function noticeWords(
  { status, stoppedBecause, tookMs }: RunEnded,
  source: string,
  connection: string,
): [title: string, body: string] {
  if (status === 'stopped')
    return [
      `${source} stopped before the end`,
      `${connection}: ${stoppedBecause ?? 'Open Listferry to see why.'}`,
    ]
  return [`${source} is sent`, `To ${connection}, in ${duration(tookMs)}. Open Listferry for the result.`]
}
