import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { fileIdentities } from '../../electron/engine/plan/fileIdentities.ts'
import { identityReader, rowReader } from '../../electron/engine/plan/readRow.ts'
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
  await stageFile({ id: source, path, name: 'people.csv', overrides: {}, databasePath }, { signal })
  const staged = openStagedRows(databasePath)
  try {
    return await mapAll(staged, source)
  } finally {
    staged.close()
    await removeStagedFile(databasePath)
  }
}

async function mapAll(staged: StagedRows, source: SourceId): Promise<{ rows: number; people: number }> {
  const { rows, columns } = staged.info
  const spec = specOf(source)
  const read = rowReader(spec, columns, tenFields, kitConnector)
  const again = identityReader(spec, columns, kitConnector)
  const readAgain = (row: number) => {
    const [found] = staged.rows({ from: row, limit: 1 }).map(again.read)
    if (!found) throw new Error(`Row ${row} is about nobody.`)
    return found
  }
  const identities = fileIdentities({ rows, kinds: ['email'], readAgain })
  let valid = 0
  for (const batch of staged.iterate(batchRows))
    for (const found of batch.map(read)) {
      if (!found.valid) continue
      identities.add(found)
      valid += 1
    }
  const repeats = await identities.repeats('last')
  let people = 0
  for (let row = 1; row <= rows; row += 1) if (repeats.duplicate(row) === null) people += 1
  return { rows: valid, people }
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
