import { expect, test } from 'vitest'
import { keychainError, timeLimitError } from '../../electron/keychain/keychainError.ts'
import { classifyKeychainError } from '../../electron/keychain/keychainProblem.ts'
import type { KeychainProblem } from '../../electron/keychain/keychainProblem.ts'

const storage = "Couldn't access platform storage: "
const platform = 'Platform failure: '
const dbus = `${platform}DBus error: `

const texts: readonly (readonly [KeychainProblem, string])[] = [
  ['locked', `${storage}Secret Service: unlock prompt was dismissed`],
  ['locked', `${storage}SS error: prompt dismissed`],
  ['locked', `${storage}SS error: connection closed before prompt completed`],
  ['locked', `${dbus}Cannot get secret of a locked object`],
  ['locked', `${platform}User interaction is not allowed.`],
  ['no-keyring', `${storage}Secret Service: no result found`],
  ['no-keyring', `${storage}The specified keychain could not be found.`],
  [
    'no-service',
    `${dbus}Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead`,
  ],
  ['no-service', `${dbus}Failed to connect to socket /run/user/1000/bus: No such file or directory`],
  ['no-service', `${dbus}The name org.freedesktop.secrets was not provided by any .service files`],
  ['no-service', `${dbus}Process org.freedesktop.secrets exited with status 1`],
  [
    'no-service',
    `${dbus}Did not receive a reply. Possible causes include: the remote application did not send a reply, the message bus security policy blocked the reply, the reply timeout expired, or the network connection was broken.`,
  ],
  ['no-service', 'no secret service provider or dbus session found'],
  ['no-service', `${storage}No keychain is available. You may need to restart your computer.`],
  ['no-service', `${storage}Windows ERROR_NO_SUCH_LOGON_SESSION`],
  ['denied', `${dbus}Failed to connect to socket /run/user/1000/bus: Permission denied`],
  ['denied', `${platform}The user name or passphrase you entered is not correct.`],
  ['denied', `${platform}User canceled the operation.`],
  ['denied', `${platform}Windows error code 5`],
  ['not-found', 'No matching entry found in secure storage'],
  ['not-found', `${platform}The specified item could not be found in the keychain.`],
  ['missing-part', 'Cannot find native binding. npm has a bug related to optional dependencies'],
  ['missing-part', "Cannot find package '@napi-rs/keyring' imported from keychainChild.ts"],
  ['other', `${platform}Windows error code 1314`],
  ['other', ''],
]

test.each(texts)('%s: %s', (problem, text) => {
  expect(classifyKeychainError(text)).toBe(problem)
})

test.each(['linux', 'darwin', 'win32'] as const)('every problem is told in two sentences on %s', (os) => {
  for (const problem of new Set(texts.map(([kind]) => kind))) {
    const { message } = keychainError(problem, os, null)
    expect(message).toMatch(/^[A-Z].+\. [A-Z].+\.$/)
  }
})

test('a keychain that does not answer is said to be locked, with the time it was given', () => {
  expect(timeLimitError(60_000, 'linux').message).toMatch(
    /within 60 seconds, so it is probably locked\. .*unlock/,
  )
  expect(timeLimitError(500, 'darwin').message).toContain('within 0.5 seconds')
})
