import { rm, writeFile } from 'node:fs/promises'
import Papa from 'papaparse'
import type { SourceId, SourceInfo } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { stageFile } from './stageFile.ts'

/** Stages rows that no file holds as a source like any other. The first of `records` are the headers. */
export async function stageTable(
  parts: EngineParts,
  name: string,
  records: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<SourceInfo> {
  const id = parts.newId() as SourceId
  const path = `${parts.stagedPath(id)}.csv`
  const overrides = { encoding: 'utf-8', delimiter: ',', quote: '"', lineEnd: '\n', headerRecord: 1 } as const
  try {
    await writeFile(path, Papa.unparse([...records] as string[][], { newline: '\n', quotes: true }), {
      mode: 0o600,
    })
    const info = await stageFile(
      { id, path, name, overrides, databasePath: parts.stagedPath(id) },
      { signal, clock: parts.clock },
    )
    parts.sources.save({ info, path })
    return info
  } finally {
    // What is planned and sent are the staged rows.
    await rm(path, { force: true })
  }
}
