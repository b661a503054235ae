import { AppError } from '../../shared/errors.ts'
import type { Settings } from '../../shared/model.ts'
import type { SettingsPort } from '../engine/settingsPort.ts'
import { defaultSettings } from './settingsSchema.ts'

/** What `conf` and `electron-store` have in common. */
export interface SettingsFile {
  readonly path: string
  get store(): Readonly<Record<string, unknown>>
  set(values: Readonly<Record<string, unknown>>): void
}

/** The settings port over an open file. */
export function settingsOver(file: SettingsFile, notices: readonly string[]): SettingsPort {
  const read = (): Settings => chosen(file.store)
  return {
    read: () => inWords(file.path, read),
    write: (patch) =>
      inWords(file.path, () => {
        file.set(patch)
        return read()
      }),
    notices: () => notices,
  }
}

/** Only what this program knows. */
function chosen(stored: Readonly<Record<string, unknown>>): Settings {
  const keys = Object.keys(defaultSettings)
  return {
    ...defaultSettings,
    ...Object.fromEntries(Object.entries(stored).filter(([key]) => keys.includes(key))),
  }
}

async function inWords<T>(path: string, work: () => T): Promise<T> {
  try {
    return await Promise.resolve(work())
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `The settings can't be saved in ${path}. Check the disk and the permissions of the folder, then try again.`,
      { cause },
    )
  }
}
