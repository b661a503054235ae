import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { readIdentities } from '../../electron/engine/plan/readIdentities.ts'
import { rowReader } from '../../electron/engine/plan/readRow.ts'
import { removeStagedFile, stageFile } from '../../electron/engine/source/stageFile.ts'
import { openStagedRows } from '../../electron/engine/source/stagedRows.ts'
import type { SourceId } from '../../shared/model.ts'
import { specOf, tenFields } from './tenFields.ts'

/** As much of a file as staging reads at a time. */
const pieceBytes = 1024 * 1024
const batchRows = 1000

/** Parses, checks and stages a file, then reads each row by a mapping of all its columns and finds who is in it twice. */
export async function stageAndMap(path: string, folder: string): Promise<{ rows: number; people: number }> {
  const databasePath = join(folder, 'staged.sqlite')
  const source = 'staged' as SourceId
  const { signal } = new AbortController()
  await stageFile({ id: source, path, name: 'people.csv', overrides: {}, databasePath }, { signal })
  const staged = openStagedRows(databasePath)
  try {
    const spec = specOf(source)
    const options = { staged, recipe: null, batchRows, onRows: () => undefined }
    const { emails } = await readIdentities(options, spec, signal)
    const read = rowReader(spec, staged.info.columns, tenFields, kitConnector.storedValue)
    let valid = 0
    for (const batch of staged.iterate(batchRows)) for (const row of batch) if (read(row).valid) valid += 1
    return { rows: valid, people: emails.count }
  } finally {
    staged.close()
    await removeStagedFile(databasePath)
  }
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
