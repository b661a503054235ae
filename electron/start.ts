import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWhenNeeded } from './buildWhenNeeded.ts'
import { electronProgram } from './electronProgram.ts'

/** Starts the desktop app; where it can't start, says why in one line and starts the browser host instead. */
const root = fileURLToPath(new URL('..', import.meta.url))

/** @returns why it did not start; `null` once it has run */
async function runDesktop(files: readonly string[]): Promise<string | null> {
  if (!hasDisplay(process.platform, process.env)) return 'there is no display'
  const program = await electronProgram(process.env)
  if (program === null) return 'Electron is not installed and could not be fetched'
  await buildWhenNeeded('window', 'desktop')
  const reason = await showWindow(program, [root, ...files])
  // Some loaders take so long to the folder that Electron is ready before it: then the program is loaded ahead of it.
  if (!reason?.includes('before app is ready')) return reason
  return showWindow(program, ['-r', join(root, 'dist/desktop/main.cjs'), root, ...files])
}

function hasDisplay(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/** @returns why there was no window; `null` once it has run */
function showWindow(program: string, args: readonly string[]): Promise<string | null> {
  const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'pipe', 'ipc'] })
  let isReady = false
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4000)))
  child.on('message', (message) => (isReady ||= message === 'ready'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`Electron could not be started: ${error.message}`))
    child.on('exit', (code, signal) => {
      if (isReady || code === 0) {
        process.exitCode = code ?? 1
        resolve(null)
      } else
        resolve(`Electron ended with ${signal ?? String(code)} before it showed a window${lastLine(words)}`)
    })
  })
}

/** Its error, or what it said last, where that says something. */
function lastLine(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
  const last = lines.findLast((line) => /^\w*Error: /.test(line)) ?? lines.at(-1)
  return last === undefined ? '' : `: ${last.trim().slice(0, 200)}`
}

const reason = await runDesktop(process.argv.slice(2))
if (reason !== null) {
  console.error(`The desktop app can't start: ${reason}. Listferry opens in your browser instead.`)
  // Files are for the desktop app; a browser takes them in its window.
  process.argv.splice(2)
  await import('./web.ts')
}
