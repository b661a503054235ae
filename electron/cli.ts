import { CommanderError } from 'commander'
import { toWire } from '../shared/errors.ts'
import { endureBrokenStreams } from './terminal/brokenStreams.ts'
import { exitCodeOf, exitCodes } from './terminal/exitCode.ts'
import { createOutput, type Output } from './terminal/output.ts'
import { createProgram } from './terminal/program.ts'
import { usageError } from './terminal/usageError.ts'

/** The terminal host: the same engine, behind commands. */
const args = process.argv.slice(2)
/** For what goes wrong before a command has an output of its own. */
const output = createOutput(args.includes('--json'))

function fail(error: unknown, to: Output): void {
  const wire = toWire(error)
  to.fail(wire)
  if (wire.code === 'bug' && process.env['LISTFERRY_DEBUG']) console.error(error)
  process.exitCode = exitCodeOf(wire.code)
}

endureBrokenStreams()
process.on('uncaughtException', (error) => {
  fail(error, output)
  process.exit()
})

const program = createProgram({
  finish: (exitCode) => (process.exitCode = exitCode),
  fail,
  print: (text) => output.result({ text }, () => text.trimEnd()),
})

try {
  await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
} catch (error) {
  if (!(error instanceof CommanderError)) fail(error, output)
  else if (error.exitCode === 0) process.exitCode = exitCodes.done
  else {
    output.fail(usageError(error))
    process.exitCode = exitCodes.invalidInput
  }
}
