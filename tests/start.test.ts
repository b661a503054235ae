import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withoutKeychain } from './support/terminal.ts'
import { until } from './support/until.ts'

const start = fileURLToPath(new URL('../electron/start.mjs', import.meta.url))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-start-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.runIf(process.platform === 'linux')(
  'without a display, npm start says so in one line and opens the browser host, which Ctrl-C ends',
  async () => {
    const child = spawn(process.execPath, [start, 'people.csv'], {
      env: withoutKeychain({ LISTFERRY_HOME: folder }),
    })
    let words = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (words += chunk.toString()))
    await until(() => words.includes('Listferry is at'), 15_000)
    expect(words).toMatch(
      /^The desktop app can't start: there is no display\. Listferry opens in your browser instead\.\n(?:Waiting for the keychain.*\n)?Listferry is at http:\/\/127\.0\.0\.1:\d+\/\?token=\S+\n$/,
    )
    child.kill('SIGINT')
    expect(((await once(child, 'exit')) as [number])[0]).toBe(0)
  },
)
