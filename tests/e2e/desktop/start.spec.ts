import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { until } from '../../support/until.ts'
import { desktopTest } from '../support/desktopTest.ts'

const start = join(import.meta.dirname, '../../../electron/start.mjs')

desktopTest(
  'npm start opens the desktop app, also with an Electron that is ready early',
  async ({ env, folder }) => {
    const program = { ELECTRON_OVERRIDE_DIST_PATH: process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '' }
    const child = spawn(process.execPath, [start], { env: { ...env, ...program } })
    let words = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (words += chunk.toString()))
    const ended = once(child, 'exit')
    const lock = join(folder, 'home/engine.json')
    await until(() => existsSync(lock) || words.includes('opens in your browser'), 60_000)
    expect(words).not.toContain('opens in your browser')
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ host: 'desktop' })
    child.kill('SIGTERM')
    await ended
  },
)
