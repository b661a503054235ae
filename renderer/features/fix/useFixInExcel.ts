import { useSessionStorage } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FixFile, FixTaken, FixTarget } from '../../../shared/contract/fixes.ts'
import { fromWire } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'

/** How far correcting in a spreadsheet is; kept over a reload, since the file is still with the user. */
export type FixState =
  | { readonly is: 'idle' }
  /** Open in the user's spreadsheet; what is saved there comes back by itself. */
  | { readonly is: 'open'; readonly file: FixFile }
  /** Saved as a file, to be handed over again. */
  | { readonly is: 'saved'; readonly file: FixFile }

export interface FixBack {
  readonly at: number
  readonly news: { readonly taken: FixTaken } | { readonly error: string }
}

/** Opens rows with problems in a spreadsheet, and takes corrected cells back. `onTaken`: after they were. */
export function useFixInExcel(target: FixTarget, onTaken?: () => Promise<void>) {
  const { engine, host } = useEngine()
  const queries = useQueryClient()
  const [state, setState] = useSessionStorage<FixState>({
    key: `listferry.fix.${'run' in target ? `run ${target.run}` : target.source}`,
    defaultValue: { is: 'idle' },
    getInitialValueInEffect: false,
  })
  const [back, setBack] = useState<FixBack | null>(null)

  const tell = (news: FixBack['news']): void => {
    setBack({ at: Date.now(), news })
    if (!('taken' in news)) return
    void queries.invalidateQueries({ queryKey: 'run' in target ? ['runs'] : ['sources'] })
    void onTaken?.()
  }
  usePush('fix.taken', (news) => {
    if (state.is === 'open' && state.file.file === news.exported) tell(news)
  })
  const opening = useMutation({
    mutationFn: async () => {
      const file = await engine.fixes.write({ target })
      const answer = await (host.openInProgram ?? host.saveFile)(file)
      if ('error' in answer) throw fromWire(answer.error)
      if (answer.ok === 'cancelled') return
      setBack(null)
      if (host.openInProgram === null) {
        setState({ is: 'saved', file })
        return
      }
      await engine.fixes.watch({ target, exported: file.file })
      setState({ is: 'open', file })
    },
  })
  useSaidErrors('The rows could not be opened in a spreadsheet', opening.error)
  const taking = useMutation({
    mutationFn: async (chosen: File) => {
      const answer = await host.openFile(chosen)
      if ('error' in answer) throw fromWire(answer.error)
      tell({ taken: await engine.fixes.take({ target, file: answer.ok.file }) })
    },
    onError: (error) => tell({ error: error.message }),
  })
  return { state, back, opening, taking }
}
