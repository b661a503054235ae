import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { chromiumProgram } from './support/programs.ts'

const chromium = chromiumProgram()
const isRoot = process.getuid?.() === 0

const inBrowser = {
  browserName: 'chromium',
  viewport: { width: 1280, height: 800 },
  // Else every click on what comes in waits until it stands still.
  contextOptions: { reducedMotion: 'reduce' },
  launchOptions: {
    ...(chromium !== null && { executablePath: chromium }),
    args: isRoot ? ['--no-sandbox'] : [],
  },
} as const

export default defineConfig({
  testDir: '.',
  outputDir: join(import.meta.dirname, '../../test-results'),
  globalSetup: './support/prepare.ts',
  // Every test starts a whole Listferry, and waits for it much of the time.
  workers: 2,
  // For slow and busy machines; on one of its own a test takes a few seconds.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  projects: [
    // One keychain, one dock, one display. First, so that the browser's go on beside them.
    { name: 'desktop', testDir: './desktop', workers: 1 },
    { name: 'web', testDir: './web', use: inBrowser },
    { name: 'screenshots', testDir: './screenshots', use: inBrowser },
  ],
})
