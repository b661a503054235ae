import { copyFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { EngineAccess } from '../engineThread.ts'
import { safeFileName } from '../safeFileName.ts'

const exported = z.object({ file: z.string().min(1).max(100), name: z.string().min(1).max(300) })

/**
 * Asks where to save what the engine wrote, and saves it there.
 * @throws AppError where it is gone, or can't be written
 */
export async function saveExport(
  window: BrowserWindow,
  engine: Pick<EngineAccess, 'exportPath'>,
  input: unknown,
): Promise<'saved' | 'cancelled'> {
  const { data } = exported.safeParse(input)
  const path = data ? await engine.exportPath(data.file) : null
  if (!data || path === null)
    throw new AppError('not-found', 'That file is no longer there. Export it again.')
  const extension = extname(data.name).slice(1)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), safeFileName(data.name)),
    filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
  })
  if (canceled || filePath === '') return 'cancelled'
  await copyFile(path, filePath).catch((cause: unknown) => {
    throw new AppError('unavailable', `It could not be saved as ${filePath}. Choose another folder.`, {
      cause,
    })
  })
  return 'saved'
}
