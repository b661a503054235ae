import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../../electron/engine/clock.ts'
import { createAccountPacer } from '../../electron/engine/connectors/accountPacer.ts'
import type { Account, MirrorPage } from '../../electron/engine/connectors/connector.ts'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { makePlan, type PlanDeps } from '../../electron/engine/plan/makePlan.ts'
import { planIndex } from '../../electron/engine/plan/planIndex.ts'
import { stageFile } from '../../electron/engine/source/stageFile.ts'
import { openStagedRows } from '../../electron/engine/source/stagedRows.ts'
import { type Connection, connectionStore } from '../../electron/engine/store/connections.ts'
import { openDatabase } from '../../electron/engine/store/database.ts'
import { leftList } from '../../electron/engine/store/leftList.ts'
import { mirrorStore } from '../../electron/engine/store/mirror.ts'
import { planStore } from '../../electron/engine/store/plans.ts'
import { planText } from '../../electron/engine/store/planText.ts'
import { planTicks } from '../../electron/engine/store/planTicks.ts'
import { sourceStore } from '../../electron/engine/store/sources.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { Contact, RemoteId, SourceId } from '../../shared/model.ts'
import { noCredentials } from '../support/credentials.ts'
import { writeLines } from '../support/peopleFile.ts'
import { tenCells, tenColumns } from '../support/tenColumns.ts'
import { benchConnection, specOf, tenFieldIds, tenFields } from './tenFields.ts'

/** An engine's database whose mirror holds many people, up to date, so that plans need no request. */
export interface PlannedMirror {
  readonly db: DatabaseSync
  /** Stages a file of the first so many of these people; every so manieth lives elsewhere now. */
  stage(rows: number, changedEvery: number | null): Promise<StagedPeople>
  close(): void
}

export interface StagedPeople {
  /** Its staged rows. */
  readonly databasePath: string
  /** Makes a plan, whole. */
  plan(): Promise<PlanSummary>
}

const connection: Connection = {
  id: benchConnection,
  service: 'kit',
  name: 'Bench',
  colour: 'blue',
  practiceAddress: null,
  practiceSince: null,
  credentialForm: 'api-key',
  account: { id: '1', name: 'Bench', email: null, plan: null, contactLimit: null },
  createdAt: 0,
}

export function openPlannedMirror(folder: string, contacts: number): PlannedMirror {
  mkdirSync(join(folder, 'sources'))
  const db = openDatabase(join(folder, 'listferry.sqlite'))
  connectionStore(db).save(connection)
  const mirror = mirrorStore(db, connection.id)
  for (let from = 1; from <= contacts; from += 10_000) {
    const people = Array.from({ length: Math.min(10_000, contacts - from + 1) }, (_, n) =>
      contactOf(from + n),
    )
    mirror.savePage({ contacts: people, memberships: [], completeKinds: [] }, 1, 0)
  }
  const now = systemClock.now()
  mirror.setFreshness('everyone', { at: now, since: null })
  mirror.setFreshness('people', { at: now, since: 'now' })
  return {
    db,
    async stage(rows, changedEvery) {
      const name = `${rows}-${changedEvery}.csv`
      const path = join(folder, name)
      writeLines(path, tenColumns.join(','), rows, (n) => fileLine(n, changedEvery))
      const id = name as SourceId
      const databasePath = join(folder, 'sources', `${name}.sqlite`)
      const info = await stageFile(
        { id, path, name, overrides: {}, databasePath },
        { signal: new AbortController().signal },
      )
      sourceStore(db).save({ info, path })
      return { databasePath, plan: () => planOnce(db, databasePath, id) }
    },
    close: () => db.close(),
  }
}

function fileLine(row: number, changedEvery: number | null): string {
  const cells = tenCells(row)
  if (changedEvery !== null && row % changedEvery === 0) cells[3] = 'Elsewhere'
  return cells.join(',')
}

function contactOf(n: number): Contact {
  const cells = tenCells(n)
  return {
    remoteId: String(1_000_000_000 + n) as RemoteId,
    email: cells[0] ?? '',
    phone: null,
    externalId: null,
    state: 'active',
    left: null,
    consent: {},
    leftAudiences: [],
    fields: Object.fromEntries(cells.map((cell, at) => [tenFieldIds[at], cell])) as Contact['fields'],
    createdAt: 1_600_000_000_000 + n * 1000,
  }
}

async function planOnce(db: DatabaseSync, databasePath: string, source: SourceId): Promise<PlanSummary> {
  const staged = openStagedRows(databasePath)
  const account = quietAccount()
  const { bucketsOf } = account.limits
  const deps: PlanDeps = {
    db,
    clock: systemClock,
    connection,
    connector: kitConnector,
    account,
    pacer: createAccountPacer({ bucketsOf, speed: 1, clock: systemClock }),
    mirror: mirrorStore(db, connection.id),
    plans: planStore(db),
    left: leftList(db),
    index: planIndex(planText(db), planTicks(db)),
    staged,
    onProgress: () => undefined,
  }
  try {
    return await makePlan(deps, specOf(source), new AbortController().signal)
  } finally {
    staged.close()
  }
}

/** An account in which nothing happened since it was mirrored: what is measured is the plan, not the reading of an account. */
function quietAccount(): Account {
  const kit = kitConnector.open(noCredentials, {
    address: 'http://127.0.0.1:1',
    clock: systemClock,
    fetch: () => Promise.reject(new Error('no request')),
  })
  return {
    ...kit,
    describe: () => Promise.resolve({ fields: tenFields, audiences: [] }),
    cost: ({ what }) => Promise.resolve(what === 'changed' || what === 'left' ? 1 : 1000),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *pull(): AsyncGenerator<MirrorPage> {
      yield { contacts: [], memberships: [], completeKinds: [], next: 'now' }
    },
  }
}
