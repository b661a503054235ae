import type { Settings } from '../../shared/model.ts'

/** What the user chose for the whole program, kept by the host. */
export interface SettingsPort {
  read(): Promise<Settings>
  /** Changes only what is given, and answers with all of it. @throws AppError when it can't be kept */
  write(patch: Partial<Settings>): Promise<Settings>
  /** What was found wrong at the start and mended, in words. */
  notices(): readonly string[]
}
