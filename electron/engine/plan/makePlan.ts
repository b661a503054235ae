import type { DatabaseSync } from 'node:sqlite'
import type { PlanSpec, PlanStage, PlanSummary, VolumeFacts } from '../../../shared/contract/plans.ts'
import type { AccountSchema, PlanId, SourceId } from '../../../shared/model.ts'
import type { Clock } from '../clock.ts'
import type { Account, Connector, RequestCounter } from '../connectors/connector.ts'
import type { AccountPacer } from '../connectors/accountPacer.ts'
import { type Refreshed, refreshMirror } from '../mirror/refreshMirror.ts'
import type { StagedRows } from '../source/stagedRows.ts'
import { type Connection, connectionNumber } from '../store/connections.ts'
import type { LeftList } from '../store/leftList.ts'
import type { MirrorStore } from '../store/mirror.ts'
import type { PlanStore } from '../store/plans.ts'
import { type RecipeRows, recipeRows } from '../store/recipeRows.ts'
import { checkSpec } from './checkSpec.ts'
import { type CompareDeps, compareRows } from './compareRows.ts'
import { consentDateReader } from './consentDate.ts'
import type { DiffRules } from './diffRow.ts'
import { type ImportTag, importTagOf, markImport, planCounter } from './importTag.ts'
import type { PlanIndex } from './planIndex.ts'
import { mirroredAudiences } from './mirror/mirroredAudiences.ts'
import { countMembers, type InFile, openInFile } from './mirror/inFile.ts'
import { leaverRows } from './mirror/leaverRows.ts'
import { audiencesRead, consentRules } from './planConsent.ts'
import { rowRules } from './rules/rowRules.ts'
import { rowComparer } from './planRow.ts'
import type { PlanTally } from './planTally.ts'
import { openPlanThreads, type PlanThreads, worthThreads } from './planThreads.ts'
import { leftElsewhere } from './leftElsewhere.ts'
import { wantedBy } from './identity.ts'
import { kindsIn, type PeopleInFile, readIdentities } from './readIdentities.ts'
import { rowReader } from './readRow.ts'
import { audienceName, checkCounts, summarisePlan } from './summarisePlan.ts'
import { earlierAddresses } from './since/earlierAddresses.ts'
import { diffFiles, type FileDiff } from './since/sinceLast.ts'
import { type EarlierFile, earlierFile } from './volume/earlierFile.ts'
import { volumeFacts } from './volume/volumeFacts.ts'

export interface PlanDeps {
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly connection: Connection
  readonly connector: Connector
  readonly account: Account
  readonly pacer: AccountPacer
  readonly mirror: MirrorStore
  readonly plans: PlanStore
  readonly index: PlanIndex
  readonly left: LeftList
  readonly staged: StagedRows
  /** How many rows are worth threads of their own. */
  readonly threadsFrom?: number
  /** Opens another staged file, to hold this one against; the caller closes it. Absent: none is looked at. */
  readonly openStaged?: (source: SourceId) => StagedRows
  readonly onProgress: (progress: PlanStage) => void
}

/** Rows handled between two breaths, so that the engine answers others while it plans. */
const batchRows = 500

/** Compares a staged file with the account and keeps the difference. Sends nothing. */
export async function makePlan(deps: PlanDeps, spec: PlanSpec, signal: AbortSignal): Promise<PlanSummary> {
  const { plans, clock } = deps
  deps.onProgress({ phase: 'account', done: 0, total: null })
  const schema = await deps.account.describe(signal)
  deps.mirror.saveSchema(schema)
  checkSpec(deps, spec, schema)
  const importTag = importTagOf(deps.connector, spec, schema)
  const id = plans.create(spec, clock.now(), deps.staged.revision)
  try {
    const summary = await fillPlan(deps, { id, spec, schema, importTag }, signal)
    checkCounts(summary)
    plans.saveSummary(id, summary)
    return summary
  } catch (error) {
    await plans.discard(id)
    deps.index.discard(id)
    throw error
  }
}

/** A plan while it is made. */
export interface Making {
  readonly id: PlanId
  readonly spec: PlanSpec
  readonly schema: AccountSchema
  readonly importTag: ImportTag | null
}

