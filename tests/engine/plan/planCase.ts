import type { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { systemClock } from '../../../electron/engine/clock.ts'
import { createAccountPacer } from '../../../electron/engine/connectors/accountPacer.ts'
import type { Account, MirrorPage, PullRequest } from '../../../electron/engine/connectors/connector.ts'
import { makePlan } from '../../../electron/engine/plan/makePlan.ts'
import { planIndex } from '../../../electron/engine/plan/planIndex.ts'
import { openStagedRows } from '../../../electron/engine/source/stagedRows.ts'
import { openStagedWriter } from '../../../electron/engine/source/stagedWriter.ts'
import {
  type Connection,
  connectionNumber,
  connectionStore,
} from '../../../electron/engine/store/connections.ts'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { leftList } from '../../../electron/engine/store/leftList.ts'
import { mirrorStore } from '../../../electron/engine/store/mirror.ts'
import { type PlannedRow, planStore } from '../../../electron/engine/store/plans.ts'
import { planText } from '../../../electron/engine/store/planText.ts'
import { planTicks } from '../../../electron/engine/store/planTicks.ts'
import { sourceStore } from '../../../electron/engine/store/sources.ts'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { ChangeDraft, PlanId, SourceInfo } from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { type Case, nastyColumns } from './nastyFiles.ts'
import { noCredentials } from '../../support/credentials.ts'

export interface Planned {
  readonly summary: PlanSummary
  readonly rows: readonly PlannedRow[]
  /** Counted in the database after the fact. */
  readonly counted: Pick<PlanSummary, 'counts' | 'changes' | 'warningRows' | 'firstWarning'>
}

/** The address that the account refuses to look up. */
export const refusedEmail = 'refused@example.org'

/**
 * Makes the plan in a database of its own. The account answers just what it is asked for. `beside`: with threads, however
 * few rows there are.
 */
export async function planCase(one: Case, folder: string, { beside = false } = {}): Promise<Planned> {
  // Other threads can only open what is in a file.
  const db = openDatabase(beside ? join(folder, `${crypto.randomUUID()}.db`) : ':memory:')
  const connection: Connection = {
    id: one.spec.connection,
    service: one.connector.id,
    name: 'Nasty',
    colour: 'blue',
    practiceAddress: null,
    practiceSince: null,
    credentialForm: 'api-key',
    account: { id: '1', name: 'Nasty', email: null, plan: null, contactLimit: null },
    createdAt: 0,
  }
  connectionStore(db).save(connection)
  const databasePath = join(folder, `${crypto.randomUUID()}.sqlite`)
  sourceStore(db).save({ info: stage(one, databasePath), path: 'nasty.csv' })
  remember(db, one)
  const account = accountOf(one)
  const plans = planStore(db)
  const staged = openStagedRows(databasePath)
  try {
    const summary = await makePlan(
      {
        db,
        clock: systemClock,
        connection,
        connector: one.connector,
        account,
        pacer: createAccountPacer({ bucketsOf: account.limits.bucketsOf, speed: 1, clock: systemClock }),
        mirror: mirrorStore(db, connection.id),
        plans,
        left: leftList(db),
        index: planIndex(planText(db), planTicks(db)),
        staged,
        ...(beside && { threadsFrom: 0 }),
        onProgress: () => undefined,
      },
      one.spec,
      new AbortController().signal,
    )
    const { id } = summary
    return {
      summary,
      rows: rowsOf(db, id),
      counted: {
        counts: plans.countKinds(id),
        changes: plans.countChanges(id),
        warningRows: plans.countWarnings(id),
        firstWarning: plans.firstWarning(id),
      },
    }
  } finally {
    staged.close()
    db.close()
  }
}

function stage({ rows, spec }: Case, databasePath: string): SourceInfo {
  const columns = nastyColumns.map((name, index) => ({ index, name, header: name }))
  const format = {} as SourceInfo['format']
  const head = { id: spec.source, name: 'nasty.csv', format, stagedAt: 0 }
  const info = { ...head, columns, sizeBytes: 1, sha256: '', rows: rows.length, problemRows: 0 }
  const writer = openStagedWriter(databasePath, head)
  writer.columns(columns)
  writer.rows(1, rows)
  writer.finish(info, 0)
  writer.close()
  return info
}

function remember(db: DatabaseSync, { remembered, spec }: Case): void {
  const insert = db.prepare('INSERT INTO recipe_row VALUES (?, ?, ?, ?, ?, 1)')
  for (const { identity, cursor, done } of remembered)
    insert.run(connectionNumber(db, spec.connection), 'weekly', identity, cursor, done ? 1 : 0)
}

function accountOf({ connector, schema, contacts }: Case): Account {
  const opened = connector.open(noCredentials, {
    address: 'http://127.0.0.1:1',
    clock: systemClock,
    fetch: () => Promise.reject(new Error('no request')),
  })
  return {
    ...opened,
    describe: () => Promise.resolve(schema),
    cost: ({ what }) => Promise.resolve(what === 'these' ? 2 : 1000),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *pull(request: PullRequest): AsyncGenerator<MirrorPage> {
      const page = { contacts: [], memberships: [], completeKinds: [] }
      if (request.what === 'these') {
        const emails = new Set(request.emails.map(foldEmail))
        const [phones, externalIds] = [new Set(request.phones), new Set(request.externalIds)]
        const found = contacts.filter(
          ({ email, phone, externalId }) =>
            (email !== null && emails.has(foldEmail(email))) ||
            (phone !== null && phones.has(phone)) ||
            (externalId !== null && externalIds.has(externalId)),
        )
        const refused = emails.has(refusedEmail) ? [refusedEmail] : []
        yield { ...page, contacts: found, refused, next: 'now' }
      } else if (request.what === 'members') {
        const { audience } = request
        const members = contacts.filter(({ memberOf }) => memberOf.some(({ id }) => id === audience.id))
        yield { ...page, memberships: members.map(({ remoteId }) => ({ remoteId, audience, since: null })) }
      } else throw new Error(`Nobody should ask for ${request.what} here.`)
    },
  }
}

function rowsOf(db: DatabaseSync, plan: PlanId): PlannedRow[] {
  const changes = Map.groupBy(
    db.prepare('SELECT row, body FROM change WHERE plan = ? ORDER BY row, id').all(plan),
    ({ row }) => row as number,
  )
  return db
    .prepare(
      'SELECT row, kind, reason, warning, email, identity, remote_id AS remoteId, cursor FROM plan_row WHERE plan = ? ORDER BY row',
    )
    .all(plan)
    .map((row) => ({
      ...(row as unknown as PlannedRow),
      changes: (changes.get(row.row as number) ?? []).map(
        ({ body }) => JSON.parse(body as string) as ChangeDraft,
      ),
    }))
}
