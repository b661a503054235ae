import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { startEngineThread } from '../../electron/engineThread.ts'
import { openSettings } from '../../electron/settings/openSettings.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { applyPlan } from '../../electron/terminal/commands/run.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { createOutput } from '../../electron/terminal/output.ts'
import { AppError } from '../../shared/errors.ts'
import type { PlanId } from '../../shared/model.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import { cli, listferry, startListferry, withoutKeychain } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
let key: string
let env: Record<string, string>
const path = (name: string) => join(folder, name)
const writes = () => practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length
const stack = /\n\s+at |node:internal|Error:/
const people = (name: string, count: number) => {
  const rows = Array.from({ length: count }, (_, row) => `${name}${row}@example.org\n`)
  writeFileSync(path(`${name}.csv`), `Email\n${rows.join('')}`)
  return path(`${name}.csv`)
}
const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(20)
}
const exitOf = async (child: ChildProcess) => ((await once(child, 'exit')) as [number | null])[0]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-stopping-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  key = practice.kit.keys[0] ?? ''
  env = { LISTFERRY_HOME: path('home'), LISTFERRY_KIT_URL: practice.address }
  await listferry(['connect', 'kit', '--name', 'Bakery'], { stdin: key, env })
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  practice.kit.faults.clear()
  practice.kit.requests.clear()
})

const run = (file: string, ...more: string[]) =>
  startListferry(['run', file, '--yes', '--secret-stdin', '--json', ...more], { stdin: key, env })

describe('a run that stops', () => {
  it('by a Ctrl-C in the middle: exit code 130, the rest not sent, and it can be resumed', async () => {
    practice.kit.faults.add({ kind: 'slow', ms: 300, method: 'POST' })
    const { child, finished } = run(people('middle', 40))
    await until(() => writes() > 0)
    child.kill('SIGINT')
    child.kill('SIGINT') // as a launcher passes on what the terminal sent to both
    const { exitCode, stdout, stderr } = await finished
    expect(exitCode).toBe(exitCodes.cancelled)
    const receipt = JSON.parse(stdout) as Receipt
    expect(receipt).toMatchObject({ status: 'stopped', stoppedCode: 'cancelled', addsUp: true })
    expect(receipt.outcomes['not-sent']).toBeGreaterThan(0)
    expect(stderr).toMatch(/Stopping after the request/)
    practice.kit.faults.add({ kind: 'slow', ms: 3000, method: 'GET' })
    practice.kit.requests.clear()
    const waiting = startListferry(['resume', '--secret-stdin'], { stdin: key, env })
    await until(() => practice.kit.requests.entries.length > 0)
    waiting.child.kill('SIGINT')
    expect((await waiting.finished).stderr).toMatch(
      /before anything more was sent\. What the run sent earlier stays/,
    )
    practice.kit.faults.clear()
    const resumed = await listferry(['resume', '--secret-stdin', '--json'], { stdin: key, env })
    expect(resumed.exitCode).toBe(exitCodes.done)
    expect(resumed.stderr).toMatch(/Going on with run \d+: middle\.csv → Kit · Bakery \(practice account\)/)
    expect((JSON.parse(resumed.stdout) as Receipt).outcomes.written).toBe(40)
  })

  it('by a Ctrl-C between two calls: nothing was sent and no run began', async () => {
    mkdirSync(path('between/sources'), { recursive: true })
    const engine = await startEngineThread({
      dataFolder: path('between'),
      host: 'terminal',
      vault: createMemoryVault(),
      vaultWarning: null,
      settings: openSettings(path('between'), Date.now()),
    })
    try {
      const signal = AbortSignal.abort(new AppError('cancelled', 'Stopped by you.'))
      const session = { ...engine, output: createOutput(true), signal, vaultWarning: null }
      let started = false
      const send = () => {
        started = true
        return engine.client.runs.start({ plan: 1 as PlanId })
      }
      await expect(applyPlan(session, send)).rejects.toMatchObject({ code: 'cancelled' })
      expect(started).toBe(false)
    } finally {
      await engine.close()
    }
  })

  it('by a Ctrl-C while the plan is made: nothing was sent', async () => {
    practice.kit.faults.add({ kind: 'slow', ms: 1000, method: 'GET' })
    const { child, finished } = run(people('early', 2))
    await until(() => practice.kit.requests.entries.length > 0)
    child.kill('SIGINT')
    const { exitCode, stdout } = await finished
    expect(exitCode).toBe(exitCodes.cancelled)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cancelled' } })
    expect(writes()).toBe(0)
  })

  it('by a revoked key: exit code 4', async () => {
    practice.kit.faults.add({ kind: 'key-revoked', method: 'POST' })
    const { exitCode, stdout } = await run(people('revoked', 2)).finished
    expect(exitCode).toBe(exitCodes.notAllowed)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'stopped', stoppedCode: 'unauthorized' })
  })
})

