// Runs inside a D-Bus session of its own: performs the steps in argv and prints what each of them gave, as JSON.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openVault } from '../../electron/keychain/openVault.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import type { Vault } from '../../electron/engine/store/vault.ts'
import { toWire } from '../../shared/errors.ts'
import { isRunning } from './isRunning.ts'
import { waitingFile } from './keyringSession.ts'
import type { KeyringStep } from './keyringSession.ts'

let vault: Vault = createMemoryVault()

async function perform(step: KeyringStep): Promise<unknown> {
  switch (step.do) {
    case 'open': {
      const opened = await openVault(step.timeoutMs === undefined ? {} : { timeoutMs: step.timeoutMs })
      vault = opened.vault
      return { protection: vault.protection, warning: opened.warning }
    }
    case 'set':
      return vault.set(step.name, { form: 'key', values: { key: step.key } })
    case 'get':
      return vault.get(step.name)
    case 'delete':
      return vault.delete(step.name)
    case 'look-up':
      return run('secret-tool', 'lookup', 'service', 'Listferry', 'username', step.name)
    case 'list':
      return run('secret-tool', 'search', '--all', 'service', 'Listferry')
    case 'kill-asking-program':
      return killAskingProgram()
    case 'lock':
      return run(
        ...['dbus-send', '--session', '--print-reply', '--dest=org.freedesktop.secrets'],
        ...['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock'],
        'array:objpath:/org/freedesktop/secrets/collection/login',
      )
  }
}

function run(...[program = '', ...args]: string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return stdout + stderr
}

/** Kills another program while the keyring asks for its password, and tells what became of its child. */
async function killAskingProgram(): Promise<'child ended' | 'child is still there'> {
  const args = [fileURLToPath(new URL('./program.ts', import.meta.url)), 'killed-while-asking']
  const program = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = (await once(program.stdout, 'data')) as [Buffer]
  await until(() => existsSync(waitingFile(process.env['HOME'] ?? '')))
  program.kill('SIGKILL')
  return (await until(() => !isRunning(Number(line.toString())))) ? 'child ended' : 'child is still there'
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200 && !holds(); tries += 1) await sleep(25)
  return holds()
}

const results: unknown[] = []
for (const step of JSON.parse(process.argv[2] ?? '[]') as KeyringStep[]) {
  results.push((await perform(step).catch((error: unknown) => toWire(error))) ?? null)
}
process.stdout.write(JSON.stringify(results))
