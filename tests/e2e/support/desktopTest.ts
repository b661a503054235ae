import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import { type Desktop, displayEnv, startDesktop } from './desktop.ts'
import { type Keyring, missingKeyringPrograms, startKeyring } from './keyring.ts'
import { missingForDesktop } from './programs.ts'
import { listferryEnv } from './webTest.ts'

export interface DesktopFixtures {
  /** Skips the test, saying why, where it can't run. */
  readonly able: undefined
  readonly practice: RunningPractice
  /** An empty folder; `home` in it is Listferry's data folder. */
  readonly folder: string
  /** A real GNOME keyring in a D-Bus session of its own. */
  readonly keyring: Keyring
  readonly env: Readonly<Record<string, string>>
  /** Starts the app on that folder, with that keyring; whatever is still there at the end is killed. */
  readonly start: (files?: readonly string[]) => Promise<Desktop>
  readonly desktop: Desktop
}

const missing =
  missingForDesktop() ??
  (missingKeyringPrograms().length > 0
    ? `these are not installed: ${missingKeyringPrograms().join(', ')}`
    : null)

/** A test with a whole desktop app of its own, in a real Electron. */
export const desktopTest = test.extend<DesktopFixtures>({
  able: [
    async ({}, use, info) => {
      info.skip(missing !== null, missing ?? '')
      await use(undefined)
    },
    { auto: true },
  ],
  practice: async ({}, use) => {
    const practice = await startPractice({ speed: 1000, lagMs: 0 })
    await use(practice)
    await practice.close()
  },
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  keyring: async ({}, use) => {
    const keyring = await startKeyring()
    await use(keyring)
    await keyring.close()
  },
  env: ({ folder, practice, keyring }, use) =>
    use({ ...displayEnv(), ...keyring.env, ...listferryEnv(folder, practice) }),
  start: async ({ env }, use) => {
    const started: Desktop[] = []
    await use(async (files = []) => {
      const desktop = await startDesktop(env, files)
      started.push(desktop)
      return desktop
    })
    for (const desktop of started) await desktop.kill()
  },
  desktop: async ({ start }, use) => use(await start()),
})
