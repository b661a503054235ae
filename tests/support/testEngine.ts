import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock, type Clock } from '../../electron/engine/clock.ts'
import { createEngine, type EnginePorts } from '../../electron/engine/createEngine.ts'
import { dispatch } from '../../electron/engine/handlers/dispatch.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { createPracticePort } from '../../electron/practice/practicePort.ts'
import { queryChildren } from '../../electron/queries/queryChildren.ts'
import { openSettings } from '../../electron/settings/openSettings.ts'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { suggestedRules } from '../../shared/mapping/suggestedRules.ts'
import type { MappingSuggestion } from '../../shared/mapping/suggestMapping.ts'
import { clientOver } from '../../shared/contract/client.ts'
import type { EngineClient, PushMessage } from '../../shared/contract/contract.ts'
import type { ExportedFile } from '../../shared/contract/exports.ts'
import type { PlanSpec, PlanSummary } from '../../shared/contract/plans.ts'
import type { AudienceKind, ConnectionId, SourceId } from '../../shared/model.ts'
import { AppError, fromWire } from '../../shared/errors.ts'
import { samplesFolder } from './samplesFolder.ts'

/** A real engine over a real database, with a memory vault, connected to a practice Kit over HTTP. */
export interface TestEngine {
  readonly client: EngineClient
  readonly practice: RunningPractice
  readonly folder: string
  readonly pushes: readonly PushMessage[]
  /** Writes a file into the folder and gives its id. */
  file(name: string, content: string | Uint8Array): string
  path(name: string): string
  /** The id of a file that may not be there yet. */
  fileAt(path: string): string
  /** What was written into an export. */
  exported(file: ExportedFile): string
  /** Where an export is. */
  exportedPath(file: ExportedFile): string
  close(): Promise<void>
}

export interface TestEngineOptions {
  readonly clock?: Clock
  readonly ports?: Partial<EnginePorts>
  /** One that is running already; it is not closed with the engine. */
  readonly practice?: RunningPractice
  readonly folder?: string
  /** Leave out signing in. */
  readonly connect?: false
}

/** Fast enough that no limit is felt: an hour of the service passes in under four seconds. */
export const testSpeed = 1000

export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const practice = options.practice ?? (await startPractice({ speed: testSpeed, lagMs: 0 }))
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'listferry-test-'))
  const pushes: PushMessage[] = []
  const ownPractice = createPracticePort(folder, { speed: testSpeed })
  const queries = queryChildren()
  const engine = createEngine({
    dataFolder: folder,
    host: 'terminal',
    clock: options.clock ?? systemClock,
    fetch: globalThis.fetch,
    random: () => 0.5,
    vault: createMemoryVault(),
    vaultWarning: null,
    settings: openSettings(folder, Date.now()),
    env: { LISTFERRY_KIT_URL: practice.address },
    push: (message) => pushes.push(message),
    samplesFolder,
    practice: ownPractice,
    queries,
    ...options.ports,
  })
  const client = clientOver(async (name, input, signal = new AbortController().signal) => {
    const answer = await dispatch(engine.handlers, name, input, signal)
    if ('error' in answer) throw fromWire(answer.error)
    return answer.ok
  })
  if (options.connect !== false) await connectKit(client, practice)
  return {
    client,
    practice,
    folder,
    pushes,
    path: (name) => join(folder, name),
    exportedPath: ({ file }) => engine.exportPath(file) ?? '',
    fileAt: (path) => engine.registerFile(path),
    exported: ({ file }) => readFileSync(engine.exportPath(file) ?? '', 'utf8'),
    file(name, content) {
      writeFileSync(join(folder, name), content)
      return engine.registerFile(join(folder, name))
    },
    async close() {
      await engine.close()
      queries.endAll()
      await ownPractice.close()
      if (!options.practice) await practice.close()
      if (!options.folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function connectKit(client: EngineClient, practice: RunningPractice): Promise<void> {
  await client.connections.add({
    service: 'kit',
    form: 'api-key',
    values: { apiKey: practice.kit.keys[0] ?? '' },
    name: 'Bakery',
  })
}

export interface SyncChoices extends Partial<Omit<PlanSpec, 'connection' | 'source' | 'audiences'>> {
  readonly audiences?: readonly { readonly kind: AudienceKind; readonly name: string }[]
}

/** Stages a CSV, takes the suggested mapping, and makes a plan. */
export async function planOf(
  engine: TestEngine,
  csv: string | Uint8Array,
  choices: SyncChoices = {},
  name = 'people.csv',
  connection = 'Bakery',
): Promise<PlanSummary> {
  const { client } = engine
  const source = await client.sources.stage({ file: engine.file(name, csv), overrides: {} })
  return planSource(engine, source.id, choices, connection)
}

export async function planSource(
  { client }: Pick<TestEngine, 'client'>,
  source: SourceId,
  { audiences = [], ...choices }: SyncChoices = {},
  connection = 'Bakery',
): Promise<PlanSummary> {
  const suggestion = await client.sources.suggestMapping({ source, connection })
  const schema = await client.connections.describe({ connection })
  const found = audiences.map(({ kind, name }) => {
    const audience = schema.audiences.find((one) => one.kind === kind && one.name === name)
    if (!audience) throw new AppError('not-found', `no ${kind} "${name}" in the practice account`)
    return { kind, id: audience.id }
  })
  return client.plans.make({
    connection: connection as ConnectionId,
    source,
    mapping: suggestedMapping(suggestion),
    audiences: found,
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
    ...choices,
  })
}

/** The mapping a user gets who accepts every suggestion. */
export function suggestedMapping({ columns, values }: MappingSuggestion): PlanSpec['mapping'] {
  return {
    fields: columns.flatMap(suggestedRules),
    left: columns.flatMap(({ target }) => ('left' in target ? [target.left] : [])),
    values: {
      defaultCountry: values.defaultCountry,
      dateOrder: values.dateOrder,
      decimalMark: values.decimalMark,
    },
  }
}
