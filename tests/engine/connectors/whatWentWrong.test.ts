import { expect, it } from 'vitest'
import { whatWentWrong } from '../../../electron/engine/connectors/whatWentWrong.ts'

it.each([
  [
    'The connection to Kit broke before the answer came. Try again.',
    'The connection to Kit broke before the answer came.',
  ],
  ['Kit took too long to answer. Try again in a few minutes.', 'Kit took too long to answer.'],
  [
    'This computer cannot reach Kit (api.kit.com). Check the internet connection, then try again.',
    'This computer cannot reach Kit (api.kit.com). Check the internet connection.',
  ],
  [
    'Kit has trouble answering (error 503). Nothing is wrong on this computer; try again in a few minutes.',
    'Kit has trouble answering (error 503). Nothing is wrong on this computer.',
  ],
  ['The key does not count any more.', 'The key does not count any more.'],
])('%s', (message, words) => {
  expect(whatWentWrong(message)).toBe(words)
})
