import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../electron/cli.ts', import.meta.url))

export interface Finished {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface TerminalOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs one command as a user would, without a terminal and without any keychain. */
export async function listferry(
  args: readonly string[],
  { stdin = '', env = {} }: TerminalOptions,
): Promise<Finished> {
  const noKeychain = {
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    XDG_RUNTIME_DIR: '/nonexistent',
    DISPLAY: '',
  }
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...noKeychain, ...env },
  })
  child.stdin.end(stdin)
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])
  return { exitCode, stdout, stderr }
}
