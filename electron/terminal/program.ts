import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { rowOutcomes } from '../../shared/model.ts'
import { addCheckOptions, checkCommand } from './commands/check.ts'
import { connectCommand } from './commands/connect.ts'
import { connectionsCommand, disconnectCommand, limitCommand } from './commands/connections.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { cancelCommand } from './commands/cancel.ts'
import { exportCommand } from './commands/export.ts'
import { findCommand } from './commands/find.ts'
import {
  ledgerCommand,
  receiptCommand,
  rejectsCommand,
  rowsCommand,
  runsCommand,
} from './commands/history.ts'
import { fixCommand } from './commands/fix.ts'
import { addImportOptions, importCommand } from './commands/importObjects.ts'
import { listCommand, objectsCommand } from './commands/objects.ts'
import { planCommand } from './commands/plan.ts'
import { practiceCommand } from './commands/practice.ts'
import { queryCommand } from './commands/query.ts'
import { passwordVariable, replicateCommand } from './commands/replicate.ts'
import { readCommand } from './commands/read.ts'
import { resumeCommand } from './commands/resume.ts'
import { runCommand } from './commands/run.ts'
import { addFileOptions, addSyncOptions } from './commands/syncOptions.ts'
import { valuesCommand } from './commands/values.ts'
import {
  syncExportCommand,
  syncImportCommand,
  syncRemoveCommand,
  syncRenameCommand,
} from './commands/keepSyncs.ts'
import { syncCommand, syncsCommand } from './commands/syncs.ts'
import { undoCommand } from './commands/undo.ts'
import { retryCommand } from './commands/retry.ts'
import { verifyCommand } from './commands/verify.ts'
import { unsubscribeCommand } from './commands/unsubscribe.ts'
import { addWebhookOptions, webhookCommand, webhookUsage } from './commands/webhook.ts'
import { leftAddCommand, leftCommand, leftFindCommand, leftRemoveCommand } from './commands/left.ts'
import { wholeNumber } from './optionValues.ts'
import { createOutput, type Output } from './output.ts'

/** What a command needs to tell its host. */
export interface Endings {
  readonly finish: (exitCode: number) => void
  readonly fail: (error: unknown, output: Output) => void
  /** Takes the text of `--help` and `--version`. */
  readonly print: (text: string) => void
}

/** A command's work; what it is called with follows from its declaration below. */
type Work = (output: Output, ...args: never[]) => Promise<number>

interface Declare {
  readonly command: (name: string, description: string) => Command
  readonly action: (work: Work) => (...args: unknown[]) => Promise<void>
}

const examples = `
Examples:
  See what a file would change; nothing is sent:
    listferry plan people.csv --tag "Webinar 2026"
  Send it, after one more look and a yes:
    listferry run people.csv --tag "Webinar 2026"
  Several files with the same columns at once; a sheet of a workbook:
    listferry plan june.csv july.csv
    listferry plan people.xlsx --sheet Attendees

A command's own options: listferry plan --help`

