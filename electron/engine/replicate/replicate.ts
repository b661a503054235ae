import type { ReplicatedTable, ReplicationProgress } from '../../../shared/contract/replications.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { Clock } from '../clock.ts'
import type { Account } from '../connectors/connector.ts'
import type { Replication } from '../store/replications.ts'
import type { Database } from './database.ts'
import { inWords } from './openTarget.ts'
import { replicateTable } from './replicateTable.ts'
import { tableShape } from './tableShape.ts'

export interface ReplicateDeps {
  readonly account: Account
  readonly clock: Clock
  /** Opens the database; again after a connection broke. */
  readonly open: () => Promise<Database>
  readonly onProgress: (progress: Omit<ReplicationProgress, 'replication'>) => void
  /** As soon as a table is done, so that it is told even if a later one fails. */
  readonly onTable: (table: ReplicatedTable) => void
}

/** Pauses after a connection that broke; it is given up when it breaks again and again without a page in between. */
const pausesMs = [1_000, 5_000, 20_000]

/** Brings all tables up to what the account has, one after another. What is written is kept whatever happens. */
export async function replicate(
  deps: ReplicateDeps,
  { connection, prefix }: Pick<Replication, 'connection' | 'prefix'>,
  types: readonly ObjectTypeView[],
  isWhole: boolean,
  signal: AbortSignal,
): Promise<void> {
  let database = await deps.open()
  let allRows = 0
  // It may wait for a server that is silent, or for somebody who holds a table.
  const breakOff = () => database.breakOff()
  signal.addEventListener('abort', breakOff)
  try {
    for (const [n, type] of types.entries()) {
      const shape = tableShape(connection, prefix, type)
      const request = { shape, type: type.id, incremental: waysToNarrow(type), isWhole }
      let rows = 0
      let failures = 0
      const tell = () =>
        deps.onProgress({ title: type.title, table: n + 1, tables: types.length, rows, allRows })
      const onPage = (more: number) => {
        failures = 0
        rows += more
        allRows += more
        tell()
      }
      tell()
      for (;;) {
        try {
          const { account, clock } = deps
          const result = await replicateTable({ account, database, clock, onPage }, request, signal)
          deps.onTable({ type: type.id, title: type.title, ...result, rows })
          break
        } catch (error) {
          const failure = signal.aborted ? null : database.inWords(error)
          const pauseMs = failure?.isConnection === true ? pausesMs[failures] : undefined
          if (pauseMs === undefined) throw inWords(error, failure)
          failures += 1
          await database.close().catch(() => undefined)
          await deps.clock.sleep(pauseMs, signal)
          database = await deps.open()
        }
      }
    }
  } finally {
    signal.removeEventListener('abort', breakOff)
    // What is written is written; a connection that is gone needs no goodbye.
    await database.close().catch(() => undefined)
  }
}

/** A person is created or updated; what somebody is put into has one date, the first. */
function waysToNarrow({ incremental, parent }: ObjectTypeView): ObjectTypeView['incremental'] {
  return parent === null ? incremental : incremental.slice(0, 1)
}

/** @throws AppError `invalid-input` where one of them is not there for this account */
export function typesToCopy(
  all: readonly ObjectTypeView[],
  wanted: readonly string[],
): readonly ObjectTypeView[] {
  return wanted.map((id) => {
    const type = all.find((one) => one.id === id)
    if (!type) throw new AppError('invalid-input', `This account has no ${id}. Choose other tables.`)
    if (type.unavailable !== null) throw new AppError('forbidden', type.unavailable)
    return type
  })
}
