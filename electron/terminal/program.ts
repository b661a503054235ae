import { Command } from 'commander'
import { connectCommand, connectionsCommand, disconnectCommand } from './commands/connections.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { receiptCommand, rejectsCommand, runsCommand } from './commands/history.ts'
import { planCommand } from './commands/plan.ts'
import { practiceCommand } from './commands/practice.ts'
import { resumeCommand, runCommand } from './commands/run.ts'
import { addSyncOptions } from './commands/syncOptions.ts'
import { createOutput, type Output } from './output.ts'

export type Finish = (exitCode: number) => void
/** A command's work; what it is called with follows from its declaration below. */
type Work = (output: Output, ...args: never[]) => Promise<number>

export type OnError = (error: unknown, output: Output) => void

/** The terminal's commands. Each ends with an exit code of `exitCode.ts`. */
export function createProgram(finish: Finish, onError: OnError): Command {
  const program = new Command('listferry')
    .description(
      'Bring CSV lists into Kit: see exactly what would change, send it, and know what became of every row.',
    )
    .showHelpAfterError('(listferry --help shows all commands)')
    .exitOverride()
  const add = (name: string, description: string) =>
    program.command(name).description(description).option('--json', 'print one JSON value on standard output')
  // Commander calls with the arguments, the options, and the command itself.
  const act = (work: Work) => {
    return async (...args: unknown[]) => {
      const options = args.at(-2) as { json?: boolean }
      const output = createOutput(options.json === true)
      await work(output, ...(args.slice(0, -1) as never[])).then(finish, (error: unknown) =>
        onError(error, output),
      )
    }
  }

  add(
    'connect <service>',
    'connect an account: kit. The key is typed without echo, or read from standard input',
  )
    .option('--name <name>', 'your name for it')
    .action(act(connectCommand))
  add('connections', 'list the connected accounts').action(act(connectionsCommand))
  add('disconnect <connection>', 'forget an account, its key and its runs on this computer').action(
    act(disconnectCommand),
  )
  addSyncOptions(add('plan <file>', 'show what would change, row by row; sends nothing'))
    .option('--rows <n>', 'rows of each kind to show', '3')
    .action(act(planCommand))
  addSyncOptions(add('run <file>', 'show the plan, ask, and send it'))
    .option('--yes', 'send without asking')
    .action(act(runCommand))
  add('resume [run]', 'go on with a run that was interrupted or stopped; without an id, the newest one')
    .option('--secret-stdin', 'read the account key from standard input for this command only')
    .action(act(resumeCommand))
  add('runs', 'list all runs').action(act(runsCommand))
  add('receipt <run>', 'show what became of every row of a run').action(act(receiptCommand))
  add('rejects <run>', 'print the rows that did not get through, as CSV with the reason').action(
    act(rejectsCommand),
  )
  add('practice', 'serve a practice Kit on this computer, with people who do not exist')
    .option('--port <port>', 'port on 127.0.0.1; 0 for any', '4010')
    .option('--speed <factor>', 'how many times faster than the real service its time passes', '1')
    .option('--lag <ms>', 'how far its lists lag behind its writes')
    .action(act(practiceCommand))
  add('doctor', 'check this computer and the connected accounts').action(act(doctorCommand))
  add('demo', 'both samples to a practice Kit, from file to receipt').action(act(demoCommand))
  return program
}
