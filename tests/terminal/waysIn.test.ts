import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v3Keys } from '../../electron/practice/kit/v3/v3Keys.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import type { ConnectedAccount } from '../../shared/contract/connections.ts'
import { answerConsent } from '../support/consent.ts'
import { listferry, startListferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-ways-'))
  practice = await startPractice({ speed: 10, lagMs: 0 })
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})
const env = (home: string) => ({
  LISTFERRY_HOME: join(folder, home),
  LISTFERRY_KIT_URL: practice.address,
})

/** What Kit's page is called, as the command prints it. */
async function printedPage(stderr: NodeJS.ReadableStream): Promise<string> {
  let words = ''
  for (;;) {
    const found = /https?:\/\/\S+\/oauth\/authorize\S+/.exec(words)
    if (found && words.endsWith('\n')) return found[0]
    const [chunk] = (await once(stderr, 'data')) as [Buffer]
    words += chunk.toString()
  }
}

test('connect kit --sign-in prints Kit’s page, and connects when the browser comes back', async () => {
  const args = ['connect', 'kit', '--sign-in', '--json']
  const { child, finished } = startListferry(args, { env: env('sign-in') })
  const page = await printedPage(child.stderr)
  expect(new URL(page).searchParams.get('code_challenge_method')).toBe('S256')
  await fetch(await answerConsent(page))
  const { exitCode, stdout } = await finished
  expect(exitCode).toBe(exitCodes.done)
  expect((JSON.parse(stdout) as ConnectedAccount).connection).toMatchObject({
    service: 'kit',
    wayIn: { id: 'oauth' },
  })
})

test('connect kit --sign-in --paste takes the code that Kit shows, and refuses another text', async () => {
  const args = ['connect', 'kit', '--sign-in', '--paste']
  const wrong = await listferry(args, { stdin: 'this is no code', env: env('paste') })
  expect([wrong.exitCode, wrong.stderr]).toEqual([
    exitCodes.invalidInput,
    expect.stringContaining('That is not a code of Kit'),
  ])
})

test('connect kit --v3 takes a key and a secret, one line for each', async () => {
  const stdin = `${v3Keys.apiKey}\n${v3Keys.apiSecret}\n`
  const { exitCode, stdout } = await listferry(['connect', 'kit', '--v3', '--json'], {
    stdin,
    env: env('v3'),
  })
  expect(exitCode).toBe(exitCodes.done)
  expect((JSON.parse(stdout) as ConnectedAccount).connection).toMatchObject({ wayIn: { id: 'v3' } })
  const refused = await listferry(['connect', 'kit', '--v3'], {
    stdin: `${v3Keys.apiKey}\nwrong\n`,
    env: env('v3-wrong'),
  })
  expect(refused.exitCode).toBe(exitCodes.notAllowed)
})
