import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { acquireEngineLock } from '../../electron/engine/store/engineLock.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { Receipt, RunView } from '../../shared/contract/runs.ts'
import { type Finished, listferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
let key: string

const path = (name: string) => join(folder, name)
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(path(name), content)
  return path(name)
}
const terminal = (args: readonly string[], stdin = '', env: Record<string, string> = {}) =>
  listferry(args, {
    stdin,
    env: { LISTFERRY_HOME: path('home'), LISTFERRY_KIT_URL: practice.address, ...env },
  })
const withKey = (args: readonly string[], env: Record<string, string> = {}) =>
  terminal([...args, '--secret-stdin'], key, env)
const writes = () => practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length

/** Words for people, a documented exit code, no stack, nothing sent. */
function expectRefused({ exitCode, stderr }: Finished, code: number, words: RegExp): void {
  expect(stderr).toMatch(words)
  expect(exitCode).toBe(code)
  expect(stderr).not.toMatch(/\n\s+at |undefined|\[object|Something went wrong inside/)
  expect(writes()).toBe(0)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-terminal-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  key = practice.kit.keys[0] ?? ''
  const connected = await terminal(['connect', 'kit', '--name', 'Bakery'], key)
  expect(connected.exitCode).toBe(0)
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  practice.kit.faults.clear()
  practice.kit.requests.clear()
})

describe('bad input is refused in clear words, with its exit code', () => {
  it.each([
    ['a file that is not there', 'nowhere.csv', null, /nowhere\.csv/],
    ['an empty file', 'empty.csv', '', /empty/i],
    ['a file with only a header', 'header.csv', 'Email,Name\n', /no rows/i],
    [
      'a picture',
      'picture.csv',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
      /PNG/i,
    ],
    ['a file without addresses', 'names.csv', 'Name,City\nAnn,Oslo\n', /email/i],
  ] as const)('%s', async (_what, name, content, words) => {
    if (content !== null) write(name, content)
    const finished = await withKey(['plan', path(name)])
    expect([exitCodes.invalidInput, exitCodes.notFound]).toContain(finished.exitCode)
    expectRefused(finished, finished.exitCode, words)
  })

  it('a folder', async () => {
    mkdirSync(path('some-folder'), { recursive: true })
    expectRefused(await withKey(['plan', path('some-folder')]), exitCodes.invalidInput, /folder/)
  })

  it('a single line of 20 MB: its one record is cut, said, and no row is made up', async () => {
    const finished = await withKey([
      'plan',
      write('line.csv', `Email\n${'x'.repeat(20 * 1024 * 1024)}`),
      '--map',
      'Email=email',
      '--json',
    ])
    expect(finished.exitCode).toBe(0)
    const plan = JSON.parse(finished.stdout) as PlanSummary & { problems: { kind: string }[] }
    expect(plan.counts.invalid).toBe(1)
    expect(plan.problems.map(({ kind }) => kind)).toContain('record-too-long')
  })

  it('an unknown form, naming those there are', async () => {
    const file = write('one.csv', 'Email\nann@example.org\n')
    const finished = await withKey(['plan', file, '--form', 'Nope'])
    expectRefused(finished, exitCodes.notFound, /no form “Nope”.*“Free guide”/)
  })

  it('an unknown column, field or option', async () => {
    const file = write('one.csv', 'Email\nann@example.org\n')
    expectRefused(
      await withKey(['plan', file, '--map', 'Phone=City']),
      exitCodes.invalidInput,
      /no column “Phone”/,
    )
    expectRefused(
      await withKey(['plan', file, '--map', 'Email=Shoe size']),
      exitCodes.invalidInput,
      /no field “Shoe size”/,
    )
    expectRefused(await withKey(['plan', file, '--mode', 'sideways']), exitCodes.invalidInput, /sideways/)
  })

  it('a key that is wrong, revoked, or of another kind, and keeps nothing of it', async () => {
    const before = await terminal(['connections', '--json'])
    for (const [bad, words] of [
      ['kit_wrong', /Kit refused this API key/],
      [practice.kit.refusedKeys.revoked, /Kit refused this API key/],
      [practice.kit.refusedKeys.v3, /version 3/],
      ['pk_1234567890abcdef1234567890abcdef12', /Klaviyo/],
    ] as const) {
      const finished = await terminal(['connect', 'kit', '--name', 'Other'], bad)
      expectRefused(finished, exitCodes.notAllowed, words)
      expect(finished.stdout + finished.stderr).not.toContain(bad)
    }
    expect((await terminal(['connections', '--json'])).stdout).toBe(before.stdout)
  })

  it('no key at all', async () => {
    expectRefused(await terminal(['connect', 'kit'], ''), exitCodes.invalidInput, /empty/)
    const file = write('one.csv', 'Email\nann@example.org\n')
    expectRefused(await terminal(['plan', file]), exitCodes.notAllowed, /key of “Bakery”/)
  })

  it('an address that is not this computer', async () => {
    const finished = await terminal(['connect', 'kit'], key, { LISTFERRY_KIT_URL: 'http://192.0.2.1:80' })
    expectRefused(finished, exitCodes.invalidInput, /another computer/)
  })

  it('a data folder that another engine has: says who', async () => {
    const lock = acquireEngineLock(path('home'), { host: 'desktop', pid: process.pid, startedAt: Date.now() })
    try {
      expectRefused(await terminal(['runs']), exitCodes.conflict, new RegExp(`${process.pid}`))
    } finally {
      lock.release()
    }
    expect((await terminal(['runs'])).exitCode).toBe(0)
  })

  it('a database from a newer version', async () => {
    mkdirSync(path('newer/sources'), { recursive: true })
    const db = new DatabaseSync(path('newer/listferry.sqlite'))
    db.exec('PRAGMA user_version = 99')
    db.close()
    const finished = await terminal(['runs'], '', { LISTFERRY_HOME: path('newer') })
    expectRefused(finished, exitCodes.conflict, /newer Listferry/)
  })

  it('a data folder that is a file', async () => {
    const finished = await terminal(['runs'], '', { LISTFERRY_HOME: write('not-a-folder', 'x') })
    expectRefused(finished, exitCodes.invalidInput, /not-a-folder/)
  })

  it('a run without a terminal to ask on', async () => {
    const file = write('one.csv', 'Email\nann@example.org\n')
    expectRefused(await terminal(['run', file], ''), exitCodes.invalidInput, /--yes/)
  })

  it('a run that does not exist', async () => {
    expectRefused(await terminal(['receipt', '99']), exitCodes.notFound, /no run/)
    expectRefused(await terminal(['resume', '99']), exitCodes.notFound, /no run/)
  })
})

