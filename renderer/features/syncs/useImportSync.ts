import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { fromWire } from '../../../shared/errors.ts'
import { useEngine } from '../../EngineContext.tsx'

/** Reads a sync from a file that was chosen or dropped. */
export function useImportSync() {
  const { engine, host } = useEngine()
  return useMutation({
    mutationFn: async (file: File) => {
      const opened = await host.openFile(file)
      if ('error' in opened) throw fromWire(opened.error)
      return engine.recipes.import({ file: opened.ok.file })
    },
    onSuccess: ({ name }) => notifications.show({ message: `Imported: ${name}`, role: 'status' }),
  })
}
