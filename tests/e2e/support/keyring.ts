import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import {
  createKeyringHome,
  missingKeyringPrograms,
  removeKeyringHome,
} from '../../keychain/keyringSession.ts'
import { until } from '../../support/until.ts'

/** A user's own D-Bus session with an open GNOME keyring, for as long as a test runs. */
export interface Keyring {
  /** What a program of that session has in its environment. */
  readonly env: Readonly<Record<string, string>>
  /** What `secret-tool` finds of ours: all attributes and secrets. */
  find(): string
  close(): Promise<void>
}

/** @returns the programs that it needs and this machine lacks */
export { missingKeyringPrograms }

export async function startKeyring(): Promise<Keyring> {
  const home = createKeyringHome()
  const user = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  }
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: user,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [address] = (await once(bus.stdout, 'data')) as [Buffer]
  const env = { ...user, DBUS_SESSION_BUS_ADDRESS: address.toString().trim() }
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  keyring.stdin.end('test')
  await until(() => isThere(env))
  return {
    env,
    // It prints secrets on one stream and attributes on the other.
    find: () =>
      execFileSync('sh', ['-c', 'secret-tool search --all service Listferry 2>&1'], { env }).toString(),
    async close() {
      await end(keyring)
      await end(bus)
      removeKeyringHome(home)
    },
  }
}

function isThere(env: Readonly<Record<string, string>>): boolean {
  const bus = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner']
  const args = ['--session', '--print-reply', ...bus, 'string:org.freedesktop.secrets']
  return execFileSync('dbus-send', args, { env }).toString().includes('boolean true')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
