import { expect, test } from 'vitest'
import { secretFromText, secretToText } from '../../electron/keychain/secretText.ts'
import { AppError } from '../../shared/errors.ts'

function errorOf(run: () => unknown): AppError {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const ofBytes = (bytes: number) => {
  const empty = secretToText({ form: 'key', values: { key: '' } }, 'linux').length
  return { form: 'key', values: { key: 'k'.repeat(bytes - empty) } }
}

test.each(['kit_abc', '', 'é🚢 "quoted"\n', '\ud800'])('a secret comes back as it was: %j', (key) => {
  const secret = { form: 'oauth', values: { key, __proto: 'x' } }
  expect(secretFromText(secretToText(secret, 'win32'))).toEqual(secret)
})

test('what Windows cannot store is refused there, with the sizes', () => {
  expect(secretToText(ofBytes(2560), 'win32')).toHaveLength(2560)
  const error = errorOf(() => secretToText(ofBytes(2561), 'win32'))
  expect(error.code).toBe('invalid-input')
  expect(error.message).toContain('2561 bytes; it takes 2560')
  expect(secretToText(ofBytes(10_000), 'linux')).toHaveLength(10_000)
})

test('the limit counts bytes, not characters', () => {
  const ships = { form: 'key', values: { key: '🚢'.repeat(640) } }
  expect(errorOf(() => secretToText(ships, 'win32')).code).toBe('invalid-input')
})

test.each(['hunter2', '{"form":"key"', '{"form":"key","values":{"key":7}}', 'null', ''])(
  'an entry that something else wrote is refused without repeating it: %j',
  (text) => {
    const error = errorOf(() => secretFromText(text))
    expect(error.message).toContain('Connect the account again')
    expect(error.cause).toBeUndefined()
    if (text !== '') expect(`${error.message} ${String(error.stack)}`).not.toContain(text)
  },
)
