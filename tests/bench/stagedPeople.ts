import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { fileIdentities } from '../../electron/engine/plan/fileIdentities.ts'
import { identityTable } from '../../electron/engine/plan/identityTable.ts'
import { type ReadRow, rowReader } from '../../electron/engine/plan/readRow.ts'
import { removeStagedFile, stageFile } from '../../electron/engine/source/stageFile.ts'
import { openStagedRows, type StagedRows } from '../../electron/engine/source/stagedRows.ts'
import type { SourceId } from '../../shared/model.ts'
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
  const { rows } = await stageFile(
    { id: source, path, name: 'people.csv', overrides: {}, databasePath },
    { signal },
  )
  const staged = openStagedRows(databasePath)
  try {
    return mapAll(staged, source, rows)
  } finally {
    staged.close()
    await removeStagedFile(databasePath)
  }
}

function mapAll(staged: StagedRows, source: SourceId, rows: number): { rows: number; people: number } {
  const read = rowReader(specOf(source), staged.info.columns, tenFields, kitConnector.storedValue)
  const readAgain = (row: number) => staged.rows({ from: row, limit: 1 }).map(read).find(isValid) ?? nobody
  const identities = fileIdentities({ table: identityTable(rows), keep: 'last', readAgain })
  let valid = 0
  for (const batch of staged.iterate(batchRows))
    for (const row of batch) {
      const found = read(row)
      if (!found.valid) continue
      identities.add(found)
      valid += 1
    }
  let people = 0
  for (let row = 1; row <= rows; row += 1) if (identities.duplicateOf(row) === null) people += 1
  return { rows: valid, people }
}

const isValid = (row: ReadRow) => row.valid
const nobody = { row: 0, identity: '', leftReason: null }

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
