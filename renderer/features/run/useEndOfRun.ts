import { useState } from 'react'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'

/** What is read out when a run has ended, whichever page is shown; empty until then. */
export function useEndOfRun(): string {
  const { engine } = useEngine()
  const [words, setWords] = useState('')
  usePush('run.ended', ({ run, status }) => {
    void engine.runs.get({ run }).then(
      ({ source, connection }) => {
        const how = status === 'finished' ? `is sent to ${connection}` : 'stopped before the end'
        setWords(`Run ${run} has ended: ${source} ${how}.`)
      },
      () => undefined, // The run was forgotten in the meantime: there is nothing to tell of.
    )
  })
  return words
}
