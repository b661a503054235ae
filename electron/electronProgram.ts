import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where Electron's program is inside its folder, as its package has it. */
const places: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/**
 * Electron's program: in the folder that `ELECTRON_OVERRIDE_DIST_PATH` names, or the package's own, which is fetched
 * when it is first needed. Its package is not imported: in plain Node that fetches too, and fails without a word.
 * @returns `null` where there is none and none can be fetched
 */
export async function electronProgram(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const place = places[process.platform] ?? 'electron'
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) return existing(join(override, place))
  const folder = packageFolder()
  if (folder === null) return null
  const own = () => existing(join(folder, 'dist', place))
  if (own() === null) await fetchElectron(folder)
  return own()
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null // installed without it
  }
}

async function fetchElectron(folder: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  console.log(`Fetching Electron ${version}, this once …`)
  const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
  await once(child, 'exit')
}

function existing(file: string): string | null {
  return existsSync(file) ? file : null
}
