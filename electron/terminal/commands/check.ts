import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { CheckFix, CheckGroup, CheckView, FixedCell } from '../../../shared/contract/check.ts'
import { checkKinds, type CheckKind } from '../../../shared/check/checkKinds.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Column, Mapping, SourceInfo } from '../../../shared/model.ts'
import { type ObjectOp, objectOps, type ObjectTypeId } from '../../../shared/objectTypes.ts'
import { confirm } from '../askSecret.ts'
import { checkWords, fixPreviewWords, groupRowWords } from '../checkWords.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { chooseMapping, type MappingOptions } from '../chooseMapping.ts'
import { exitCodes } from '../exitCode.ts'
import { typeCalled } from '../objectWords.ts'
import { wholeNumber } from '../optionValues.ts'
import type { Output } from '../output.ts'
import { showPlanProgress } from '../planProgress.ts'
import { type Session, withSession } from '../session.ts'
import { saveExport } from '../saveExport.ts'
import { takenWords } from '../takenWords.ts'
import { typeView } from './objects.ts'
import { stage } from './preparePlan.ts'
import { addFileOptions, addMappingOptions, type FileOptions } from './syncOptions.ts'

export interface CheckOptions extends MappingOptions, FileOptions {
  readonly to?: string
  readonly secretStdin?: boolean
  readonly about?: ObjectTypeId
  readonly op: ObjectOp
  readonly show?: CheckKind
  readonly fix: readonly CheckKind[]
  readonly clear: readonly CheckKind[]
  readonly skip: readonly CheckKind[]
  readonly column?: string
  readonly rows: number
  readonly goTo?: number
  readonly out?: string
  readonly excel?: string
  readonly take?: string
  readonly force?: boolean
  readonly yes?: boolean
}

export function addCheckOptions(command: Command): Command {
  const kinds = (flags: string, words: string) =>
    new Option(flags, words)
      .argParser((text: string, before: readonly CheckKind[]) => [...before, kindCalled(text)])
      .default([])
  command
    .option('--to <connection>', 'account, by name; not needed when there is only one')
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .addOption(
      new Option('--about <type>', 'what its rows are about, where not people: tags, purchases, …').argParser(
        typeCalled,
      ),
    )
    .addOption(
      new Option('--op <operation>', 'with --about: what would be done with the rows')
        .choices(objectOps)
        .default('insert'),
    )
    .addOption(new Option('--show <kind>', 'rows with this problem').argParser(kindCalled))
    .addOption(kinds('--fix <kind>', 'put all alike right, as suggested, after showing what would change'))
    .addOption(kinds('--clear <kind>', 'empty these cells'))
    .addOption(kinds('--skip <kind>', 'leave these rows out of every plan'))
    .option('--column <name>', 'with the four above: only problems of this column')
    .option('--rows <n>', 'rows to show, 0 to 500', wholeNumber('--rows', 0, 500), 10)
    .option(
      '--go-to <edit>',
      'back to how the rows were after this edit; 0: as they came',
      wholeNumber('--go-to', 0, 1e6),
    )
    .option('--out <file>', 'write the cleaned rows to this file; - for standard output')
    .option('--excel <file>', 'write the rows with problems into this workbook, to be corrected in it')
    .option('--take <file>', 'take corrected cells back from that workbook, by the number of their row')
    .option('--force', 'with --out and --excel: over a file that is there already')
    .option('--yes', 'without asking')
  addMappingOptions(command.optionsGroup('Which column fills which field (matched by itself):'))
  addFileOptions(command.optionsGroup('How the file is read (detected by itself):'))
  return command.optionsGroup('Options:')
}

function kindCalled(text: string): CheckKind {
  const found = checkKinds.find((kind) => kind === text)
  if (found !== undefined) return found
  throw new AppError('invalid-input', `There is no problem “${text}”. There are: ${checkKinds.join(', ')}.`)
}

