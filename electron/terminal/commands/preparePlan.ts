import { resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type {
  AccountSchema,
  Audience,
  Column,
  ConsentRule,
  Problem,
  SourceInfo,
} from '../../../shared/model.ts'
import type { ListColumn, UnplacedValue } from '../../../shared/lists/listColumns.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { chooseAudiences } from '../chooseAudiences.ts'
import { chooseLists } from '../chooseLists.ts'
import { chooseConsent } from '../chooseConsent.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { chooseMapping, type ColumnUse, notUsed } from '../chooseMapping.ts'
import { missingWords } from '../missingWords.ts'
import { showPlanProgress } from '../planProgress.ts'
import { readingWords } from '../readingWords.ts'
import { rememberedMapping } from '../rememberedMapping.ts'
import { recipeName } from '../../../shared/recipeName.ts'
import { importTagName } from '../importTagName.ts'
import { parseFilter, type RulePlace } from '../rules/parseCondition.ts'
import { parseRule } from '../rules/parseRule.ts'
import { parseVolume } from '../rules/parseVolume.ts'
import type { Session } from '../session.ts'
import { leftOutWords } from '../sourceWords.ts'
import { withValueTables } from '../valueTables.ts'
import { saveSync } from './syncs.ts'
import { audienceChoices, type FileOptions, type SyncOptions } from './syncOptions.ts'

export interface PreparedPlan {
  readonly plan: PlanSummary
  readonly connection: ConnectionView
  /** The account is a practice account. */
  readonly practice: boolean
  readonly source: SourceInfo
  readonly schema: AccountSchema
  readonly uses: readonly ColumnUse[]
  /** How dates, numbers and phone numbers are read, where a field depends on it. */
  readonly readings: readonly string[]
  /** Tags and lists that rows which go name and the account doesn't have, where they are to be made. */
  readonly missing: readonly UnplacedValue[]
  /** The first problems of the file. */
  readonly problems: readonly Problem[]
}

export interface PrepareChoices {
  /** Tags and lists to be made before the plan: those that an earlier plan found missing. */
  readonly make?: readonly UnplacedValue[]
  /** Where it is chosen already, and its key given. */
  readonly connection?: ConnectionView
}

/** File → staged rows → mapping → plan. Sends nothing, but makes the tags and lists of `make`. */
export async function preparePlan(
  session: Session,
  paths: readonly string[],
  options: SyncOptions,
  { make, connection: chosen }: PrepareChoices = {},
): Promise<PreparedPlan> {
  const { client, signal, output } = session
  const connection = chosen ?? (await chooseConnection(session, options))
  const off = showPlanProgress(session)
  try {
    const source = await stage(session, paths, options)
    const schema = await client.connections.describe({ connection: connection.id }, signal)
    const suggestion = await client.sources.suggestMapping(
      { source: source.id, connection: connection.id },
      signal,
    )
    const { mapping: suggested, uses } =
      options.remembered === true
        ? rememberedMapping(suggestion, source.columns, schema.fields)
        : chooseMapping(suggestion, source.columns, schema.fields, options)
    const lookup = { columns: source.columns, fields: schema.fields }
    const read = { source: source.id, mapping: suggested, lookup }
    const mapping = await withValueTables(client, read, options.valuesAs ?? [], signal)
    const audiences = chooseAudiences(audienceChoices(options), schema.audiences)
    const consent = chooseConsent(options, source, schema.audiences, mapping.values)
    const place = { client, source, connection: connection.id, audiences: schema.audiences, signal }
    const { lists, missing, made } = await chooseLists({ ...place, ...(make && { make }) }, options)
    if (made.length > 0) output.note(madeWords(made))
    const makes = options.makeMissing === true && make === undefined
    if (missing.length > 0 && options.makeMissing !== true) output.note(missingWords(missing, options))
    const spec: PlanSpec = {
      connection: connection.id,
      source: source.id,
      mapping,
      audiences: audiences.map(({ kind, id }) => ({ kind, id })),
      importTag:
        options.tagImport === true ? importTagName(paths[0] ?? '', new Date()) : (options.tagImport ?? null),
      consent,
      ...rulesOf(options, { columns: source.columns, schema }),
      ...(lists.length > 0 && { lists }),
      mode: options.mode,
      duplicates: options.duplicates,
      ...(options.sameAddress.length > 0 && { sameAddress: options.sameAddress }),
      heldBack: options.heldBack,
      ...(options.doubleOptIn === true && { confirmation: true }),
      ...(options.ignoreLeftList === true && { ignoreLeftList: true }),
      ...(options.onlyPlaced === true && { onlyPlaced: true }),
      append: appendOptions(options, source.columns, connection, audiences),
    }
    const planned = makes ? { ...spec, lists: lists.map((one) => ({ ...one, makes })) } : spec
    const plan = await withAgreed(session, await client.plans.make(planned, signal), options.agreed)
    const toMake = plan.unplaced ?? []
    if (toMake.length > 0)
      output.note(
        missingWords(
          toMake.map(({ value }) => value),
          options,
        ),
      )
    const kept = { source: source.id, connection: connection.id, mapping, lists: [...lists], refused: [] }
    await client.sources.rememberMapping(kept, signal)
    if (options.saveAs !== undefined) await saveSync(session, options.saveAs, spec)
    const problems = await client.sources.problems({ source: source.id, offset: 0, limit: 20 }, signal)
    const shown = withLists(withConsentDate(uses, source.columns, consent), source.columns, lists)
    const known = { ...schema, audiences: [...schema.audiences, ...made] }
    return {
      plan,
      connection,
      practice: connection.practice,
      source,
      schema: known,
      uses: shown,
      readings: readingWords(mapping, options.remembered === true ? {} : suggestion.valueReasons, options),
      missing: toMake,
      problems,
    }
  } finally {
    off()
    output.progressEnd()
  }
}

/** @throws AppError `invalid-input` for a note that is missing, `not-found` for somebody who is not held back */
async function withAgreed(
  { client, signal }: Session,
  made: PlanSummary,
  agreed: readonly string[],
): Promise<PlanSummary> {
  let plan = made
  for (const text of agreed) {
    const [, email = '', note = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (note.trim().length < 3)
      throw new AppError(
        'invalid-input',
        `“${text}”: write the address, =, and how you know that they agreed.`,
      )
    const search = email.trim()
    const held = await client.plans.rows(
      { plan: plan.id, kind: 'held-back', search, offset: 0, limit: 50 },
      signal,
    )
    const found = held.find((row) => foldEmail(row.email ?? '') === foldEmail(search))
    if (!found)
      throw new AppError(
        'not-found',
        `Nobody with the address ${search} is held back in this plan, so there is nothing to say for them.`,
      )
    plan = await client.plans.override({ plan: plan.id, row: found.row, note: note.trim() }, signal)
  }
  return plan
}

function rulesOf(
  { where, then, askFrom, idColumn }: SyncOptions,
  place: RulePlace,
): Pick<PlanSpec, 'filter' | 'rules' | 'volume' | 'stableId'> {
  const filter = parseFilter(where, place)
  const column = place.columns.find(({ name }) => name.toLowerCase() === idColumn?.toLowerCase())
  if (idColumn !== undefined && !column)
    throw new AppError('invalid-input', `The file has no column “${idColumn}” that could tell people apart.`)
  return {
    ...(filter !== null && { filter }),
    ...(column && { stableId: { column: column.index } }),
    ...(then.length > 0 && { rules: then.map((text) => parseRule(text, place)) }),
    ...(askFrom.length > 0 && { volume: parseVolume(askFrom) }),
  }
}

function madeWords(made: readonly Audience[]): string {
  return `Made in the account: ${made.map(({ kind, name }) => `${kind} “${name}”`).join(', ')}.`
}

/** A column may hold the date of consent besides filling a field. */
function withConsentDate(
  uses: readonly ColumnUse[],
  columns: readonly Column[],
  consent: ConsentRule | null,
): readonly ColumnUse[] {
  const since = consent?.since ?? null
  const named = since !== null && 'column' in since ? columns[since.column]?.name : undefined
  return uses.map((one) => {
    if (one.column !== named) return one
    if (one.use === notUsed) return { ...one, use: 'date of consent', reason: 'you said so' }
    return { ...one, use: `${one.use}, date of consent` }
  })
}

/** A column may name tags or lists besides filling a field. */
function withLists(
  uses: readonly ColumnUse[],
  columns: readonly Column[],
  lists: readonly ListColumn[],
): readonly ColumnUse[] {
  const kinds = new Map(lists.map(({ column, kind }) => [columns[column]?.name, `${kind}s`]))
  return uses.map((one) => {
    const kind = kinds.get(one.column)
    if (kind === undefined) return one
    if (one.use === notUsed) return { ...one, use: kind, reason: 'you said so' }
    return { ...one, use: `${one.use}, ${kind}` }
  })
}

export async function stage(
  session: Session,
  paths: readonly string[],
  options: FileOptions,
): Promise<SourceInfo> {
  const { client, signal, output } = session
  const { encoding, delimiter, quote, header, sheet, onlyFile: parts = [] } = options
  const overrides = {
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
    ...(quote && { quote }),
    ...(header !== undefined && { headerRecord: header }),
    ...(sheet !== undefined && { sheet }),
    ...(parts.length > 0 && { parts }),
  }
  const file = await openFiles(session, paths)
  const edited = options.fresh === true ? null : await client.sources.edited({ file, overrides }, signal)
  if (edited !== null) {
    output.note(`${edited.name}: with the edits that were made to its rows. Without them: --fresh`)
    return edited
  }
  const source = await client.sources.stage({ file, overrides }, signal)
  output.progressEnd()
  if (source.parts !== undefined) await sayWhatIsLeftOut(session, file, overrides)
  return source
}

/** Of an archive not everything need be a list of this shape; whoever put it in should know. */
async function sayWhatIsLeftOut(
  { client, signal, output }: Session,
  file: string,
  overrides: Parameters<Session['client']['sources']['preview']>[0]['overrides'],
): Promise<void> {
  const preview = await client.sources.preview({ file, overrides, rows: 1 }, signal)
  const words = leftOutWords(preview.parts)
  // Who named the files left the others out themselves.
  if (words !== null && overrides.parts === undefined) output.note(words)
}

/** Several files are one list. @returns the id that stands for it */
export async function openFiles(session: Session, paths: readonly string[]): Promise<string> {
  const files: string[] = []
  for (const path of paths) files.push(await session.registerFile(resolve(path)))
  const [only] = files
  if (only !== undefined && files.length === 1) return only
  return (await session.client.sources.together({ files }, session.signal)).file
}

function appendOptions(
  { mode, cursor, recipe }: SyncOptions,
  columns: readonly Column[],
  connection: ConnectionView,
  audiences: readonly Audience[],
): PlanSpec['append'] {
  if (mode !== 'append') return null
  const column = columns.find(({ name }) => name.toLowerCase() === cursor?.toLowerCase())
  if (cursor !== undefined && !column)
    throw new AppError('invalid-input', `The file has no column “${cursor}” to use as a cursor.`)
  return {
    recipe: recipe ?? recipeName(connection.id, columns, audiences),
    cursorColumn: column?.index ?? null,
  }
}
