import { useMutation } from '@tanstack/react-query'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import { fromWire } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'

export const acceptedFiles = '.csv,.tsv,.txt,.tab,text/csv,text/tab-separated-values,text/plain'

/** Gives a file that was dropped or chosen to the host, which answers with the id that stands for it. */
export function useOpenFile(onFile: (file: OpenedFile) => void) {
  const { host } = useEngine()
  return useMutation({
    mutationFn: async (file: File) => {
      const answer = await host.openFile(file)
      if ('error' in answer) throw fromWire(answer.error)
      return answer.ok
    },
    onSuccess: onFile,
  })
}