/** The terminal's commands. Each ends with an exit code of `exitCode.ts`. @throws CommanderError for wrong usage */
export function createProgram(endings: Endings): Command {
  const program = new Command('listferry')
    .description(
      'Bring CSV lists into Kit and Klaviyo: see exactly what would change, send it, and know what became of every row.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ optionDescription: optionWords, subcommandTerm: commandWords })
    .configureOutput({ writeOut: endings.print, outputError: () => undefined })
    .addHelpText('after', examples)
    .exitOverride()
  const declare = declarations(program, endings)
  program.commandsGroup('Bring people in:')
  addSyncCommands(declare)
  program.commandsGroup('Everything else an account holds:')
  addObjectCommands(declare)
  program.commandsGroup('Look back:')
  addHistoryCommands(declare)
  program.commandsGroup('Look into what this computer knows:')
  addQueryCommands(declare)
  program.commandsGroup('Accounts:')
  addAccountCommands(declare)
  program.commandsGroup('Try and check:')
  addTrialCommands(declare)
  return program.helpCommand('help [command]', 'help for a command')
}

function declarations(program: Command, { finish, fail }: Endings): Declare {
  return {
    command: (name, description) =>
      program
        .command(name)
        .description(description)
        .option('--json', 'print one JSON value on standard output'),
    // Commander calls with the arguments, the options, and the command itself.
    action:
      (work) =>
      async (...args) => {
        const options = args.at(-2) as { json?: boolean }
        const output = createOutput(options.json === true)
        await work(output, ...(args.slice(0, -1) as never[])).then(finish, (error: unknown) =>
          fail(error, output),
        )
      },
  }
}

const confirmWords = 'with --yes, where something is taken away or is unusual: the number that the plan shows'

function addSyncCommands({ command, action }: Declare): void {
  addCheckOptions(
    command('check <files...>', 'show what is wrong with the cells of a list, and put it right'),
  ).action(action(checkCommand))
  addSyncOptions(
    command(
      'plan <files...>',
      'show what would change, row by row; sends nothing. CSV, TSV, XLSX, or a zip of CSVs',
    ),
  )
    .option('--rows <n>', 'rows of each kind to show, 0 to 500', wholeNumber('--rows', 0, 500), 3)
    .action(action(planCommand))
  addSyncOptions(command('run <files...>', 'show the plan, ask, and send it'))
    .option('--yes', 'send without asking')
    .option('--confirm <n>', confirmWords, wholeNumber('--confirm', 1, 1e9))
    .option('--canary', 'send ten rows first, read them back, and go on only if they are as they were sent')
    .option('--verify', 'afterwards read back all that was written; at Kit that begins a minute later')
    .action(action(runCommand))
  command(
    'limit <connection> <people>',
    'how many people the plan of an account takes, or none; for Klaviyo, which doesn’t tell',
  ).action(action(limitCommand))
  command('left', 'how many people are known to have left, and from where').action(action(leftCommand))
  command('left-find <address>', 'whether somebody is on the list of people who left').action(
    action(leftFindCommand),
  )
  command('left-add <address>', 'put somebody on that list').action(action(leftAddCommand))
  command('left-remove <address>', 'take somebody off that list').action(action(leftRemoveCommand))
  const values = command('values <file> <column>', 'count the different values of a column; sends nothing')
  addFileOptions(values)
  values
    .option('--separators <signs>', 'cells hold lists, whose values stand between these signs')
    .action(action(valuesCommand))
  command('syncs', 'list the saved syncs').action(action(syncsCommand))
  command(
    'sync <name> [files...]',
    'show the plan of a saved sync for this file or the last one, ask, and send it',
  )
    .option('--to <connection>', 'account to send to, by name, where it is not the one it was saved for')
    .option('--dry-run', 'only show what would change')
    .option('--yes', 'send without asking')
    .option('--confirm <n>', confirmWords, wholeNumber('--confirm', 1, 1e9))
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .action(action(syncCommand))
  command('sync-rename <name> <new-name>', 'give a saved sync another name').action(action(syncRenameCommand))
  command('sync-remove <name>', 'forget a saved sync').action(action(syncRemoveCommand))
  command('sync-export <name>', 'write a saved sync into a file, without people and keys')
    .option('--out <file>', 'where to; - for standard output. Without it: here, under its own name')
    .option('--force', 'replace a file that is there')
    .action(action(syncExportCommand))
  command('sync-import <file>', 'take in a saved sync that was exported').action(action(syncImportCommand))
  command(
    'resume [run]',
    'go on with a run that was interrupted or stopped, or with reading one back; the newest without a number',
  )
    .option(
      '--leave-doubts',
      'don’t wait to learn whether requests without an answer got through: their rows end as in doubt',
    )
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .action(action(resumeCommand))
  command('cancel <run>', 'end a stopped run for good, so that what it wrote can be taken back')
    .option('--yes', 'without asking')
    .action(action(cancelCommand))
}

function addObjectCommands({ command, action }: Declare): void {
  const to = ['--to <connection>', 'account, by name; not needed when there is only one'] as const
  const secret = [
    '--secret-stdin',
    'ask for the account key, or read it from a pipe, for this command only',
  ] as const
  command('objects', 'list what an account holds: what can be read, and what a file can do with it')
    .option(...to)
    .option(...secret)
    .action(action(objectsCommand))
  command('list <type>', 'list the objects of a type: tags, broadcasts, tag-subscriptions, …')
    .option(...to)
    .option(...secret)
    .option('--parent <name>', 'only those of this tag, form, sequence, list or subscriber')
    .option('--since <date>', 'for objects: only what came since then; see: listferry objects')
    .option(
      '--since-by <word>',
      'which date that is: created_after, updated_after, tagged_after or added_after',
    )
    .option('--created-after <date>', 'only what was made after this date')
    .option('--created-before <date>', 'only what was made before this date')
    .option('--name <part>', 'only those with this in their name or first name')
    .option('--id <id>', 'only the one with this id')
    .option('--csv <file>', 'write all of them to this file; - for standard output')
    .action(action(listCommand))
  command('export <what>', 'write people, or the objects of a type, into a file: CSV, Excel or JSON lines')
    .option(...to)
    .option(...secret)
    .addOption(
      new Option('--format <format>', 'form of the file').choices(['csv', 'xlsx', 'jsonl']).default('csv'),
    )
    .option('--out <file>', 'where to; - for standard output. Without it: here, under a name of its own')
    .option('--force', 'replace a file that is there')
    .option('--delimiter <sign>', 'for CSV: comma, semicolon, tab or pipe')
    .option('--no-bom', 'for CSV: without the mark by which Excel knows UTF-8')
    .option('--no-excel-safe', 'for CSV: cells exactly as they are, also those that a spreadsheet would run')
    .option('--search <text>', 'for people: part of an address, name, phone number or external id')
    .option('--left', 'for people: only those who left')
    .option('--parent <name>', 'only those of this tag, form, sequence or subscriber')
    .option('--since <date>', 'only what came since then; see: listferry objects')
    .option(
      '--since-by <word>',
      'which date that is: created_after, updated_after, tagged_after or added_after',
    )
    .option('--created-after <date>', 'only what was made after this date')
    .option('--created-before <date>', 'only what was made before this date')
    .option('--name <part>', 'only those with this in their name or first name')
    .option('--id <id>', 'only the one with this id')
    .action(action(exportCommand))
  command('replicate [name]', 'list the copies of accounts in databases, make one, or bring one up to date')
    .option(...to)
    .option(...secret)
    .option('--sqlite <file>', 'for a new one: an SQLite file')
    .option(
      '--postgres <address>',
      `for a new one: user@host:port/database; its password is asked for, or taken from ${passwordVariable}`,
    )
    .option('--mysql <address>', 'the same for MySQL or MariaDB')
    .addOption(
      new Option('--encryption <how>', 'of a server; unless it is on this computer, verify').choices([
        'verify',
        'unverified',
        'off',
      ]),
    )
    .option(
      '--tables <types>',
      'what is copied from now on, with commas between; all where it is left out for a new one',
    )
    .option('--prefix <text>', 'for a new one: what the names of its tables begin with, such as kit_')
    .option('--whole', 'read everything again, also where what is new would do')
    .option('--remove', 'forget it, with its password; the database stays as it is')
    .action(action(replicateCommand))
  addImportOptions(
    command('import <type> <file>', 'show what rows about objects would change, ask, and send it'),
  ).action(action(importCommand))
  command('unsubscribe [emails...]', 'unsubscribe people from an account, for good')
    .option(...to)
    .option(...secret)
    .option('--file <file>', 'everyone in this file')
    .option('--dry-run', 'only show what would change')
    .option('--yes', 'without asking')
    .option(
      '--confirm <n>',
      'with --file and --yes: how many people that is',
      wholeNumber('--confirm', 1, 1e9),
    )
    .action(action(unsubscribeCommand))
  addWebhookOptions(command('webhook <what> [args...]', webhookUsage)).action(action(webhookCommand))
}

function addHistoryCommands({ command, action }: Declare): void {
  command('runs', 'list all runs').action(action(runsCommand))
  command('receipt <run>', 'show what became of every row of a run').action(action(receiptCommand))
  command('rejects <run>', 'print the rows that did not get through, as CSV with the reason').action(
    action(rejectsCommand),
  )
  command(
    'fix <run> [file]',
    'write the rows that did not get through as an Excel file; with that file, corrected: take it back, ask, and send',
  )
    .option('--yes', 'send without asking')
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .action(action(fixCommand))
  command('rows <run>', 'print what became of every row of a run, as CSV')
    .addOption(new Option('--outcome <outcome>', 'only rows with this outcome').choices(rowOutcomes))
    .action(action(rowsCommand))
  command(
    'ledger <run>',
    'print what left this computer during a run: hosts, requests and answers, as CSV; no value, address or key',
  )
    .option('--requests', 'each request that wrote, with its rows and the names of the fields that it held')
    .action(action(ledgerCommand))
  command(
    'verify <run>',
    'read back what a run wrote, and say what is confirmed, what differs and what is not to be seen',
  )
    .option('--rows <n>', 'rows that differ to show, 0 to 500', wholeNumber('--rows', 0, 500), 20)
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .action(action(verifyCommand))
  command('retry <run>', 'plan the rows that did not get through once more as they are, ask, and send them')
    .option('--yes', 'send without asking')
    .option(
      '--confirm <n>',
      'with --yes, where something is taken away: the number that the plan shows',
      wholeNumber('--confirm', 1, 1e9),
    )
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .action(action(retryCommand))
  command(
    'undo <run>',
    'take a run back: show what people had before and what can’t be put back, ask, and do it',
  )
    .option('--field <name>', 'only this field')
    .option('--person <email>', 'only this person; tel: or ext: with a phone number or an own id')
    .option('--row <n>', 'only this row of the run', wholeNumber('--row', 1, 1e9))
    .option('--rows <n>', 'rows of each kind to show, 0 to 500', wholeNumber('--rows', 0, 500), 3)
    .option('--dry-run', 'show it and send nothing')
    .option('--yes', 'send without asking')
    .option(
      '--confirm <n>',
      'with --yes, where people are taken out of a tag or list: the number that the plan shows',
      wholeNumber('--confirm', 1, 1e9),
    )
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .action(action(undoCommand))
}

function addQueryCommands({ command, action }: Declare): void {
  command('read', 'read everyone of an account into this computer, for find, query and export people')
    .option('--to <connection>', 'account, by name; not needed when there is only one')
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .action(action(readCommand))
  command(
    'find <person>',
    'everything known of someone at all accounts, by address, name, phone number or id',
  ).action(action(findCommand))
  command(
    'query [sql]',
    'run an SQL query over the copies of your accounts, runs and imported files; it only reads',
  )
    .option('--tables', 'list the tables that can be queried, with their columns')
    .option('--saved <name>', 'run the saved query of this name')
    .option(
      '--file <path>',
      'import this CSV file first, to be queried by its name; may be given again',
      collect,
    )
    .option(
      '--read <table>',
      'read this table from its account first, such as events_of_shop; may be given again',
      collect,
    )
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .option(
      '--out <file>',
      'write all rows to this file (.csv, .jsonl or .xlsx); - for CSV on standard output',
    )
    .option('--force', 'overwrite that file')
    .option('--rows <n>', 'rows to show, 0 to 500', wholeNumber('--rows', 0, 500), 100)
    .option('--time-limit <seconds>', 'stop it after so long', wholeNumber('--time-limit', 1, 3600), 30)
    .action(action(queryCommand))
}

/** An option that may be given several times. */
function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
}