async function fillPlan(deps: PlanDeps, making: Making, signal: AbortSignal): Promise<PlanSummary> {
  const threads = openThreads(deps, making)
  try {
    return await fillBeside(threads, deps, making, signal)
  } finally {
    await threads.close()
  }
}

function openThreads(
  { db, plans, connection, connector, staged, threadsFrom = worthThreads }: PlanDeps,
  { id, spec }: Making,
): PlanThreads {
  const needs = {
    audiences: audiencesRead(spec),
    hasOthers: kindsIn(spec, connector).length > 1 || (spec.stableId ?? null) !== null,
    hasConsent: spec.consent !== null,
    hasRules: (spec.filter ?? null) !== null || (spec.rules ?? []).length > 0,
  }
  const number = connectionNumber(db, connection.id)
  const isLong = staged.info.rows >= threadsFrom
  return openPlanThreads(db, plans, { plan: id, isLong }, { connection: number, needs })
}

async function fillBeside(
  threads: PlanThreads,
  deps: PlanDeps,
  making: Making,
  signal: AbortSignal,
): Promise<PlanSummary> {
  const { staged, connector, pacer } = deps
  const recipe = recipeOf(deps, making.spec)
  const total = staged.info.rows
  const onRows = (done: number) => deps.onProgress({ phase: 'mapping', done, total })
  const people = await readIdentities({ staged, connector, recipe, batchRows, onRows }, making.spec, signal)
  const earlier = earlierFile(
    deps.db,
    connectionNumber(deps.db, deps.connection.id),
    making.spec,
    staged.info.columns,
  )
  const diff = await diffOf(deps, making, earlier, people, signal)
  const before = pacer.requests()
  const addressBefore = await earlierAddresses(
    { ...deps, counts: (row) => people.repeats.duplicate(row) === null },
    making,
    diff?.addressBefore ?? new Map(),
    signal,
  )
  const refreshed = await refresh(deps, making, withEarlierAddresses(people, addressBefore), signal)
  const mirrorRequests = pacer.requests() - before
  const requests = planCounter(deps.account)
  const tally = await withInFile(deps, making, (inFile) =>
    compareAll(deps, making, { threads, people, recipe, refreshed, requests, inFile, addressBefore }, signal),
  )
  const counted = summarisePlan(deps, making, { tally, requests, refreshed, mirrorRequests })
  const volume = await volumeOf(deps, making, counted, earlier, signal)
  const summary = { ...counted, volume, ...(diff !== null && { since: diff.summary }) }
  return { ...summary, guard: deps.plans.guard(making.id, summary) }
}

async function diffOf(
  { db, connector, staged, openStaged }: PlanDeps,
  { id, spec }: Making,
  earlier: EarlierFile | null,
  { repeats }: PeopleInFile,
  signal: AbortSignal,
): Promise<FileDiff | null> {
  if (earlier === null || earlier.isBlanked || openStaged === undefined) return null
  const earlierStaged = openStaged(earlier.source)
  try {
    const counts = (row: number) => repeats.duplicate(row) === null
    return await diffFiles({ db, connector, staged, earlierStaged, counts }, id, spec, earlier, signal)
  } finally {
    earlierStaged.close()
  }
}

/** Whose address changed is in the account under the one before. */
function withEarlierAddresses(
  inFile: PeopleInFile,
  addressBefore: ReadonlyMap<number, string>,
): PeopleInFile {
  if (addressBefore.size === 0) return inFile
  const { people } = inFile
  return {
    ...inFile,
    people: {
      count: people.count + addressBefore.size,
      async first(limit) {
        const wanted = await people.first(limit)
        return { ...wanted, emails: [...wanted.emails, ...wantedBy([...addressBefore.values()]).emails] }
      },
    },
  }
}

function volumeOf(
  deps: PlanDeps,
  { spec }: Making,
  { changes }: Pick<PlanSummary, 'changes'>,
  earlier: EarlierFile | null,
  signal: AbortSignal,
): Promise<VolumeFacts> {
  const { db, connection, connector } = deps
  const number = connectionNumber(db, connection.id)
  const mirrored = mirroredAudiences(connector, spec)
  const known = {
    members: mirrored.length === 0 ? null : countMembers(db, number, mirrored),
    earlier,
    creates: changes.creates,
  }
  return volumeFacts(deps, spec, known, signal)
}

