import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cli, withoutKeychain } from '../support/terminal.ts'

/** Node has no pseudo-terminal of its own; either of these gives one. */
const makers: readonly { readonly name: string; readonly wrap: (command: string) => string[] }[] = [
  { name: 'script', wrap: (command) => ['-qec', command, '/dev/null'] },
  { name: 'python3', wrap: (command) => ['-c', pythonPty, command] },
]

const pythonPty = [
  'import os, pty, sys',
  'status = pty.spawn(["/bin/sh", "-c", sys.argv[1]])',
  'sys.exit(os.waitstatus_to_exitcode(status))',
].join('\n')

// Only util-linux's `script` passes on the exit code.
const maker = makers.find(
  ({ name, wrap }) => spawnSync(name, wrap('exit 7'), { stdio: 'ignore' }).status === 7,
)

/** Why tests that need a terminal are skipped; `null` when there is one. */
export const noTerminal =
  maker === undefined ? 'SKIPPED: neither util-linux’s script nor python3 is here to make a terminal' : null
if (noTerminal !== null) console.warn(noTerminal)

export interface Conversation {
  /** Everything the terminal showed. */
  readonly shown: string
  readonly exitCode: number
}

/**
 * Runs one command on a terminal of 80 columns. Each answer is typed once its prompt was shown after the one before.
 */
export async function onTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  answers: readonly { readonly after: RegExp; readonly type: string }[],
): Promise<Conversation> {
  if (maker === undefined) throw new Error('there is no terminal')
  const words = [process.execPath, cli, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
  const child = spawn(maker.name, maker.wrap(`stty cols 80; exec ${words.join(' ')}`), {
    env: { ...withoutKeychain(env), TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const open = [...answers]
  let shown = ''
  let readUpTo = 0
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk
    const next = open[0]
    if (!next?.after.test(shown.slice(readUpTo))) return
    open.shift()
    readUpTo = shown.length
    child.stdin.write(next.type)
  })
  const [exitCode] = (await once(child, 'close')) as [number]
  return { shown, exitCode }
}
