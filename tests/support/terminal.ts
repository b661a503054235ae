import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** What `listferry` is in the project. */
export const cli = fileURLToPath(new URL('../../electron/listferry.mjs', import.meta.url))

export interface Finished {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface TerminalOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** The folder it is called in. */
  readonly cwd?: string
}

export interface Started {
  readonly child: ChildProcessWithoutNullStreams
  readonly finished: Promise<Finished>
}

/** The environment of a computer without any keychain. */
export function withoutKeychain(
  env: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    // What a user's command keeps too: it starts in half the time.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    XDG_RUNTIME_DIR: '/nonexistent',
    DISPLAY: '',
    ...env,
  }
}

/** Starts one command as a user would, without a terminal and without any keychain. */
export function startListferry(
  args: readonly string[],
  { stdin = '', env = {}, cwd }: TerminalOptions,
): Started {
  const child = spawn(process.execPath, [cli, ...args], { env: withoutKeychain(env), cwd })
  child.stdin.end(stdin)
  return { child, finished: finish(child) }
}

async function finish(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])
  return { exitCode, stdout, stderr }
}

/** Runs one command to its end. */
export function listferry(args: readonly string[], options: TerminalOptions): Promise<Finished> {
  return startListferry(args, options).finished
}
