import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireEngineLock } from '../../../electron/engine/store/engineLock.ts'
import type { EngineLock } from '../../../electron/engine/store/engineLock.ts'
import { AppError } from '../../../shared/errors.ts'

const me = { host: 'terminal', pid: process.pid, startedAt: new Date(2026, 4, 5, 14, 3).getTime() } as const
const second = new URL('./lockedProcess.ts', import.meta.url)

let folder: string
const children: ChildProcess[] = []
const locks: EngineLock[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-lock-'))
})
afterEach(async () => {
  for (const lock of locks.splice(0)) lock.release()
  for (const child of children.splice(0)) await end(child)
  rmSync(folder, { recursive: true })
})

function acquire(): EngineLock {
  const lock = acquireEngineLock(folder, me)
  locks.push(lock)
  return lock
}

function refusal(): AppError {
  try {
    acquire()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the lock was free')
}

async function startSecond(...args: string[]): Promise<{ child: ChildProcess; said: string }> {
  const argv = ['--expose-gc', fileURLToPath(second), folder, ...args]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, said: said.toString().trim() }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

test('whoever comes second is told who has the data, since when, and what to do', async () => {
  acquire()
  const { said } = await startSecond()
  expect(said).toContain(`already running in a terminal (process ${process.pid}, since 5 May 2026, 14:03)`)
  expect(said).toContain(folder)
  expect(said).toContain('close it first')
})

test('another process keeps the data to itself until it is killed, even with kill -9', async () => {
  const { child, said } = await startSecond()
  expect(said).toBe('has it')
  expect(refusal()).toMatchObject({ code: 'conflict' })
  expect(refusal().message).toContain(`as the desktop app (process ${String(child.pid)}`)
  await end(child)
  expect(acquire().folder).toBe(folder)
})

test('an engine that dropped its lock object still has the lock after garbage collection', async () => {
  const { said } = await startSecond('drops-it')
  expect(said).toBe('has it')
  expect(refusal().code).toBe('conflict')
})

test('the same process cannot take it twice, and trying does not lose the lock it has', async () => {
  acquire()
  expect(refusal().code).toBe('conflict')
  expect((await startSecond()).said).toContain('already running')
})

test('release lets the next one in, and a second release does not take it from them', async () => {
  const first = acquire()
  first.release()
  expect(existsSync(join(folder, 'engine.json'))).toBe(false)
  const { said } = await startSecond()
  expect(said).toBe('has it')
  first.release()
  expect(refusal().message).toContain('as the desktop app')
})

test('a worker thread has it against its own process, until the thread ends', async () => {
  const worker = new Worker(second, { workerData: folder })
  expect(await once(worker, 'message')).toEqual(['has it'])
  expect(refusal().code).toBe('conflict')
  await worker.terminate()
  acquire()
})

test('two folders do not concern each other', async () => {
  await startSecond()
  const other = mkdtempSync(join(tmpdir(), 'listferry-lock-'))
  acquireEngineLock(other, me).release()
  rmSync(other, { recursive: true })
})

test.each([
  ['missing', null],
  ['not JSON', '{'],
  ['something else', '[1,2]'],
  ['of a date beyond all calendars', JSON.stringify({ ...me, startedAt: 1e300 })],
  ['of an unknown host', JSON.stringify({ ...me, host: '\u001b[2J' })],
])('when engine.json is %s, the words do without it', async (_, text) => {
  await startSecond()
  if (text === null) rmSync(join(folder, 'engine.json'))
  else writeFileSync(join(folder, 'engine.json'), text)
  expect(refusal().message).toMatch(/^Listferry is already running, with the data in /)
})

test('an engine.json left by a process that was killed names nobody', async () => {
  const { child } = await startSecond()
  const stale = readFileSync(join(folder, 'engine.json'))
  await end(child)
  await startSecond()
  writeFileSync(join(folder, 'engine.json'), stale)
  expect(refusal().message).toMatch(/^Listferry is already running, with/)
})

test.skipIf(process.platform === 'win32')('its files are for this user only, and no journal is left', () => {
  process.umask(0)
  acquire()
  expect(readdirSync(folder).sort()).toEqual(['engine.json', 'engine.lock'])
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
})

test('a folder that is missing, and a lock file that is something else, are named', () => {
  writeFileSync(join(folder, 'engine.lock'), 'garbage '.repeat(200))
  expect(refusal()).toMatchObject({ code: 'unavailable' })
  expect(refusal().message).toContain('delete engine.lock')
  const nowhere = join(folder, 'nowhere')
  expect(() => acquireEngineLock(nowhere, me)).toThrow(nowhere)
})
