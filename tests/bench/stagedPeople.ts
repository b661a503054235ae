import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { rowReader } from '../../electron/engine/plan/readRow.ts'
import { removeStagedFile, stageFile } from '../../electron/engine/source/stageFile.ts'
import { openStagedRows, type StagedRows } from '../../electron/engine/source/stagedRows.ts'
import { inTransaction, openDatabase } from '../../electron/engine/store/database.ts'
import { planWorkspace } from '../../electron/engine/store/planWorkspace.ts'
import type { PlanId, SourceId } from '../../shared/model.ts'
import { specOf, tenFields } from './tenFields.ts'

/** As much of a file as staging reads at a time. */
const pieceBytes = 1024 * 1024
const batchRows = 1000

/**
 * Parses, checks and stages a file, then reads each row once by a mapping of all its columns, with its checks, and finds
 * who is in it twice.
 */
export async function stageAndMap(path: string, folder: string): Promise<{ rows: number; people: number }> {
  const databasePath = join(folder, 'staged.sqlite')
  const source = 'staged' as SourceId
  const { signal } = new AbortController()
  await stageFile({ id: source, path, name: 'people.csv', overrides: {}, databasePath }, { signal })
  const staged = openStagedRows(databasePath)
  try {
    return mapAll(staged, source, folder)
  } finally {
    staged.close()
    await removeStagedFile(databasePath)
  }
}

function mapAll(staged: StagedRows, source: SourceId, folder: string): { rows: number; people: number } {
  const read = rowReader(specOf(source), staged.info.columns, tenFields, kitConnector)
  const db = openDatabase(join(folder, 'listferry.sqlite'))
  const work = planWorkspace(db, 1 as PlanId, 0, [], { hasOthers: false, hasConsent: false })
  let rows = 0
  for (const batch of staged.iterate(batchRows)) {
    const valid = batch.map(read).filter((row) => row.valid)
    inTransaction(db, () => work.add(valid))
    rows += valid.length
  }
  inTransaction(db, () => work.markDuplicates('last'))
  const people = work.countOpen()
  work.drop()
  db.close()
  return { rows, people }
}

/** The same file through PapaParse alone; gives the number of records. */
export async function parseBare(path: string): Promise<number> {
  const worker = new Worker(new URL('./papaWorker.ts', import.meta.url), {
    workerData: { path, pieceBytes },
    execArgv: [],
  })
  const [rows] = (await once(worker, 'message')) as [number]
  await worker.terminate()
  return rows
}
