import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../shared/errors.ts'
import { withoutKeychain } from './terminal.ts'

const web = fileURLToPath(new URL('../../electron/web.mjs', import.meta.url))

/** `npm run web` as a process of its own, on a computer without a keychain. */
export interface WebProcess {
  readonly child: ChildProcess
  /** What it printed: opens a window once. */
  readonly address: string
  /** As Ctrl-C does. @returns the exit code */
  stop(): Promise<number | null>
}

export async function startWebProcess(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<WebProcess> {
  const child = spawn(process.execPath, [web, '--no-open', ...args], {
    env: withoutKeychain(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  return {
    child,
    address: await addressOf(child),
    async stop() {
      child.kill('SIGINT')
      return (await exited)[0]
    },
  }
}

function addressOf(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()))
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [address] = /http:\/\/\S+/.exec(line) ?? []
      if (address !== undefined) resolve(address)
    })
    child.on('exit', (code) =>
      reject(new AppError('unavailable', `The web host ended with ${String(code)}: ${words}`)),
    )
  })
}
