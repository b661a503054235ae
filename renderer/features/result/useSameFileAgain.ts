import { useMutation } from '@tanstack/react-query'
import type { EngineClient } from '../../../shared/contract/contract.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SourceFormat, SourceInfo } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useStartSync } from '../sync/useStartSync.ts'

/** The file of a run as it is now, by the same rules, compared with the account as it is now. Nothing is sent yet. */
export function useSameFileAgain({ plan, sourceId }: Receipt) {
  const { engine } = useEngine()
  const startSync = useStartSync()
  const again = useMutation({
    mutationFn: async () => {
      const spec = await engine.plans.spec({ plan })
      const before = await engine.sources.get({ source: sourceId })
      const now = await readAgain(engine, before)
      startSync({ source: now.id, spec: { ...spec, source: now.id } })
    },
  })
  useSaidErrors('The file could not be run again', again.error)
  return again
}

/** Where the file is gone, the rows that were read from it are still here. */
async function readAgain(engine: EngineClient, before: SourceInfo): Promise<SourceInfo> {
  const file = await engine.sources.reopen({ source: before.id }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  })
  if (file === null) return before
  const parts = before.parts?.map(({ name }) => name)
  const overrides = { ...readAs(before.format), ...(parts && parts.length > 0 && { parts }) }
  const now = await engine.sources.stage({ file: file.file, overrides })
  refuseOtherColumns(before, now)
  return now
}

function readAs(format: SourceFormat) {
  if ('sheet' in format) return format
  const { encoding, delimiter, quote, lineEnd, headerRecord } = format
  return { encoding, delimiter, quote, lineEnd, headerRecord }
}

/** The mapping goes by where columns stand. */
function refuseOtherColumns(before: SourceInfo, now: SourceInfo): void {
  const moved = before.columns.find(({ name, index }) => now.columns[index]?.name !== name)
  if (moved === undefined) return
  throw new AppError(
    'conflict',
    `“${now.name}” was changed: its column “${moved.name}” is not where it was. Start a new sync with it, and map its columns anew.`,
  )
}
