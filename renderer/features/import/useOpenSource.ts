import { useMutation } from '@tanstack/react-query'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import { assertNever } from '../../../shared/errors.ts'
import type { SourceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSync } from '../sync/SyncContext.tsx'

/** Ways to a file, besides choosing or dropping one. */
export type SourceWay =
  | { readonly by: 'paste'; readonly text: string }
  | { readonly by: 'recent'; readonly source: SourceId }
  | { readonly by: 'sample'; readonly name: string }

/** Opens a file and makes it the one of this sync. */
export function useOpenSource() {
  const { engine } = useEngine()
  const { dispatch } = useSync()
  const open = async (way: SourceWay): Promise<OpenedFile> => {
    switch (way.by) {
      case 'paste':
        return engine.sources.paste({ text: way.text })
      case 'recent':
        return engine.sources.reopen({ source: way.source })
      case 'sample':
        return engine.sources.openSample({ name: way.name })
      default:
        return assertNever(way)
    }
  }
  return useMutation({
    mutationFn: open,
    onSuccess: (file) => dispatch({ type: 'file-chosen', file }),
  })
}
