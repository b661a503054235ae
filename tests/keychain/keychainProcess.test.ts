import { fork, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { channelTo } from '../../electron/child/childChannel.ts'
import { forkKeychainChild, KeychainProcess } from '../../electron/keychain/keychainProcess.ts'
import { isRunning } from './isRunning.ts'

const children: ChildProcess[] = []
const get = { op: 'get', name: 'c1' } as const

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function keychainOf(file: string, timeoutMs: number, ...args: string[]): KeychainProcess {
  return new KeychainProcess(timeoutMs, () => {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: [] })
    children.push(child)
    return channelTo(child)
  })
}

function newest(): ChildProcess {
  const child = children.at(-1)
  if (child === undefined) throw new Error('no child was started')
  return child
}

test('a keychain that does not answer in time is killed, and the error says it is locked', async () => {
  const keychain = keychainOf('./silentChild.ts', 500)
  await expect(keychain.ask(get)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('probably locked') as string,
  })
  if (newest().signalCode === null) await once(newest(), 'exit')
  expect(newest().signalCode).toBe('SIGKILL')
})

test('when the child dies in the middle, the request fails and the next one gets a new child', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'listferry-child-'))
  const keychain = keychainOf('./dyingChild.ts', 10_000, join(folder, 'mark'))
  await expect(keychain.ask(get)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('broke off') as string,
  })
  expect(await keychain.ask(get)).toBe('second child')
  keychain.close()
  rmSync(folder, { recursive: true })
})

test('a child that died while nothing was asked is replaced without anyone noticing', async () => {
  const keychain = keychainOf('./slowChild.ts', 10_000)
  await keychain.ask(get)
  const gone = once(newest(), 'close')
  newest().kill('SIGKILL')
  await gone
  expect(await keychain.ask(get)).toBe('1')
  expect(children).toHaveLength(2)
  keychain.close()
})

test('requests made at once are asked one at a time, of one child', async () => {
  const keychain = keychainOf('./slowChild.ts', 10_000)
  const answers = await Promise.all([keychain.ask(get), keychain.ask(get), keychain.ask(get)])
  expect(answers).toEqual(['1', '1', '1'])
  expect(children).toHaveLength(1)
  keychain.close()
})

test('closing fails what is under way and what waits, and ends the child', async () => {
  const keychain = keychainOf('./silentChild.ts', 60_000)
  const asked = Promise.allSettled([keychain.ask(get), keychain.ask(get)])
  await expect.poll(() => children.length).toBe(1)
  keychain.close()
  const codes = (await asked).map((each) =>
    each.status === 'rejected' ? (each.reason as { code: string }).code : '',
  )
  expect(codes).toEqual(['cancelled', 'cancelled'])
  await expect(keychain.ask(get)).rejects.toMatchObject({ code: 'cancelled' })
  expect(children).toHaveLength(1)
})

test('a child that cannot be started is an error in words', async () => {
  const keychain = new KeychainProcess(10_000, () =>
    channelTo(
      spawn(join(tmpdir(), 'listferry-no-such-program'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
    ),
  )
  await expect(keychain.ask(get)).rejects.toMatchObject({ code: 'unavailable' })
})

test.skipIf(process.platform === 'win32')('Ctrl-C in the terminal does not take the child away', async () => {
  const keychain = new KeychainProcess(10_000, () => {
    const child = forkKeychainChild()
    children.push(child)
    return channelTo(child)
  })
  const settled = () => keychain.ask(get).catch(() => 'no keychain here, which is an answer too')
  await settled()
  newest().kill('SIGINT')
  newest().kill('SIGHUP')
  await settled()
  expect(children).toHaveLength(1)
  keychain.close()
})

test('a program with an idle child ends by itself, and one that is killed takes its child with it', async () => {
  for (const ending of ['by-itself', 'killed']) {
    const program = spawn(
      process.execPath,
      [fileURLToPath(new URL('./program.ts', import.meta.url)), ending],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const ended = once(program, 'exit')
    const [line] = (await once(program.stdout, 'data')) as [Buffer]
    if (ending === 'killed') program.kill('SIGKILL')
    await ended
    await expect.poll(() => isRunning(Number(line.toString()))).toBe(false)
  }
})
