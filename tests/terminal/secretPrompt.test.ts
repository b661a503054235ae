import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { listferry } from '../support/terminal.ts'
import { noTerminal, onTerminal } from './pseudoTerminal.ts'

let practice: RunningPractice
let folder: string
let key: string
let env: Record<string, string>
const writes = () => practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length
const stack = /\n\s+at |node:internal|Error:/

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-prompt-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  key = practice.kit.keys[0] ?? ''
  env = { LISTFERRY_HOME: join(folder, 'home'), LISTFERRY_KIT_URL: practice.address }
  writeFileSync(join(folder, 'one.csv'), 'Email\nprompt@example.org\n')
  await listferry(['connect', 'kit', '--name', 'Bakery'], { stdin: key, env })
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => practice.kit.requests.clear())

describe.skipIf(noTerminal !== null)('on a real terminal', () => {
  const prompt = /not shown while you type/
  const question = /\[y\/N\]/
  const run = () => ['run', join(folder, 'one.csv'), '--secret-stdin']

  it('a typed key is not echoed', async () => {
    const { shown, exitCode } = await onTerminal(['connect', 'kit', '--name', 'Bakery'], env, [
      { after: prompt, type: `${key}\r` },
    ])
    expect(shown).toMatch(/Connected to Kit · Bakery \(practice account\)/)
    expect(shown).not.toContain(key)
    expect(exitCode).toBe(exitCodes.done)
  })

  it('Ctrl-C at the prompt ends with 130, in words', async () => {
    const { shown, exitCode } = await onTerminal(['connect', 'kit'], env, [
      { after: prompt, type: 'abc\x03' },
    ])
    expect(exitCode).toBe(exitCodes.cancelled)
    expect(shown).toMatch(/Stopped by you/)
    expect(shown).not.toMatch(stack)
    expect(shown).not.toContain('abc')
  })

  it('Ctrl-D at the prompt is no key', async () => {
    const { shown, exitCode } = await onTerminal(['connect', 'kit'], env, [{ after: prompt, type: '\x04' }])
    expect(exitCode).toBe(exitCodes.invalidInput)
    expect(shown).toMatch(/is empty/)
    expect(shown).not.toMatch(stack)
  })

  it.each([
    ['n', 'n\r', /Nothing was sent\./],
    ['Enter', '\r', /Nothing was sent\./],
    ['Ctrl-D', '\x04', /Nothing was sent\./],
    ['Ctrl-C', '\x03', /nothing was sent/],
  ])('%s to the question sends nothing and ends with 130', async (_what, answer, words) => {
    const { shown, exitCode } = await onTerminal(run(), env, [
      { after: prompt, type: `${key}\r` },
      { after: question, type: answer },
    ])
    expect(shown).toMatch(/Send this to Kit · Bakery \(practice account\)\? \[y\/N\]/)
    expect(shown).toMatch(words)
    expect(shown).not.toMatch(stack)
    expect(exitCode).toBe(exitCodes.cancelled)
    expect(writes()).toBe(0)
  })

  describe('tags that are missing', () => {
    const makes = (interest: string, email: string) => {
      const file = join(folder, `${interest}.csv`)
      const left = namedPeople.leftEarly.emailAddress
      const others = `nobody,Of an invalid row\n${left},Of who left`
      writeFileSync(file, `Email,Interests\n${email},${interest}\n${others}\n`)
      return ['run', file, '--tags-from', 'Interests', '--make-missing', '--secret-stdin']
    }
    const tagOf = (interest: string) =>
      [...practice.kit.state.tags.values()].find(({ name }) => name === interest)
    const isIn = (email: string, interest: string) => {
      const { subscribers, memberships } = practice.kit.state
      const [tag, person] = [tagOf(interest)?.id ?? 0, subscribers.byEmail(email)?.id ?? 0]
      return memberships.tag.get(tag, person) !== undefined
    }
    const make =
      /Make what is missing in Kit · Bakery \(practice account\), and show the plan with it\? \[y\/N\]/
    const send = /Send this to Kit · Bakery \(practice account\)\? \[y\/N\]/
    const typedKey = () => ({ after: prompt, type: `${key}\r` })

    it('are not made after a no', async () => {
      const { shown, exitCode } = await onTerminal(makes('Rye bread', 'fan@example.org'), env, [
        typedKey(),
        { after: question, type: 'n\r' },
      ])
      expect(shown).toMatch(/A run makes it first/)
      expect(shown).toMatch(make)
      expect(shown).toMatch(/Nothing was made and nothing was sent/)
      expect(exitCode).toBe(exitCodes.cancelled)
      expect(writes()).toBe(0)
    })

    it('are made after a yes, and who goes into them is shown before anybody is sent', async () => {
      const { shown, exitCode } = await onTerminal(makes('Rye bread', 'fan@example.org'), env, [
        typedKey(),
        { after: make, type: 'y\r' },
        { after: send, type: 'n\r' },
      ])
      expect(shown).toMatch(/Interests +.*tags/)
      const [first = '', second = ''] = shown.split('Made in the account: tag “Rye bread”.')
      expect(first).toMatch(/To send: 1 new person\. 1 request/)
      expect(second).toMatch(/To send: 1 new person, 1 addition to tag “Rye bread”\. 2 requests/)
      expect(shown).not.toMatch(/something to look at|No tag was chosen/)
      expect([tagOf('Of an invalid row'), tagOf('Of who left')]).toEqual([undefined, undefined])
      expect(second).toMatch(/Nothing was sent\. What was made in the account stays there\./)
      expect(exitCode).toBe(exitCodes.cancelled)
      expect(tagOf('Rye bread')).toBeDefined()
      expect(practice.kit.state.subscribers.byEmail('fan@example.org')).toBeUndefined()
    })

    it('have people in them after two yeses', async () => {
      const { exitCode, shown } = await onTerminal(makes('Cakes', 'cakes@example.org'), env, [
        typedKey(),
        { after: make, type: 'y\r' },
        { after: send, type: 'y\r' },
      ])
      expect(exitCode, shown).toBe(exitCodes.done)
      expect(isIn('cakes@example.org', 'Cakes')).toBe(true)
    })

    it('are asked for where nobody would be sent without them', async () => {
      const { exitCode, shown } = await onTerminal(makes('Buns', 'cakes@example.org'), env, [
        typedKey(),
        { after: make, type: 'y\r' },
        { after: send, type: 'y\r' },
      ])
      expect(exitCode, shown).toBe(exitCodes.done)
      expect(isIn('cakes@example.org', 'Buns')).toBe(true)
    })

    it('go by themselves with --yes, and both plans are shown', async () => {
      const { exitCode, stderr } = await listferry([...makes('Pies', 'pies@example.org'), '--yes'], {
        stdin: key,
        env,
      })
      expect(exitCode, stderr).toBe(exitCodes.done)
      expect(stderr.match(/To send: /g)).toHaveLength(2)
      expect(isIn('pies@example.org', 'Pies')).toBe(true)
    })
  }, 120_000)

  it('a refusal with --json is one JSON value', async () => {
    const { shown } = await onTerminal([...run(), '--json'], env, [
      { after: prompt, type: `${key}\r` },
      { after: question, type: 'n\r' },
    ])
    expect(JSON.parse(shown.slice(shown.indexOf('{')))).toEqual({
      error: { code: 'cancelled', message: 'Nothing was sent.' },
    })
  })

  it('y sends', async () => {
    const { shown, exitCode } = await onTerminal(run(), env, [
      { after: prompt, type: `${key}\r` },
      { after: question, type: 'y\r' },
    ])
    expect(shown).toMatch(/1 {2}written/)
    expect(exitCode).toBe(exitCodes.done)
    expect(writes()).toBe(1)
  })
})