function addAccountCommands({ command, action }: Declare): void {
  command(
    'connect <service>',
    'connect an account: kit or klaviyo. The key is typed unseen, or read from a pipe',
  )
    .option('--name <name>', 'your name for it')
    .option('--sign-in', 'sign in on a page of Kit, in your browser, in place of a key')
    .option('--v3', 'with the API key and API secret of Kit’s old version 3; piped in, one line for each')
    .option('--client-id <id>', 'for --sign-in: the id under which Kit knows this program; it is remembered')
    .option('--paste', 'for --sign-in: have Kit show a code, even where the browser could lead back')
    .action(action(connectCommand))
  command('connections', 'list the connected accounts').action(action(connectionsCommand))
  command('disconnect <connection>', 'forget an account, its key and its runs on this computer').action(
    action(disconnectCommand),
  )
}

function addTrialCommands({ command, action }: Declare): void {
  command('demo', 'both samples to a practice Kit, from file to receipt').action(action(demoCommand))
  command('practice', 'serve a practice Kit and Klaviyo on this computer, with people who do not exist')
    .option('--port <port>', 'port on 127.0.0.1; 0 for any', wholeNumber('--port', 0, 65_535), 4010)
    .option(
      '--speed <factor>',
      'how many times faster than real its time passes',
      wholeNumber('--speed', 1, 10_000),
      1,
    )
    .option('--lag <ms>', 'how far its lists lag behind its writes', wholeNumber('--lag', 0, 600_000))
    .action(action(practiceCommand))
  command('doctor', 'check this computer and the connected accounts').action(action(doctorCommand))
}

/** `plan <file>` */
function commandWords(command: Command): string {
  const names = command.registeredArguments.map((one) =>
    one.required ? `<${one.name()}>` : `[${one.name()}]`,
  )
  return [command.name(), ...names].join(' ')
}

/** Commander's, without its quotes and without defaults that are empty. */
function optionWords({ description, argChoices, defaultValue }: Option): string {
  const choices =
    argChoices === undefined ? '' : `: ${argChoices.join(', ').replace(/, ([^,]+|,)$/, ' or $1')}`
  const isSaid = typeof defaultValue === 'string' || typeof defaultValue === 'number'
  return `${description}${choices}${isSaid ? ` (default: ${defaultValue})` : ''}`
}

function version(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
