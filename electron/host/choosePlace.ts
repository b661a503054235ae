import { extname, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { ChosenPlace } from '../../shared/contract/host.ts'
import type { EngineAccess } from '../engineThread.ts'
import { safeFileName } from '../safeFileName.ts'

const wanted = z.string().min(1).max(300)

/**
 * Asks where an SQLite file is to be, and gives out an id for that place. Nothing is made or overwritten: a file that is
 * there gets tables of ours if it is a database, and is refused by the engine if it is none.
 * @returns `null` where the user chose none
 */
export async function choosePlace(
  window: BrowserWindow,
  engine: Pick<EngineAccess, 'registerFile'>,
  name: unknown,
): Promise<ChosenPlace | null> {
  const { data } = wanted.safeParse(name)
  if (data === undefined) throw new AppError('invalid-input', 'Give the file a name, then choose its place.')
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Where the copy is kept',
    buttonLabel: 'Choose',
    defaultPath: join(app.getPath('documents'), safeFileName(data)),
    filters: [{ name: 'SQLite', extensions: ['sqlite', 'sqlite3', 'db'] }],
  })
  if (canceled || filePath === '') return null
  const path = extname(filePath) === '' ? `${filePath}.sqlite` : filePath
  return { file: await engine.registerFile(path), path }
}
