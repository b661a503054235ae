import Conf from 'conf'
import type { SettingsPort } from '../engine/settingsPort.ts'
import { mendSettingsFile } from './mendSettingsFile.ts'
import { settingsOver } from './settingsOver.ts'
import { settingsName } from './settingsSchema.ts'

/**
 * Opens the settings of a data folder, for hosts without Electron.
 * @throws AppError `unavailable` when the file can neither be read nor moved aside.
 */
export function openSettings(dataFolder: string, now: number): SettingsPort {
  const notices = mendSettingsFile(dataFolder, now)
  const file = new Conf({ cwd: dataFolder, configName: settingsName, configFileMode: 0o600 })
  return settingsOver(file, notices)
}
