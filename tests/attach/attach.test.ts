import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import type { BegunSignIn, ConnectionView } from '../../shared/contract/connections.ts'
import type { Receipt, RunView } from '../../shared/contract/runs.ts'
import { startWebProcess, type WebProcess } from '../support/startWebProcess.ts'
import { type Finished, listferry, startListferry } from '../support/terminal.ts'
import { answerConsent } from '../support/consent.ts'
import { until } from '../support/until.ts'
import { openWebWindow, rawGet, type WebWindow } from '../support/webWindow.ts'

let practice: RunningPractice
let folder: string
let env: Record<string, string>
let web: WebProcess
let window: WebWindow
const home = (name: string) => join(folder, 'home', name)
const attachFile = () =>
  JSON.parse(readFileSync(home('attach.json'), 'utf8')) as { address: string; token: string }

beforeAll(async () => {
  practice = await startPractice({ speed: 1000, lagMs: 0 })
})
afterAll(() => practice.close())
beforeEach(async () => {
  practice.kit.faults.clear()
  practice.kit.requests.clear()
  folder = mkdtempSync(join(tmpdir(), 'listferry-attach-'))
  env = { LISTFERRY_HOME: join(folder, 'home'), LISTFERRY_KIT_URL: practice.address }
  web = await startWebProcess(env)
  window = await openWebWindow(web.address)
})
afterEach(async () => {
  web.child.kill('SIGKILL')
  if (web.child.exitCode === null && web.child.signalCode === null) await once(web.child, 'exit')
  rmSync(folder, { recursive: true, force: true })
})

let files = 0
/** People whom no earlier test has sent. */
const people = (count: number): string => {
  files += 1
  const rows = Array.from({ length: count }, (_, row) => `attached${files}.${row}@example.org\n`)
  writeFileSync(join(folder, 'people.csv'), `Email\n${rows.join('')}`)
  return join(folder, 'people.csv')
}
const connect = () =>
  listferry(['connect', 'kit', '--name', 'Bakery'], { stdin: practice.kit.keys[0] ?? '', env })
const writes = () => practice.kit.requests.entries.filter(({ method }) => method !== 'GET').length
const receiptOf = ({ stdout }: Finished) => JSON.parse(stdout) as Receipt
const runsOf = async (of: WebWindow) => ((await of.call('runs.list', {})) as { ok: RunView[] }).ok

describe('a terminal beside the window', () => {
  it('renews a sign-in once, however many ask for it at the same time', async () => {
    const { ok: begun } = (await window.call('connections.beginSignIn', {
      service: 'kit',
      form: 'oauth',
      paste: true,
    })) as { ok: BegunSignIn }
    const pasted = await answerConsent(begun.authorizeUrl)
    await window.call('connections.finishSignIn', { signIn: begun.signIn, pasted })
    const { tokens } = practice.kit.oauth
    const before = tokens.all().length
    tokens.expireNow()
    practice.kit.requests.clear()
    const answers = await Promise.all([
      window.call('connections.describe', { connection: practice.kit.state.account.name }),
      listferry(['list', 'tags', '--json'], { env }),
      listferry(['list', 'custom-fields', '--json'], { env }),
    ])
    expect(answers).toMatchObject([{ ok: {} }, { exitCode: exitCodes.done }, { exitCode: exitCodes.done }])
    expect(tokens.all().length).toBe(before + 1)
  })

  it('uses the engine of the window: what one connects, the other has, key and all', async () => {
    expect(await connect()).toMatchObject({ exitCode: exitCodes.done })
    expect(await window.call('connections.list', {})).toMatchObject({
      ok: [{ name: 'Bakery', secretKept: true }],
    })
    const planned = await listferry(['plan', people(5), '--json'], { env })
    expect(planned.stderr).not.toMatch(/already running/)
    expect(planned).toMatchObject({ exitCode: exitCodes.done })
    const sent = await listferry(['run', people(5), '--yes', '--json'], { env })
    expect(receiptOf(sent)).toMatchObject({ status: 'finished', outcomes: { written: 5 } })
    const [seen] = await runsOf(window)
    const { stdout } = await listferry(['runs', '--json'], { env })
    expect(JSON.parse(stdout)).toEqual([seen])
  })

  it('asks for the key with --secret-stdin, and gives it to the engine that sends', async () => {
    await connect()
    const [connection] = ((await window.call('connections.list', {})) as { ok: ConnectionView[] }).ok
    const key = practice.kit.keys[0] ?? ''
    const sent = await listferry(['run', people(3), '--yes', '--json', '--secret-stdin'], { env, stdin: key })
    expect(receiptOf(sent)).toMatchObject({ connection: 'Bakery', status: 'finished' })
    expect(connection?.name).toBe('Bakery')
  })

  it('shows its run’s progress in the window, and its Ctrl-C stops that run alone', async () => {
    await connect()
    practice.kit.faults.add({ kind: 'slow', ms: 150, method: 'POST' })
    const leaving = new AbortController()
    const heard = await window.listen(leaving.signal)
    const { child, finished } = startListferry(['run', people(60), '--yes', '--json'], { env })
    await until(() => heard.some(({ name }) => name === 'run.progress'))
    child.kill('SIGINT')
    const stopped = await finished
    leaving.abort()
    expect(stopped.exitCode).toBe(exitCodes.cancelled)
    expect(receiptOf(stopped)).toMatchObject({ status: 'stopped', stoppedCode: 'cancelled' })
    expect(await runsOf(window)).toMatchObject([{ status: 'stopped' }])
  })

  it('that is killed ends nothing: its run goes on in the window', async () => {
    await connect()
    practice.kit.faults.add({ kind: 'slow', ms: 50, method: 'POST' })
    const { child, finished } = startListferry(['run', people(40), '--yes', '--json'], { env })
    await until(() => writes() > 0)
    child.kill('SIGKILL')
    await finished
    await until(async () => (await runsOf(window))[0]?.status === 'finished')
  })
})

