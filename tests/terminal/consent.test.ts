import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { listferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
let file: string

const terminal = (args: readonly string[], stdin = practice.klaviyo.keys.all) =>
  listferry(args, {
    stdin,
    env: {
      LISTFERRY_HOME: join(folder, 'home'),
      LISTFERRY_KLAVIYO_URL: practice.address,
      LISTFERRY_KIT_URL: practice.address,
    },
  })
const sync = (command: string, options: readonly string[]) =>
  terminal([command, file, '--to', 'Shop', ...options, '--secret-stdin'])

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-consent-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  file = join(folder, 'people.csv')
  writeFileSync(
    file,
    'Email,First name,Agreed on\nana@example.org,Ana,2024-01-15\nben@example.org,Ben,\nleft.early@example.com,Mara,2024-01-15',
  )
  expect((await terminal(['connect', 'klaviyo', '--name', 'Shop'])).exitCode).toBe(0)
  expect((await terminal(['connect', 'kit', '--name', 'Bakery'], practice.kit.keys[0])).exitCode).toBe(0)
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('--subscribe', () => {
  it('says what a list with double opt-in does, and how many are asked', async () => {
    const { stdout } = await sync('plan', ['--subscribe', 'email', '--subscribe-list', 'Weekly letter'])
    expect(stdout).toContain(
      'To subscribe: 2 people to email, list “Weekly letter”. This list has double opt-in:',
    )
    expect(stdout).toContain('2 of them are asked to confirm, and are on it once they have.')
    expect(stdout).toContain('subscribe to email, list “Weekly letter”; asked to confirm first')
  })

  it('runs, and the receipt says who is subscribed', async () => {
    const options = [
      '--subscribe',
      'email',
      '--subscribe-list',
      'VIP',
      '--consented-at',
      'Agreed on',
      '--yes',
    ]
    const { stdout, stderr, exitCode } = await sync('run', options)
    expect(stderr).toMatch(/Agreed on\s+.*date of consent/)
    expect(stderr).toContain('nobody is asked to confirm')
    expect(stdout).toContain('Consent: 1 person is subscribed now.')
    expect(exitCode).toBe(exitCodes.done)
    const rejects = await terminal(['rejects', '1'])
    expect(rejects.stdout).toMatch(/unsubscribed in the account,left\.early@example\.com/)
    const rows = await terminal(['rows', '1'])
    expect(rows.stdout).toMatch(/ben@example\.org.*holds no date of consent/)
  })

  it('is refused for Kit, which has no such thing', async () => {
    const args = ['plan', file, '--to', 'Bakery', '--subscribe', 'email', '--secret-stdin']
    const { stderr, exitCode } = await terminal(args, practice.kit.keys[0])
    expect(stderr).toMatch(/Kit has no consent to record/)
    expect(exitCode).toBe(exitCodes.invalidInput)
  })

  it('is explained in the help', async () => {
    const { stdout } = await terminal(['plan', '--help'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'says that they agreed to be written to, which a list alone does not',
    )
  })
})
