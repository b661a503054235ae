import { notifications } from '@mantine/notifications'
import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import type { EngineClient } from '../shared/contract/contract.ts'
import type { ExportedFile } from '../shared/contract/exports.ts'
import { fromWire } from '../shared/errors.ts'
import { useEngine } from './EngineContext.tsx'
import { useSaidErrors } from './useSaidErrors.ts'

export type MakeExport = (exports: EngineClient['exports']) => Promise<ExportedFile>

/** Has the engine write a file, and the host save it where the user says. */
export function useSaveExport(): UseMutationResult<void, Error, MakeExport> {
  const { engine, host } = useEngine()
  const saving = useMutation({
    mutationFn: async (make: MakeExport) => {
      const file = await make(engine.exports)
      const answer = await host.saveFile(file)
      if ('error' in answer) throw fromWire(answer.error)
      if (answer.ok === 'saved') notifications.show({ message: `Saved: ${file.name}`, role: 'status' })
    },
  })
  useSaidErrors('The file could not be saved', saving.error)
  return saving
}