describe('the window that others are attached to', () => {
  it('says where to in a file that only this user can read, which goes when it ends', async () => {
    expect(statSync(home('attach.json')).mode & 0o777).toBe(0o600)
    expect(await web.stop()).toBe(0)
    expect(existsSync(home('attach.json'))).toBe(false)
    expect(existsSync(home('engine.json'))).toBe(false)
  })

  it('lets nobody in without the token, and no browser at all', async () => {
    const { address, token } = attachFile()
    const authorization = `Bearer ${token}`
    const host = new URL(address).host
    for (const headers of [
      {},
      { cookie: window.cookie },
      { authorization: `Bearer ${token.slice(1)}x` },
      { authorization, origin: address },
      { authorization, host: 'listferry.example' },
    ])
      expect((await rawGet(`${address}/about`, headers)).status).toBe(403)
    expect((await rawGet(`${address}/about`, { authorization, host })).status).toBe(200)
  })

  it('is killed: the attached terminal says so, the next one works alone and goes on with the run', async () => {
    await connect()
    practice.kit.faults.add({ kind: 'slow', ms: 100, method: 'POST' })
    const { finished } = startListferry(['run', people(40), '--yes'], { env })
    await until(() => writes() > 3)
    web.child.kill('SIGKILL')
    const left = await finished
    expect(left.exitCode).toBe(exitCodes.tryAgain)
    expect(left.stderr).toMatch(
      /the one in the browser\) has ended.+a run that was under way can be resumed/s,
    )
    practice.kit.faults.clear()
    const key = practice.kit.keys[0] ?? ''
    const resumed = await listferry(['resume', '--secret-stdin', '--json'], { env, stdin: key })
    expect(receiptOf(resumed)).toMatchObject({ status: 'finished', outcomes: { written: 40 } })
  })

  it('is ended in mid-run: the attached terminal gets the receipt of what was done', async () => {
    await connect()
    practice.kit.faults.add({ kind: 'slow', ms: 100, method: 'POST' })
    const { finished } = startListferry(['run', people(40), '--yes', '--json'], { env })
    await until(() => writes() > 3)
    expect(await web.stop()).toBe(0)
    expect(receiptOf(await finished)).toMatchObject({ status: 'stopped', addsUp: true })
  })
})

describe('a second browser host', () => {
  it('gives another window of the first, and ends', async () => {
    const second = await startWebProcess(env)
    await once(second.child, 'exit')
    expect(second.child.exitCode).toBe(0)
    expect(new URL(second.address).origin).toBe(new URL(web.address).origin)
    const other = await openWebWindow(second.address)
    expect(await other.call('connections.list', {})).toEqual({ ok: [] })
  })
})

describe('beside a terminal’s command, which lets nobody in', () => {
  it('the window is told plainly who has the data', async () => {
    await connect()
    await web.stop()
    practice.kit.faults.add({ kind: 'slow', ms: 300, method: 'POST' })
    const key = practice.kit.keys[0] ?? ''
    const { child, finished } = startListferry(['run', people(400), '--yes', '--secret-stdin'], {
      env,
      stdin: key,
    })
    await until(() => writes() > 0)
    await expect(startWebProcess(env)).rejects.toThrow(
      /already running in a terminal \(process \d+.+Go on there/s,
    )
    child.kill('SIGINT')
    await finished
  })
})
