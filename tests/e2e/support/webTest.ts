import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import { startWebProcess, type WebProcess } from '../../support/startWebProcess.ts'
import { missingForWeb } from './programs.ts'

export interface WebFixtures {
  /** Skips the test, saying why, where it can't run. */
  readonly able: undefined
  /** How many times as fast as the computer the practice accounts live. */
  readonly speed: number
  /** A practice Kit and Klaviyo of this test alone, in this process: requests can be counted, faults put in. */
  readonly practice: RunningPractice
  /** An empty folder; `home` in it is Listferry's data folder. */
  readonly folder: string
  /** `npm run web` on that folder, without a keychain. */
  readonly host: WebProcess
  /** What the window wrote to its console as an error. Whatever is left of it at the end fails the test. */
  readonly complaints: string[]
  /** The window in a browser. */
  readonly window: Page
}

/** A test with a whole Listferry of its own, in a browser. */
export const webTest = test.extend<WebFixtures>({
  // Playwright reads what a fixture needs from its pattern, also from an empty one.
  able: [
    async ({}, use, info) => {
      info.skip(missingForWeb() !== null, missingForWeb() ?? '')
      await use(undefined)
    },
    { auto: true },
  ],
  speed: [1000, { option: true }],
  practice: async ({ speed }, use) => {
    const practice = await startPractice({ speed, lagMs: 0 })
    await use(practice)
    await practice.close()
  },
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'listferry-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  host: async ({ practice, folder }, use) => {
    const host = await startWebProcess(listferryEnv(folder, practice))
    await use(host)
    await host.stop()
  },
  complaints: ({ page }, use) => use(complaintsOf(page)),
  window: async ({ page, host, complaints }, use) => {
    await page.goto(host.address)
    // Only then is it decided where somebody with accounts begins; a test that adds one sooner would be sent on later.
    await page.getByRole('heading', { level: 1 }).waitFor()
    await use(page)
    expect(complaints).toEqual([])
  },
})

/** Has Listferry keep its data in the folder, and take the practice accounts for Kit and Klaviyo. */
export function listferryEnv(folder: string, practice: RunningPractice): Record<string, string> {
  return {
    LISTFERRY_HOME: join(folder, 'home'),
    LISTFERRY_DATABASES: join(folder, 'databases'),
    LISTFERRY_KIT_URL: practice.address,
    LISTFERRY_KLAVIYO_URL: practice.address,
  }
}

/** What a page complains of, as it comes: refused by its policy, thrown by its scripts. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}
