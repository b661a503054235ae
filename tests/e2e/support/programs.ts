import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The system's Chromium; Playwright's own is never fetched. */
export function chromiumProgram(): string | null {
  return onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome')
}

/** Why the desktop tests can't run here; `null` when they can. */
export function missingForDesktop(): string | null {
  if (electronProgram() === null)
    return 'there is no Electron: let ELECTRON_OVERRIDE_DIST_PATH name the folder of one'
  if (process.platform === 'linux' && !process.env['DISPLAY'])
    return 'there is no display: run the tests under xvfb-run -a'
  return null
}

/** Why the tests of the window in a browser can't run here; `null` when they can. */
export function missingForWeb(): string | null {
  return chromiumProgram() === null ? 'there is no chromium on the PATH' : null
}

export function electronProgram(): string | null {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const program = folder ? join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron') : null
  return program !== null && existsSync(program) ? program : null
}

export function onPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null
}