/** `listferry check FILE`: what is wrong with its cells, and puts it right. The file itself is never written. */
export async function checkCommand(
  output: Output,
  files: readonly string[],
  options: CheckOptions,
): Promise<number> {
  return withSession(output, options, async (session) => {
    const { source, mapping, view: first } = await checked(session, files, options)
    const { client, signal } = session
    const target = { source: source.id, mapping }
    if (options.goTo !== undefined) await client.edits.goTo({ source: source.id, edit: options.goTo }, signal)
    if (options.take !== undefined) {
      const file = await session.registerFile(resolve(options.take))
      output.note(takenWords(await client.fixes.take({ target, file }, signal)))
    }
    const isAsItWas = options.goTo === undefined && options.take === undefined
    let view = isAsItWas ? first : await client.check.view({ source: source.id }, signal)
    for (const fix of fixesOf(options, view, source.columns))
      view = await askAndFix(session, source, fix, options)
    const edits = await client.edits.list({ source: source.id }, signal)
    const rows = options.show === undefined ? [] : await rowsOf(session, source, options)
    if (options.out !== undefined) {
      const file = await client.exports.cleaned({ source: source.id }, signal)
      await saveExport(session, file, { out: options.out, force: options.force === true })
      if (options.out === '-') return exitCodes.done
    }
    if (options.excel !== undefined) {
      const file = await client.fixes.write({ target }, signal)
      await saveExport(session, file, { out: options.excel, force: options.force === true })
    }
    output.result({ ...view, source: source.id, name: source.name, edits, shown: rows }, () =>
      [
        checkWords(source, view, edits, output.width),
        rows.length > 0 && groupRowWords(source, rows, output.width),
      ]
        .filter((text) => text !== false)
        .join('\n\n'),
    )
    return exitCodes.done
  })
}

async function checked(
  session: Session,
  paths: readonly string[],
  options: CheckOptions,
): Promise<{ readonly source: SourceInfo; readonly mapping: Mapping; readonly view: CheckView }> {
  const { client, signal, output } = session
  const connection = await chooseConnection(session, options)
  const off = showPlanProgress(session)
  try {
    const source = await stage(session, paths, options)
    const schema = await client.connections.describe({ connection: connection.id }, signal)
    const asked = { source: source.id, connection: connection.id }
    const { about, op } = options
    const object = about === undefined ? null : { type: about, op }
    const suggestion =
      object === null
        ? await client.sources.suggestMapping(asked, signal)
        : await client.objects.suggestMapping({ ...asked, ...object }, signal)
    const fields =
      object === null ? schema.fields : (await typeView(session, connection.id, object.type)).fields
    const { mapping } = chooseMapping(suggestion, source.columns, fields, options)
    return { source, mapping, view: await client.check.run({ ...asked, mapping, object }, signal) }
  } finally {
    off()
    output.progressEnd()
  }
}

/** In the order in which they are best done: what is fixed need not be cleared or skipped any more. */
function fixesOf(options: CheckOptions, view: CheckView, columns: readonly Column[]): CheckFix[] {
  const column = options.column === undefined ? null : columnCalled(columns, options.column)
  const groups = (kind: CheckKind) =>
    view.groups.filter((group) => group.kind === kind && (column === null || group.column === column))
  const inColumn = (how: 'suggested' | 'clear') => (group: CheckGroup) =>
    group.column === null ? [] : [{ how, kind: group.kind, column: group.column }]
  return [
    ...options.fix.flatMap(groups).flatMap(inColumn('suggested')),
    ...options.clear.flatMap(groups).flatMap(inColumn('clear')),
    ...options.skip
      .flatMap(groups)
      .map(({ kind, column: of }) => ({ how: 'skip' as const, kind, column: of })),
  ]
}

function columnCalled(columns: readonly Column[], name: string): number {
  const found = columns.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (found) return found.index
  throw new AppError(
    'invalid-input',
    `The file has no column “${name}”. It has: ${columns.map((one) => one.name).join(', ')}.`,
  )
}

async function askAndFix(
  { client, signal, output }: Session,
  source: SourceInfo,
  fix: CheckFix,
  { rows, yes }: CheckOptions,
): Promise<CheckView> {
  const preview = await client.check.previewFix(
    { source: source.id, fix, offset: 0, limit: Math.max(rows, 1) },
    signal,
  )
  const shown: readonly FixedCell[] = preview.cells.slice(0, rows)
  output.note(fixPreviewWords(source, fix, preview.count, shown, output.width))
  if (preview.count === 0) return client.check.view({ source: source.id }, signal)
  if (yes !== true && !(await asks(fix, preview.count, signal)))
    return client.check.view({ source: source.id }, signal)
  return client.check.fix({ source: source.id, fix }, signal)
}

async function asks(fix: CheckFix, count: number, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new AppError('invalid-input', 'Nothing was changed: without a terminal to ask on, say --yes.')
  const verb = { suggested: 'Fix', clear: 'Clear', skip: 'Skip', same: 'Change' }[fix.how]
  return confirm(`${verb} all ${count.toLocaleString('en-US')}?`, signal)
}

async function rowsOf({ client, signal }: Session, source: SourceInfo, { show, column, rows }: CheckOptions) {
  const query = {
    source: source.id,
    show: 'problems' as const,
    kind: show ?? null,
    column: column === undefined ? null : columnCalled(source.columns, column),
  }
  if (rows === 0) return []
  const page = await client.check.rows({ ...query, offset: 0, limit: rows }, signal)
  return page.rows
}
