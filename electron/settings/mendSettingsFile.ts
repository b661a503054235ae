import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { settingsName, settingsSchema } from './settingsSchema.ts'

/**
 * Looks at the settings file before anything opens it. One that does not parse is kept aside, and the defaults hold.
 * @returns what was done, in words; nothing where nothing was wrong.
 * @throws AppError `unavailable` when the file can neither be read nor moved.
 */
export function mendSettingsFile(dataFolder: string, now: number): readonly string[] {
  const name = `${settingsName}.json`
  const file = join(dataFolder, name)
  if (isSound(file)) return []
  // No colons: Windows takes none in a name.
  const aside = `${settingsName}.broken-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.json`
  try {
    renameSync(file, join(dataFolder, aside))
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `The settings in ${file} can't be read or moved. Check its permissions, or delete it; then start Listferry again.`,
      { cause },
    )
  }
  return [
    `The settings could not be read, so they are as in the beginning. The file was kept as ${aside}; ` +
      'what you set now is saved anew.',
  ]
}

function isSound(file: string): boolean {
  try {
    return settingsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
