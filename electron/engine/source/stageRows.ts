import { createHash, type Hash } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Column, Problem, SourceInfo, SourcePart } from '../../../shared/model.ts'
import { type ChosenParts, chooseParts } from './chooseParts.ts'
import { hashFile, hashOfList } from './fileHash.ts'
import type { ParseResult } from './parseFile.ts'
import { parseParts } from './parseParts.ts'
import type { PartFile } from './partFiles.ts'
import { pathsIn } from './pathList.ts'
import type { StageProgress, StageWork } from './stageMessages.ts'
import { scratchPathOf } from './stageFile.ts'
import { openStagedWriter, type StagedWriter } from './stagedWriter.ts'

/** Bytes of the file per transaction: large enough to cost nothing, small enough that nobody who reads waits long. */
const bytesPerCommit = 2 * 1024 * 1024

/**
 * Reads a whole file, or several, into a staged file. `onPiece` is called after about every MiB. `openWriter`: writes on
 * this thread, unless it is another one.
 * @throws AppError for what is wrong with the user's file, or what SQLite throws for ours; a partial file stays.
 */
export async function stageRows(
  work: StageWork,
  onPiece: (progress: StageProgress) => void,
  openWriter: typeof openStagedWriter = openStagedWriter,
): Promise<SourceInfo> {
  const chosen = await chooseParts(work.path, work.overrides)
  const { format } = chosen.detected
  const { id, name, stagedAt } = work
  const writer = openWriter(work.databasePath, { id, name, format, stagedAt })
  try {
    const staging = stagingSink(writer, chosen, onPiece)
    const read: PartResult[] = []
    for await (const result of parseParts(chosen.parts, staging.sink, {
      scratchPath: scratchPathOf(work.databasePath),
      united: chosen.united,
    }))
      read.push(result)
    const sums = sumsOf(read)
    if (sums.rows === 0) throw noRows(name, staging.columns())
    noteHiddenRows(writer, read)
    const parts = await partsOf(read, chosen, staging.hashOf)
    const info: SourceInfo = {
      id,
      name,
      ...(await bytesOf(work.path, parts)),
      format,
      columns: staging.columns(),
      rows: sums.rows,
      problemRows: sums.problemRows,
      stagedAt,
      ...(chosen.views !== null && { parts }),
      ...writtenIn(read),
    }
    writer.finish(info, sums.blankRecords)
    return info
  } finally {
    writer.close()
  }
}

type PartResult = ParseResult & { readonly part: PartFile; readonly firstRow: number }

function sumsOf(read: readonly PartResult[]) {
  const sum = (of: (result: PartResult) => number) => read.reduce((total, result) => total + of(result), 0)
  return {
    rows: sum(({ rows }) => rows),
    problemRows: sum(({ problemRows }) => problemRows),
    blankRecords: sum(({ blankRecords }) => blankRecords),
  }
}

/** Hashes the bytes on their way, writes rows and problems, commits now and then. */
function stagingSink(
  writer: StagedWriter,
  { parts }: ChosenParts,
  onPiece: (progress: StageProgress) => void,
) {
  const hashes = new Map<PartFile, Hash>()
  const sizeBytes = parts.reduce((sum, { part }) => sum + part.sizeBytes, 0)
  let columns: readonly Column[] = []
  let current: PartFile | null = null
  let before = 0
  let committed = 0
  let rows = 0
  const sink = {
    bytes(part: PartFile, bytes: Uint8Array) {
      const hash = hashes.get(part) ?? createHash('sha256')
      hashes.set(part, hash.update(bytes))
    },
    read(part: PartFile, bytesDone: number) {
      if (current !== null && part !== current) before += current.sizeBytes
      current = part
      const bytesRead = before + bytesDone
      if (bytesRead - committed >= bytesPerCommit) {
        writer.commit()
        committed = bytesRead
      }
      onPiece({ bytesRead, sizeBytes, rows })
    },
    columns(found: readonly Column[]) {
      columns = found
      writer.columns(found)
    },
    rows(first: number, found: readonly (readonly string[])[]) {
      rows = first + found.length - 1
      writer.rows(first, found)
    },
    problem: (problem: Problem) => writer.problem(problem),
  }
  return { sink, columns: () => columns, hashOf: (part: PartFile) => hashes.get(part)?.digest('hex') }
}

async function partsOf(
  read: readonly PartResult[],
  { views }: ChosenParts,
  hashOf: (part: PartFile) => string | undefined,
): Promise<readonly SourcePart[]> {
  const parts: SourcePart[] = []
  for (const { part, firstRow, rows, bytesRead } of read) {
    // A workbook is read here and there, so it is hashed by itself.
    const sha256 = hashOf(part) ?? (await hashFile(part.path))
    parts.push({
      name: part.name,
      sizeBytes: views === null ? bytesRead : part.sizeBytes,
      sha256,
      firstRow,
      rows,
    })
  }
  return parts
}

/** Of the files as they are on the disk: an archive is one. */
async function bytesOf(
  path: string,
  parts: readonly SourcePart[],
): Promise<Pick<SourceInfo, 'sizeBytes' | 'sha256'>> {
  const [first, ...more] = parts
  if (pathsIn(path).length === 1 && first && more.length === 0 && !first.name.includes(' › '))
    return { sizeBytes: first.sizeBytes, sha256: first.sha256 }
  return hashOfList(pathsIn(path))
}

function noteHiddenRows(writer: StagedWriter, read: readonly PartResult[]): void {
  const hidden = read.reduce((sum, { notes }) => sum + (notes?.hiddenRows ?? 0), 0)
  if (hidden === 0) return
  const rows = hidden === 1 ? 'One row is' : `${hidden.toLocaleString('en-US')} rows are`
  const message = `${rows} hidden in the spreadsheet, by a filter or by hand, and imported like the others. To leave them out, delete them there and choose the file again.`
  writer.problem({ kind: 'hidden-rows', message })
}

function writtenIn(read: readonly PartResult[]): Pick<SourceInfo, 'written'> {
  const notes = read.flatMap((result) => result.notes ?? [])
  if (notes.length === 0) return {}
  const dateOrder = notes.find((note) => note.dateOrder !== null)?.dateOrder ?? null
  return { written: { dateOrder, decimalMark: notes.some(({ hasNumbers }) => hasNumbers) ? '.' : null } }
}

function noRows(name: string, columns: readonly Column[]): AppError {
  const message = columns.some(({ header }) => header.trim() !== '')
    ? `“${name}” has a header but no rows. Export it again with its people, or choose another file.`
    : `“${name}” has no rows. Export it again with its people, or choose another file.`
  return new AppError('invalid-input', message)
}