describe('without a keychain', () => {
  it('a plan says exactly what to type, with what was typed already', async () => {
    const file = people('no key', 1)
    const { exitCode, stderr } = await listferry(['plan', file, '--tag', 'VIP'], { env })
    expect(exitCode).toBe(exitCodes.notAllowed)
    expect(stderr).toContain(`    listferry plan '${file}' --tag VIP --secret-stdin\n`)
    const ran = await listferry(['run', file, '--yes'], { env })
    expect(ran.stderr).toContain(`    echo "$KEY" | listferry run '${file}' --yes --secret-stdin\n`)
  })
})

describe('when nobody reads what is printed', () => {
  it('the command ends quietly with its own exit code', async () => {
    for (const args of [['runs'], ['runs', '--json'], ['receipt', '99']]) {
      const child = spawn(process.execPath, [cli, ...args], { env: withoutKeychain(env), stdio: 'pipe' })
      child.stdin.end()
      child.stdout.destroy()
      const [stderr, exitCode] = await Promise.all([text(child.stderr), exitOf(child)])
      expect(stderr).not.toMatch(/EPIPE|node:|\n\s+at /)
      expect(exitCode).toBe(args[0] === 'runs' ? exitCodes.done : exitCodes.notFound)
    }
  })

  it('nor what is said, a run still sends everything', async () => {
    const args = ['run', people('unread', 2), '--yes', '--secret-stdin']
    const child = spawn(process.execPath, [cli, ...args], { env: withoutKeychain(env), stdio: 'pipe' })
    child.stdout.destroy()
    child.stderr.destroy()
    child.stdin.end(key)
    expect(await exitOf(child)).toBe(exitCodes.done)
    expect(writes()).toBe(2)
  })

  it.skipIf(!existsSync('/dev/full'))('output lost to a full disk is not "done"', async () => {
    const child = spawn(process.execPath, [cli, 'runs'], {
      env: withoutKeychain(env),
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    })
    const [stderr, exitCode] = await Promise.all([text(child.stderr as Readable), exitOf(child)])
    expect(exitCode).toBe(exitCodes.tryAgain)
    expect(stderr).toMatch(/could not be written/)
    expect(stderr).not.toMatch(stack)
  })
})

describe('an error that nobody expected', () => {
  const failing = (where: string) => ({
    ...env,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
      `import { isMainThread, workerData } from 'node:worker_threads'
       const here = isMainThread ? 'host' : workerData?.host === 'terminal' ? 'engine' : 'other'
       if (here === '${where}') setTimeout(() => { throw new Error('boom') }, 1500)`,
    )}`,
  })

  it.each(['engine', 'host'])('in the %s: words, one JSON value, no stack', async (where) => {
    practice.kit.faults.add({ kind: 'slow', ms: 8000, method: 'GET' })
    const args = ['plan', people(`boom-${where}`, 1), '--json', '--secret-stdin']
    const { exitCode, stdout, stderr } = await listferry(args, { stdin: key, env: failing(where) })
    expect([exitCodes.bug, exitCodes.tryAgain]).toContain(exitCode)
    const { error } = JSON.parse(stdout) as { error: { message: string } }
    expect(error.message).toMatch(/engine|Listferry/i)
    expect(stderr).not.toMatch(stack)
  })
})