/** Only mode mirror asks who is in the file at all. */
async function withInFile<T>(
  { db, connection, connector }: PlanDeps,
  { id, spec }: Making,
  work: (inFile: InFile | null) => Promise<T>,
): Promise<T> {
  if (mirroredAudiences(connector, spec).length === 0) return work(null)
  const inFile = openInFile(db, id, connectionNumber(db, connection.id))
  try {
    return await work(inFile)
  } finally {
    inFile.close()
  }
}

/** What mode append goes by. */
function recipeOf({ db, connection }: PlanDeps, { mode, append }: PlanSpec): RecipeRows | null {
  if (mode !== 'append' || append === null) return null
  const by = append.cursorColumn === null ? 'identity' : 'cursor'
  return recipeRows(db, connectionNumber(db, connection.id), append.recipe, by)
}

async function refresh(
  deps: PlanDeps,
  { spec }: Making,
  { people }: PeopleInFile,
  signal: AbortSignal,
): Promise<Refreshed> {
  const { account, mirror, clock } = deps
  let contacts = 0
  const onPage = (count: number) => {
    contacts += count
    deps.onProgress({ phase: 'mirror', done: contacts, total: null })
  }
  // The first answer may take long.
  onPage(0)
  const channels = spec.consent?.channels ?? []
  const request = { people, audiences: audiencesRead(spec), channels }
  return refreshMirror({ account, mirror, clock, onPage }, request, signal)
}

interface Compared {
  readonly threads: PlanThreads
  readonly people: PeopleInFile
  readonly recipe: RecipeRows | null
  readonly refreshed: Refreshed
  readonly requests: RequestCounter
  readonly inFile: InFile | null
  readonly addressBefore: ReadonlyMap<number, string>
}

function compareAll(
  deps: PlanDeps,
  { id, spec, schema, importTag }: Making,
  { threads, people, recipe, refreshed, requests, inFile, addressBefore }: Compared,
  signal: AbortSignal,
): Promise<PlanTally> {
  const { connection, connector, staged, index, clock } = deps
  const { columns, rows: total } = staged.info
  const { title, repeatOf } = connector
  const rules = diffRules(deps, spec, schema)
  const compare: CompareDeps = {
    writer: threads.writer,
    index,
    staged,
    read: rowReader(spec, columns, schema.fields, connector),
    rule: spec.duplicates,
    isLoose: (spec.sameAddress ?? []).length > 0,
    dateOf: consentDateReader(spec.consent, columns, spec.mapping.values, clock.now()),
    people,
    find: threads.people.find,
    compare: rowComparer(rules),
    rules: rowRules(spec, columns, schema.fields, connector),
    addressBefore,
    idIsStable: (spec.stableId ?? null) !== null,
    elsewhere: leftElsewhere(deps.left, connection, spec.ignoreLeftList === true),
    inFile,
    others: () =>
      inFile === null ? [] : leaverRows(inFile, mirroredAudiences(connector, spec), total, rules),
    mark: (row) => markImport(row, importTag, repeatOf),
    leftOutReason: recipe?.reason ?? '',
    refusalOf: refusalsOf(refreshed.refused, title),
    requests,
    batchRows,
    onRows: (done) => deps.onProgress({ phase: 'comparing', done, total }),
  }
  return compareRows(compare, id, signal)
}

function refusalsOf(refused: ReadonlySet<string>, service: string): CompareDeps['refusalOf'] {
  // Most plans have none, and to look for a name takes a while.
  if (refused.size === 0) return () => null
  return (identity) =>
    refused.has(identity)
      ? `${service} does not take “${identity}” for an email address. Correct it in the file.`
      : null
}

function diffRules(deps: PlanDeps, spec: PlanSpec, schema: AccountSchema): DiffRules {
  return {
    mode: spec.mode,
    heldBack: spec.heldBack,
    audiences: spec.audiences,
    consent: consentRules(deps, spec, schema),
    fields: spec.mapping.fields,
    confirmation: spec.confirmation === true,
    // Whoever is new gets the import's own tag.
    onlyPlaced: spec.onlyPlaced === true && spec.importTag === null,
    audienceWords: (audience) => `${audience.kind} “${audienceName(schema, audience)}”`,
    repeatOf: deps.connector.repeatOf,
  }
}
