import { spawn } from 'node:child_process'

/** Opens an address in the user's browser, where there is one. */
export function openBrowser(address: string): void {
  const command = browserCommand(process.platform, process.env)
  if (command === null) return
  const child = spawn(command, [address], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined) // none there: the address was printed
  child.unref()
}

function browserCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  if (platform === 'darwin') return 'open'
  if (platform === 'win32') return 'explorer'
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? 'xdg-open' : null
}
