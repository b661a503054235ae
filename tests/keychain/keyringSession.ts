import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export type KeyringStep =
  | { readonly do: 'open'; readonly timeoutMs?: number }
  | { readonly do: 'set'; readonly name: string; readonly key: string }
  | { readonly do: 'get' | 'delete' | 'look-up'; readonly name: string }
  /** What `secret-tool` finds of ours, and what it says about it. */
  | { readonly do: 'list' | 'lock' }
  | { readonly do: 'kill-asking-program' }

/** How the session starts: with an open keyring, a locked one, a daemon without a keyring, or no D-Bus at all. */
export type KeyringState = 'unlocked' | 'locked' | 'no-keyring' | 'no-dbus'

const starts = {
  unlocked: 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;',
  locked: 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1;',
  'no-keyring': '',
  'no-dbus': '',
}

/** The programs these tests need and this machine does not have. */
export function missingKeyringPrograms(): readonly string[] {
  const needed = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool']
  return needed.filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
      return false
    } catch {
      return true
    }
  })
}

/** A user's home with keyrings of its own: what one session stores, the next one finds. */
export function createKeyringHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'listferry-keyring-'))
  mkdirSync(join(home, 'data', 'dbus-1', 'services'), { recursive: true })
  mkdirSync(join(home, 'run'), { mode: 0o700 })
  return home
}

/** Has the keyring's question for its password wait for ever, as it does for a user who is away. */
export function leaveQuestionsUnanswered(home: string): void {
  const service = join(home, 'data', 'dbus-1', 'services', 'org.gnome.keyring.SystemPrompter.service')
  const wait = `/bin/sh -c "echo $$ >> ${waitingFile(home)}; exec sleep 60 >/dev/null 2>&1"` // or it would hold the session's output open
  writeFileSync(service, `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=${wait}\n`)
}

export function removeKeyringHome(home: string): void {
  const waiting = existsSync(waitingFile(home))
    ? readFileSync(waitingFile(home), 'utf8').trim().split('\n')
    : []
  for (const pid of waiting) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // it ended with its session
    }
  }
  rmSync(home, { recursive: true, force: true })
}

/** Performs steps in a new process and D-Bus session, and resolves to what each of them gave. */
export async function inKeyringSession(
  home: string,
  state: KeyringState,
  steps: readonly KeyringStep[],
): Promise<readonly unknown[]> {
  const script = fileURLToPath(new URL('./keyringSteps.ts', import.meta.url))
  const shell = [
    'sh',
    '-c',
    `${starts[state]} exec "$@"`,
    'sh',
    process.execPath,
    script,
    JSON.stringify(steps),
  ]
  const command = state === 'no-dbus' ? shell : ['dbus-run-session', '--', ...shell]
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  }
  const { stdout } = await promisify(execFile)(command[0] ?? '', command.slice(1), { env })
  return JSON.parse(stdout) as readonly unknown[]
}

/** Holds the process ids of the questions that wait, once there are any. */
export function waitingFile(home: string): string {
  return join(home, 'waiting')
}
