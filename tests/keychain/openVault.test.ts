import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keychainTimeLimitMs } from '../../electron/keychain/openVault.ts'
import {
  createKeyringHome,
  inKeyringSession,
  leaveQuestionsUnanswered,
  missingKeyringPrograms,
  removeKeyringHome,
} from './keyringSession.ts'

let home: string
beforeEach(() => {
  home = createKeyringHome()
})
afterEach(() => removeKeyringHome(home))

const works = { protection: 'os', warning: null }
const memoryBecause = (reason: RegExp) => ({
  protection: 'memory',
  warning: expect.stringMatching(new RegExp(`^Keys are kept in memory only: .*${reason.source}`)) as string,
})
const secretOf = (key: string) => ({ form: 'key', values: { key } })

const missing = missingKeyringPrograms()
if (missing.length > 0) {
  console.warn(`SKIPPED: the tests of the keychain, because this machine has no ${missing.join(', no ')}.`)
}

describe.skipIf(missing.length > 0)('with a real keyring', () => {
  test('a secret is really in the keyring, replaced whole, and found by the next process', async () => {
    const [opened, , , found] = await inKeyringSession(home, 'unlocked', [
      { do: 'open' },
      { do: 'set', name: 'c1', key: 'old' },
      { do: 'set', name: 'c1', key: 'né🚢w' },
      { do: 'look-up', name: 'c1' },
    ])
    expect(opened).toEqual(works)
    expect(JSON.parse(found as string)).toEqual(secretOf('né🚢w'))
    const [, kept, other] = await inKeyringSession(home, 'unlocked', [
      { do: 'open' },
      { do: 'get', name: 'c1' },
      { do: 'get', name: 'c2' },
    ])
    expect(kept).toEqual(secretOf('né🚢w'))
    expect(other).toBeNull()
  })

  test('a deleted secret is gone, for everyone, and deleting again is no error', async () => {
    const results = await inKeyringSession(home, 'unlocked', [
      { do: 'open' },
      { do: 'set', name: 'c1', key: 'kit_1' },
      { do: 'delete', name: 'c1' },
      { do: 'delete', name: 'c1' },
      { do: 'look-up', name: 'c1' },
      { do: 'get', name: 'c1' },
    ])
    expect(results.slice(2)).toEqual([null, null, '', null])
  })

  test('opening leaves nothing of its own in the keyring', async () => {
    const [opened, listed] = await inKeyringSession(home, 'unlocked', [{ do: 'open' }, { do: 'list' }])
    expect(opened).toEqual(works)
    expect(listed).toBe('')
  })

  test('a keyring that is locked meanwhile is explained, not taken for empty', async () => {
    leaveQuestionsUnanswered(home)
    const results = await inKeyringSession(home, 'unlocked', [
      { do: 'open', timeoutMs: 3000 },
      { do: 'set', name: 'c1', key: 'kit_1' },
      { do: 'lock' },
      { do: 'get', name: 'c1' },
      { do: 'set', name: 'c1', key: 'kit_2' },
    ])
    const locked = {
      code: 'unavailable',
      message: expect.stringMatching(
        /did not answer within 3 seconds, so it is probably locked.*unlock/,
      ) as string,
    }
    expect(results[0]).toEqual(works)
    expect(results.slice(3)).toEqual([locked, locked])
  })

  test('a locked keyring that asks a user who is away times out: memory, with the reason', async () => {
    await inKeyringSession(home, 'unlocked', [{ do: 'open' }, { do: 'set', name: 'c1', key: 'kit_1' }])
    leaveQuestionsUnanswered(home)
    const [opened] = await inKeyringSession(home, 'locked', [{ do: 'open', timeoutMs: 1500 }])
    expect(opened).toEqual(
      memoryBecause(/did not answer within 1.5 seconds, so it is probably locked.*unlock/),
    )
  })

  test('a program that is killed while the keyring asks takes its child with it', async () => {
    leaveQuestionsUnanswered(home)
    const results = await inKeyringSession(home, 'unlocked', [
      { do: 'open' },
      { do: 'set', name: 'c1', key: 'kit_1' },
      { do: 'lock' },
      { do: 'kill-asking-program' },
    ])
    expect(results.at(-1)).toBe('child ended')
  })

  test('a locked keyring that cannot ask anyone: memory, with the reason', async () => {
    await inKeyringSession(home, 'unlocked', [{ do: 'open' }, { do: 'set', name: 'c1', key: 'kit_1' }])
    const [opened, , kept] = await inKeyringSession(home, 'locked', [
      { do: 'open' },
      { do: 'set', name: 'c1', key: 'kit_2' },
      { do: 'get', name: 'c1' },
    ])
    expect(opened).toEqual(memoryBecause(/is locked\. .*unlock/))
    expect(kept).toEqual(secretOf('kit_2'))
  })

  test('a keyring service without a keyring, as on a server: memory, with the reason', async () => {
    const [opened] = await inKeyringSession(home, 'no-keyring', [{ do: 'open' }])
    expect(opened).toEqual(memoryBecause(/has no keyring to put keys into\. Make one/))
  })
})

test.runIf(process.platform === 'linux')('without D-Bus: memory, and what to install', async () => {
  const [opened, , kept] = await inKeyringSession(home, 'no-dbus', [
    { do: 'open' },
    { do: 'set', name: 'c1', key: 'kit_1' },
    { do: 'get', name: 'c1' },
  ])
  expect(opened).toEqual(
    memoryBecause(/No keychain answers on this computer\. Install gnome-keyring or KWallet/),
  )
  expect(kept).toEqual(secretOf('kit_1'))
})

test('a keychain that can ask for its password gets a minute, one that cannot gets five seconds', () => {
  expect(keychainTimeLimitMs({ DISPLAY: ':0' }, 'linux')).toBe(60_000)
  expect(keychainTimeLimitMs({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(60_000)
  expect(keychainTimeLimitMs({ DISPLAY: '' }, 'linux')).toBe(5000)
  expect(keychainTimeLimitMs({}, 'darwin')).toBe(60_000)
  expect(keychainTimeLimitMs({ SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 'darwin')).toBe(5000)
  expect(keychainTimeLimitMs({}, 'win32')).toBe(60_000)
})
