import type { CommanderError } from 'commander'
import type { WireError } from '../../shared/errors.ts'

/** What is wrong with the command as it was typed, as every other error says it. */
export function usageError({ code, message }: CommanderError): WireError {
  // Commander's answer to `help` for a command there isn't; the help itself is printed already.
  const words = code === 'commander.help' ? 'there is no such command' : message
  const [what = '', ...hints] = words
    .replace(/^error: /, '')
    .split('\n')
    .filter((line) => line !== '')
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, '')}.`
  return {
    code: 'invalid-input',
    message: [sentence, ...hints, 'All commands: listferry --help'].join(' '),
  }
}
