import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { Column, SourceInfo } from '../../../shared/model.ts'
import { detectFile } from './detectFile.ts'
import { parseFile, type FileSink } from './parseFile.ts'
import type { StageProgress, StageWork } from './stageMessages.ts'
import { openStagedWriter, type StagedWriter } from './stagedWriter.ts'

/** Bytes of the file per transaction: large enough to cost nothing, small enough to keep the log beside the file short. */
const bytesPerCommit = 8 * 1024 * 1024

/**
 * Reads a whole file into a staged file, on this thread. `onPiece` is called after about every MiB.
 * @throws AppError for what is wrong with the user's file, or what SQLite throws for ours; a partial file stays.
 */
export async function stageRows(
  work: StageWork,
  onPiece: (progress: StageProgress) => void,
): Promise<SourceInfo> {
  const { format } = await detectFile(work.path, work.overrides)
  const { id, name, stagedAt, path } = work
  const writer = openStagedWriter(work.databasePath, { id, name, format, stagedAt })
  try {
    const staging = stagingSink(writer, (await stat(path)).size, onPiece)
    const { rows, problemRows, blankRecords, bytesRead } = await parseFile(path, format, staging.sink)
    if (rows === 0) throw noRows(name, format.headerRecord !== null)
    const { columns, sha256 } = staging.result()
    const info = { id, name, sizeBytes: bytesRead, sha256, format, columns, rows, problemRows, stagedAt }
    writer.finish(info, blankRecords)
    return info
  } finally {
    writer.close()
  }
}

/** Hashes the bytes on their way, writes rows and problems, commits now and then. */
function stagingSink(
  writer: StagedWriter,
  sizeBytes: number,
  onPiece: (progress: StageProgress) => void,
): { sink: FileSink; result(): { columns: readonly Column[]; sha256: string } } {
  const hash = createHash('sha256')
  let columns: readonly Column[] = []
  let bytesRead = 0
  let committed = 0
  let rows = 0
  const sink: FileSink = {
    bytes(bytes) {
      hash.update(bytes)
      if (bytesRead - committed >= bytesPerCommit) {
        writer.commit()
        committed = bytesRead
      }
      bytesRead += bytes.length
      onPiece({ bytesRead, sizeBytes, rows })
    },
    columns(found) {
      columns = found
      writer.columns(found)
    },
    rows(first, found) {
      rows = first + found.length - 1
      writer.rows(first, found)
    },
    problem: (problem) => writer.problem(problem),
  }
  return { sink, result: () => ({ columns, sha256: hash.digest('hex') }) }
}

function noRows(name: string, hasHeader: boolean): AppError {
  const message = hasHeader
    ? `“${name}” has a header but no rows. Export it again with its people, or choose another file.`
    : `“${name}” has no rows. Export it again with its people, or choose another file.`
  return new AppError('invalid-input', message)
}
