import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Handlers, PushListener } from '../../shared/contract/contract.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ConnectionId, RunId } from '../../shared/model.ts'
import { breathe } from './breathe.ts'
import { type Accounts, createAccounts, type Wait } from './accounts.ts'
import type { Clock } from './clock.ts'
import { connectionHandlers } from './handlers/connections.ts'
import { keepHouse } from './forget/blankOldValues.ts'
import { type Checks, openChecks } from './check/checks.ts'
import { type Exports, openExports } from './export/writeExport.ts'
import { checkHandlers } from './handlers/check.ts'
import { editHandlers } from './handlers/edits.ts'
import { exportHandlers } from './handlers/exports.ts'
import { fixHandlers } from './handlers/fixes.ts'
import { leftHandlers } from './handlers/left.ts'
import { objectHandlers } from './handlers/objects.ts'
import { peopleHandlers } from './handlers/people.ts'
import { planHandlers } from './handlers/plans.ts'
import { queryHandlers } from './handlers/queries.ts'
import { replicationHandlers } from './handlers/replications.ts'
import { recipeHandlers } from './handlers/recipes.ts'
import { runHandlers } from './handlers/runs.ts'
import { settingsHandlers } from './handlers/settings.ts'
import { sourceHandlers } from './handlers/sources.ts'
import { wakePractice } from './practiceConnections.ts'
import type { PracticePort } from './practicePort.ts'
import type { ConnectedAccount } from '../../shared/contract/connections.ts'
import { openSignIns, type SignIns } from './signIn/signIns.ts'
import { type KeyedQueue, keyedQueue } from './queue.ts'
import { engineClosed } from './run/stopOrder.ts'
import { verifyLeftOver } from './run/readBack/verify.ts'
import { noteRequest, noteWait, type RunUnderWay } from './run/underWay.ts'
import type { QueryPort } from './query/queryPort.ts'
import { type QueryResults, queryResults } from './query/queryResults.ts'
import type { ReplicationId } from '../../shared/contract/replications.ts'
import type { ReplicationUnderWay } from './replicate/underWay.ts'
import type { SettingsPort } from './settingsPort.ts'
import { type ConnectionStore, connectionStore } from './store/connections.ts'
import { type DeclaredFields, declaredFields } from './store/declaredFields.ts'
import { openDatabase } from './store/database.ts'
import { acquireEngineLock } from './store/engineLock.ts'
import { type Journal, journal } from './store/journal.ts'
import { ledger } from './store/ledger.ts'
import { type MirrorStore, mirrorStore } from './store/mirror.ts'
import { type PlanIndex, planIndex } from './plan/planIndex.ts'
import { type PlanText, planText } from './store/planText.ts'
import { type PlanTicks, planTicks } from './store/planTicks.ts'
import { type PlanStore, planStore } from './store/plans.ts'
import { type HeldRows, heldRows } from './store/heldRows.ts'
import { type LeftList, leftList } from './store/leftList.ts'
import { forgetUnused } from './store/forgetUnused.ts'
import { recentRequests } from './store/recentRequests.ts'
import { type SourceStore, sourceStore } from './store/sources.ts'
import type { Vault } from './store/vault.ts'
import { type NewSecrets, newSecrets } from './objects/newSecrets.ts'

/** All that the engine needs from outside. Hosts give real parts, tests give a manual clock and a memory vault. */
export interface EnginePorts {
  readonly dataFolder: string
  readonly host: 'terminal' | 'desktop' | 'browser'
  readonly clock: Clock
  readonly fetch: typeof fetch
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number
  readonly vault: Vault
  /** Why secrets are only kept in memory, in words; `null` when the keychain has them. */
  readonly vaultWarning: string | null
  readonly settings: SettingsPort
  /** For `LISTFERRY_KIT_URL` and alike: where to find a service instead of its own address; loopback only. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly push: PushListener
  /** Where the lists that come with the program are. */
  readonly samplesFolder: string
  readonly practice: PracticePort
  /** Runs SQL that users write, outside of this process. */
  readonly queries: QueryPort
  /** Caps the database file, for tests of a full disk. */
  readonly maxPages?: number
}

/** The one engine of a data folder. */
export interface Engine {
  readonly handlers: Handlers
  /** Gives out an opaque id for a file that the user chose. Only for hosts: no renderer can call it. */
  registerFile(path: string): string
  /** Where a file is that the engine wrote for the user. Only for hosts. `undefined`: it was not written since the start. */
  exportPath(file: string): string | undefined
  /** Ends what is under way and releases the data folder. */
  close(): Promise<void>
}

/** What handlers work with. */
export interface EngineParts extends EnginePorts {
  readonly results: QueryResults
  readonly db: DatabaseSync
  readonly connections: ConnectionStore
  readonly sources: SourceStore
  readonly plans: PlanStore
  readonly ticks: PlanTicks
  readonly text: PlanText
  readonly index: PlanIndex
  readonly journal: Journal
  readonly accounts: Accounts
  readonly signIns: SignIns<ConnectedAccount>
  readonly declaredFields: DeclaredFields
  readonly left: LeftList
  readonly held: HeldRows
  readonly queue: KeyedQueue
  readonly mirrorOf: (connection: ConnectionId) => MirrorStore
  readonly filePath: (file: string) => string | undefined
  /** Gives a file out under an opaque id. */
  readonly registerFile: (path: string) => string
  readonly pastedFolder: string
  readonly exports: Exports
  readonly checks: Checks
  /** Where staged files are. */
  readonly stagedFolder: string
  readonly stagedPath: (source: string) => string
  /** Aborted when the engine closes. */
  readonly closing: AbortSignal
  /** Does work on an account when its turn comes; it ends when the caller or the engine stops. */
  readonly inTurn: <T>(
    connection: ConnectionId,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ) => Promise<T>
  readonly newSecrets: NewSecrets
  /** Runs of this engine that were begun and have not ended. */
  readonly underWay: Map<RunId, RunUnderWay>
  /** Why runs ended whose end could not be written down, as on a full disk. */
  readonly unkeptEnds: Map<RunId, WireError>
  /** Copies into databases that are being written. */
  readonly replicating: Map<ReplicationId, ReplicationUnderWay>
  /** Stops what is being read for queries; the next reading goes on. */
  readonly readingObjects: Set<AbortController>
  /** Says what an account waits for, to its runs and to every window. */
  readonly tellWait: (connection: ConnectionId | null, wait: Wait) => void
  readonly newId: () => string
}

