import { CommanderError } from 'commander'
import { toWire } from '../shared/errors.ts'
import { exitCodeOf, exitCodes } from './terminal/exitCode.ts'
import { createProgram } from './terminal/program.ts'

/** The terminal host: the same engine, behind commands. */
const program = createProgram(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error, output) => {
    const wire = toWire(error)
    output.note(wire.message)
    if (output.json) output.result({ error: wire }, () => '')
    if (wire.code === 'bug' && process.env['LISTFERRY_DEBUG']) console.error(error)
    process.exitCode = exitCodeOf(wire.code)
  },
)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.invalidInput
}