describe('without a keychain', () => {
  it('says so plainly, connects, and writes the key to no file', async () => {
    const finished = await terminal(['connect', 'kit', '--name', 'Bakery'], key)
    expect(finished.exitCode).toBe(0)
    expect(finished.stderr + finished.stdout).toMatch(/memory only/)
    expect(finished.stdout).toMatch(/--secret-stdin/)
    for (const name of readdirSync(path('home'), { recursive: true, encoding: 'utf8' })) {
      const file = join(path('home'), name)
      if (statSync(file).isFile()) expect(readFileSync(file).includes(key)).toBe(false)
    }
  })
})

describe('plan, run, runs, rejects', () => {
  const csv = 'Email,First name,City\nrun1@example.org,Ann,Oslo\n,Nobody,\nleft.early@example.com,Mara,\n'

  it('mark an import under a name of its day and file where none is given', async () => {
    const file = write('marked.csv', 'Email\nmarked@example.org\n')
    const planned = await withKey(['plan', file, '--json', '--tag-import'])
    const { audiences, changes } = JSON.parse(planned.stdout) as PlanSummary
    expect(audiences[0]?.name).toMatch(/^import \d{4}-\d\d-\d\d marked$/)
    expect(changes.joins).toBe(1)
  })

  it('go from file to receipt, with one JSON value each', async () => {
    const file = write('people.csv', csv)
    const planned = JSON.parse(
      (await withKey(['plan', file, '--json', '--tag', 'vip'])).stdout,
    ) as PlanSummary
    expect(planned.counts).toMatchObject({ create: 1, invalid: 1, 'held-back': 1 })
    expect(writes()).toBe(0)

    const ran = await withKey(['run', file, '--json', '--tag', 'vip', '--yes'])
    expect(ran.exitCode).toBe(exitCodes.done)
    const receipt = JSON.parse(ran.stdout) as Receipt
    expect(receipt).toMatchObject({
      rows: 3,
      addsUp: true,
      outcomes: { written: 1, invalid: 1, 'held-back': 1 },
    })

    const runs = JSON.parse((await terminal(['runs', '--json'])).stdout) as RunView[]
    expect(runs.map(({ id }) => id)).toContain(receipt.id)

    const rows = await terminal(['rows', String(receipt.id), '--outcome', 'written'])
    expect(rows.stdout.trim().split('\n')).toEqual([
      'row,outcome,email,reason',
      '1,written,run1@example.org,',
    ])
    const bad = await terminal(['rows', String(receipt.id), '--outcome', 'sideways'])
    expect(bad.exitCode).toBe(exitCodes.invalidInput)

    const rejects = await terminal(['rejects', String(receipt.id)])
    expect(rejects.stdout.trim().split('\n')).toEqual([
      'row,outcome,reason,Email,First name,City',
      expect.stringMatching(/^2,invalid,.*no email address.*,Nobody,$/) as string,
      '3,held-back,unsubscribed in the account,left.early@example.com,Mara,',
    ])
  })

  it('stop when the key is revoked, say so, and resume when it works again', async () => {
    const file = write('later.csv', 'Email\nlater1@example.org\nlater2@example.org\n')
    practice.kit.faults.add({ kind: 'key-revoked', method: 'POST', skip: 1 })
    const stopped = await withKey(['run', file, '--yes', '--json'])
    expect(stopped.exitCode).toBe(exitCodes.notAllowed)
    const finished = await terminal(['resume', '--json', '--secret-stdin'], key, {
      LISTFERRY_KIT_URL: practice.address,
    })
    expect(finished.exitCode).toBe(exitCodes.notAllowed)
    practice.kit.faults.clear()
    const done = await terminal(['resume', '--json', '--secret-stdin'], key)
    expect(done.exitCode).toBe(exitCodes.done)
    expect((JSON.parse(done.stdout) as Receipt).outcomes.written).toBe(2)
  })

  it('doctor says what works and what does not', async () => {
    const { stdout, exitCode } = await terminal(['doctor'])
    expect(stdout).toMatch(/Node\.js +24/)
    expect(stdout).toMatch(/PROBLEM {2}Keychain/)
    expect(exitCode).toBe(exitCodes.tryAgain)
  })
})