/** @throws AppError `conflict` when another engine has the data folder; see `openDatabase` for the rest. */
export function createEngine(ports: EnginePorts): Engine {
  const { dataFolder, host, clock } = ports
  const lock = acquireEngineLock(dataFolder, { host, pid: process.pid, startedAt: clock.now() })
  try {
    const closing = new AbortController()
    const parts = engineParts(ports, closing.signal)
    const house = keepHouse(parts)
    // A command in the terminal is over before an account shows anything.
    if (host !== 'terminal') verifyLeftOver(parts)
    return {
      handlers: {
        connections: connectionHandlers(parts),
        sources: sourceHandlers(parts),
        edits: editHandlers(parts),
        check: checkHandlers(parts),
        plans: planHandlers(parts),
        runs: runHandlers(parts),
        recipes: recipeHandlers(parts),
        people: peopleHandlers(parts),
        left: leftHandlers(parts),
        exports: exportHandlers(parts),
        fixes: fixHandlers(parts),
        objects: objectHandlers(parts),
        queries: queryHandlers(parts),
        replications: replicationHandlers(parts),
        settings: settingsHandlers(parts),
      },
      registerFile: parts.registerFile,
      exportPath: (file) => parts.exports.pathOf(file),
      async close() {
        closing.abort(engineClosed())
        parts.signIns.close()
        const ends = [...parts.underWay.values(), ...parts.replicating.values()].map(({ ended }) => ended)
        await Promise.all(ends)
        await Promise.all([house, parts.queue.idle()])
        await breathe() // whoever waited for a run still reads its receipt
        await parts.checks.clear()
        parts.db.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function engineParts(ports: EnginePorts, closing: AbortSignal): EngineParts {
  const { dataFolder } = ports
  const folders = { staged: join(dataFolder, 'sources'), pasted: join(dataFolder, 'pasted') }
  for (const folder of Object.values(folders)) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  const files = new Map<string, string>()
  const options = ports.maxPages === undefined ? {} : { maxPages: ports.maxPages }
  const db = openDatabase(join(dataFolder, 'listferry.sqlite'), options)
  forgetUnused(db, { ...folders, uploads: join(dataFolder, 'uploads') }, ports.clock.now())
  const underWay: EngineParts['underWay'] = new Map()
  const queue = keyedQueue()
  const tellWait = (connection: ConnectionId | null, wait: Wait) => {
    noteWait(underWay.values(), connection, wait)
    ports.push({ name: 'account.waiting', payload: { connection, ...wait } })
  }
  const connections = connectionStore(db)
  const declared = declaredFields(db)
  const left = leftList(db)
  const ticks = planTicks(db)
  const requests = ledger(db)
  const stagedPath = (source: string) => join(folders.staged, `${source}.sqlite`)
  const text = planText(db)
  const parts: Omit<EngineParts, 'results'> = {
    ...ports,
    db,
    connections,
    declaredFields: declared,
    sources: sourceStore(db),
    plans: planStore(db),
    ticks,
    text,
    index: planIndex(text, ticks),
    journal: journal(db),
    accounts: createAccounts({
      ...ports,
      onWait: tellWait,
      onRequest: (connection, request) =>
        noteRequest(requests, underWay, connection, { request, at: ports.clock.now() }),
      recentRequests: (connection) => recentRequests(db, connection, ports.clock),
      declaredFields: (connection) => declared.of(connection),
      wake: (connection) => wakePractice({ ...ports, db, connections }, connection),
      onEnded: () => ports.push({ name: 'changed', payload: { what: 'connections' } }),
    }),
    signIns: openSignIns({
      ...ports,
      newId: () => randomUUID(),
      hasScheme: ports.host === 'desktop',
    }),
    queue,
    closing,
    inTurn: (connection, signal, work) => {
      const either = AbortSignal.any([signal, closing])
      return queue.run(connection, either, () => work(either))
    },
    left,
    held: heldRows(db),
    mirrorOf: (connection) => mirrorStore(db, connection, left),
    filePath: (file) => files.get(file),
    registerFile(path) {
      const id = randomUUID()
      files.set(id, path)
      return id
    },
    pastedFolder: folders.pasted,
    stagedFolder: folders.staged,
    stagedPath,
    checks: openChecks({ folder: join(dataFolder, 'checks'), stagedPath }),
    exports: openExports(join(dataFolder, 'exports'), randomUUID),
    newSecrets: newSecrets(),
    underWay,
    unkeptEnds: new Map(),
    replicating: new Map(),
    readingObjects: new Set(),
    tellWait,
    newId: () => randomUUID(),
  }
  return { ...parts, results: queryResults(parts) }
}
