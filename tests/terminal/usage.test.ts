import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { listferry } from '../support/terminal.ts'

let folder: string
const terminal = (...args: string[]) => listferry(args, { env: { LISTFERRY_HOME: join(folder, 'home') } })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-usage-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a command that was typed wrong', () => {
  it.each([
    [
      'an unknown option',
      ['plan', 'a.csv', '--tagg', 'x'],
      /Unknown option '--tagg'\. \(Did you mean --tag\?\)/,
    ],
    ['a missing argument', ['plan'], /Missing required argument 'files'/],
    ['an unknown command', ['plant'], /Unknown command 'plant'/],
    ['help for an unknown command', ['help', 'plant'], /There is no such command/],
    ['an argument too many', ['runs', 'all'], /Too many arguments/],
    ['a choice that is none', ['plan', 'a.csv', '--mode', 'sideways'], /sideways.*full-refresh/],
    ['rows that are no number', ['plan', 'a.csv', '--rows', 'all'], /--rows "all".*0 to 500/],
    ['too many rows', ['plan', 'a.csv', '--rows', '501'], /0 to 500/],
    [
      'a country that is no code',
      ['plan', 'a.csv', '--country', 'USA'],
      /--country "USA".*two letters \(ISO\)/,
    ],
    ['a country that is none', ['run', 'a.csv', '--country', 'XX'], /two letters \(ISO\), such as US/],
    ['a run that is no number', ['receipt', 'abc'], /“abc” is not the number of a run/],
  ])('%s: words, one JSON value, exit code 2', async (_what, args, words) => {
    const { exitCode, stdout, stderr } = await terminal(...args, '--json')
    expect(exitCode).toBe(exitCodes.invalidInput)
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } }
    expect(error.code).toBe('invalid-input')
    expect(error.message).toMatch(words)
    expect(stderr.trim().split('\n').at(-1)).toBe(error.message)
  })

  it('without --json says it on standard error only', async () => {
    const { exitCode, stdout, stderr } = await terminal('plan')
    expect(exitCode).toBe(exitCodes.invalidInput)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Missing required argument 'files'\. All commands: listferry --help\n$/)
  })
})

describe('help', () => {
  it('is what listferry alone prints, and no failure', async () => {
    const [alone, help] = await Promise.all([terminal(), terminal('--help')])
    expect(alone.exitCode).toBe(exitCodes.done)
    expect(alone.stdout).toBe(help.stdout)
    expect(alone.stderr).toBe('')
  })

  it('groups the commands and shows two examples', async () => {
    const { stdout } = await terminal('--help')
    for (const group of ['Bring people in:', 'Look back:', 'Accounts:', 'Try and check:'])
      expect(stdout).toContain(group)
    expect(stdout.match(/^ {4}listferry (plan|run) people\.csv/gm)).toHaveLength(2)
  })

  it('of a command has no empty defaults', async () => {
    const { stdout } = await terminal('plan', '--help')
    expect(stdout).toMatch(/default: 3/)
    expect(stdout).not.toMatch(/default: (none|\[\])/)
  })

  it('with --json is one JSON value too', async () => {
    const { stdout, exitCode } = await terminal('plan', '--json', '--help')
    expect((JSON.parse(stdout) as { text: string }).text).toMatch(/^Usage: listferry plan/)
    expect(exitCode).toBe(exitCodes.done)
  })

  it('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(await terminal('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' })
  })
})
