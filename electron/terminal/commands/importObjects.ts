import { type Command, Option } from 'commander'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import { type ObjectOp, objectOps } from '../../../shared/objectTypes.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { chooseMapping, type MappingOptions } from '../chooseMapping.ts'
import { exitCodes } from '../exitCode.ts'
import { typeCalled } from '../objectWords.ts'
import { wholeNumber } from '../optionValues.ts'
import type { Output } from '../output.ts'
import { showPlanProgress } from '../planProgress.ts'
import { planRowWords } from '../planWords.ts'
import { readingWords } from '../readingWords.ts'
import { type Session, withSession } from '../session.ts'
import { typeView } from './objects.ts'
import { sampleRows, wholePlanWords } from './plan.ts'
import { type PreparedPlan, stage } from './preparePlan.ts'
import { confirmPlan } from '../confirmPlan.ts'
import { applyPlan, refuseWithoutTerminal } from './run.ts'
import { saveSync } from './syncs.ts'
import {
  addFileOptions,
  addMappingOptions,
  addStepOptions,
  type FileOptions,
  stepHeading,
} from './syncOptions.ts'

export interface ImportOptions extends MappingOptions, FileOptions {
  readonly op: ObjectOp
  readonly to?: string
  readonly secretStdin?: boolean
  readonly mode: 'changed' | 'full-refresh'
  readonly duplicates: 'last' | 'first'
  readonly heldBack: 'skip' | 'fields-only'
  readonly saveAs?: string
  readonly dryRun?: boolean
  readonly rows: number
  readonly yes?: boolean
  readonly confirm?: number
}

/** Adds everything that decides a plan about objects. */
export function addImportOptions(command: Command): Command {
  command
    .addOption(
      new Option('--op <operation>', 'what is done with the rows').choices(objectOps).default('insert'),
    )
    .option('--to <connection>', 'account to send to, by name; not needed when there is only one')
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .addOption(
      new Option('--mode <mode>', 'which rows are sent')
        .choices(['changed', 'full-refresh'])
        .default('changed'),
    )
    .addOption(
      new Option('--duplicates <rule>', 'which of several rows about the same counts')
        .choices(['last', 'first'])
        .default('last'),
    )
    .addOption(
      new Option('--held-back <rule>', 'what is done with people who left; they never join anything')
        .choices(['skip', 'fields-only'])
        .default('skip'),
    )
    .option('--save-as <name>', 'keep all of this as a saved sync under this name')
    .option('--dry-run', 'only show what would change')
    .option('--rows <n>', 'rows of each kind to show, 0 to 500', wholeNumber('--rows', 0, 500), 3)
    .option('--yes', 'send without asking')
    .option(
      '--confirm <n>',
      'with --yes, where something is taken away: the number that the plan shows',
      wholeNumber('--confirm', 1, 1e9),
    )
  addMappingOptions(
    command.optionsGroup('Which column fills which field (matched by their names; see the plan):'),
  )
  addStepOptions(command.optionsGroup(stepHeading))
  addFileOptions(command.optionsGroup('How the file is read (detected by itself):'))
  return command.optionsGroup('Options:')
}

/** `listferry import TYPE FILE`: shows the plan, asks, and applies it. */
export async function importCommand(
  output: Output,
  typeText: string,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const type = typeCalled(typeText)
  if (options.dryRun !== true) refuseWithoutTerminal(options)
  return withSession(output, options, async (session) => {
    const prepared = await prepareObjects(session, file, { type, op: options.op }, options)
    const rows = await sampleRows(session, prepared, options.rows)
    const { plan, practice, uses, problems } = prepared
    const words = [
      wholePlanWords(prepared, output.width),
      ...rows.map((row) => planRowWords(row, prepared.schema)),
    ].join('\n\n')
    if (options.dryRun === true) {
      output.result(
        { ...plan, practice, columns: uses, problems, rows },
        () => `${words}\n\nNothing was sent.`,
      )
      return exitCodes.done
    }
    output.note(`${words}\n`)
    await confirmPlan(session, plan, practice, options)
    const confirm = plan.guard?.count
    return applyPlan(session, (signal) =>
      session.client.runs.start(
        { plan: plan.id, goesOn: true, ...(confirm !== undefined && { confirm }) },
        signal,
      ),
    )
  })
}

/** File → staged rows → mapping → plan. Sends nothing. */
async function prepareObjects(
  session: Session,
  path: string,
  target: NonNullable<PlanSpec['object']>,
  options: ImportOptions,
): Promise<PreparedPlan> {
  const { client, signal, output } = session
  const connection = await chooseConnection(session, options)
  const view = await typeView(session, connection.id, target.type)
  if (view.unavailable !== null) throw new AppError('forbidden', view.unavailable)
  const off = showPlanProgress(session)
  try {
    const source = await stage(session, [path], options)
    const asked = { connection: connection.id, source: source.id, ...target }
    const suggestion = await client.objects.suggestMapping(asked, signal)
    const { mapping, uses } = chooseMapping(suggestion, source.columns, view.fields, options)
    const spec: PlanSpec = {
      connection: connection.id,
      source: source.id,
      mapping,
      audiences: [],
      importTag: null,
      consent: null,
      mode: options.mode,
      duplicates: options.duplicates,
      heldBack: options.heldBack,
      append: null,
      object: target,
    }
    const plan = await client.plans.make(spec, signal)
    if (options.saveAs !== undefined) await saveSync(session, options.saveAs, spec)
    const problems = await client.sources.problems({ source: source.id, offset: 0, limit: 20 }, signal)
    const { audiences } = await client.connections.describe({ connection: connection.id }, signal)
    const schema = { fields: view.fields, audiences }
    return {
      plan,
      connection,
      practice: connection.practice,
      source,
      schema,
      uses,
      readings: readingWords(mapping, suggestion.valueReasons, options),
      missing: [],
      problems: aboutFile(problems),
    }
  } finally {
    off()
    output.progressEnd()
  }
}

/** Files about objects need no addresses. */
function aboutFile(problems: PreparedPlan['problems']): PreparedPlan['problems'] {
  return problems.filter(({ kind }) => kind !== 'missing-email' && kind !== 'missing-identifier')
}
