import { extname } from 'node:path'
import { shell } from 'electron'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { EngineAccess } from '../engineThread.ts'

const exported = z.object({ file: z.string().min(1).max(100) })

/**
 * Opens a workbook that the engine wrote in the user's spreadsheet.
 * @throws AppError where it is gone, or no program is for it
 */
export async function openExport(engine: Pick<EngineAccess, 'exportPath'>, input: unknown): Promise<null> {
  const { data } = exported.safeParse(input)
  const path = data ? await engine.exportPath(data.file) : null
  // Only tables are opened: a page or a program would be run.
  if (path === null || extname(path) !== '.xlsx')
    throw new AppError('not-found', 'That file is no longer there. Write it again.')
  const refused = await shell.openPath(path)
  if (refused === '') return null
  throw new AppError(
    'unavailable',
    'No program on this computer opens Excel files. Save the rows as a file, correct them elsewhere, and hand that file over.',
    { cause: refused },
  )
}
