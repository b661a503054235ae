import { stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { OpenedFile, RecentSource } from '../../../shared/contract/sources.ts'
import { columnsOf } from '../../../shared/mapping/columnsOf.ts'
import { compileMapping } from '../../../shared/mapping/compileMapping.ts'
import { recogniseFile } from '../../../shared/mapping/knownFiles/recogniseFile.ts'
import {
  type ColumnSuggestion,
  type MappingSuggestion,
  type SampledColumn,
  suggestMapping,
} from '../../../shared/mapping/suggestMapping.ts'
import { valueProblems } from '../../../shared/mapping/valueProblems.ts'
import { patternProblem } from '../../../shared/values/steps/replaceStep.ts'
import type { Mapping, SourceId, SourceInfo } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { rememberedFor, rememberShape } from '../shapes/rememberShape.ts'
import { type Connection, connectionNumber } from '../store/connections.ts'
import { shapeOf, shapeStore } from '../store/shapes.ts'
import type { Source } from '../store/sources.ts'
import type { FormatOverrides } from '../source/detectFormat.ts'
import { openSourceFile } from '../source/openSourceFile.ts'
import { distinctValues } from '../source/distinctValues.ts'
import { listOfPaths, nameOfPaths, pathsIn } from '../source/pathList.ts'
import { editedBefore } from '../edits/editedBefore.ts'
import { previewFile } from '../source/previewFile.ts'
import { stageFile } from '../source/stageFile.ts'
import { keepPasted } from '../source/pastedFile.ts'
import { samplePath, samples } from '../source/samples.ts'
import { openStagedRows, type StagedOptions, type StagedRows } from '../source/stagedRows.ts'

/** Rows that suggestions are made from. */
const sampleRows = 100

export function sourceHandlers(parts: EngineParts): Handlers['sources'] {
  return {
    async paste({ text, name }) {
      const now = parts.clock.now()
      return openedFile(parts, await keepPasted(parts.pastedFolder, { text, name, now }))
    },
    together: ({ files }) =>
      openedFile(parts, listOfPaths([...new Set(files.flatMap((file) => pathsIn(pathOf(parts, file))))])),
    recent: () => Promise.all(parts.sources.recent().map(recentSource)),
    reopen: ({ source }) => openedFile(parts, parts.sources.get(source as SourceId).path),
    samples: () => Promise.resolve(samples),
    openSample: ({ name }) => openedFile(parts, samplePath(parts.samplesFolder, name)),
    get: ({ source }) => Promise.resolve(parts.sources.get(source as SourceId).info),
    rows: ({ source, from, limit }) => withStaged(parts, source, (staged) => staged.rows({ from, limit })),
    tryMapping: ({ source, mapping, from, limit }) =>
      withStaged(parts, source, (staged) => {
        const read = compileMapping(mapping, staged.info.columns)
        return staged.rows({ from, limit }).map(({ row, cells }) => {
          const { values, problems, left } = read(cells, row)
          return { row, cells, values, problems, left }
        })
      }),
    valueProblems: ({ mapping, fields }) => Promise.resolve(valueProblems(mapping, fields)),
    patternProblem: ({ pattern }) => Promise.resolve(patternProblem(pattern)),
    distinctValues: ({ source, ...wanted }, signal) =>
      withStaged(parts, source, (staged) => distinctValues(staged, wanted, signal)),
    preview: ({ file, overrides, rows }, signal) =>
      previewFile(pathOf(parts, file), given(overrides), { rows, signal }),
    async stage({ file, overrides }, signal) {
      const path = pathOf(parts, file)
      const id = parts.newId() as SourceId
      const request = {
        id,
        path,
        name: nameOfPaths(path),
        overrides: given(overrides),
        databasePath: parts.stagedPath(id),
      }
      const info = await stageFile(request, {
        signal,
        clock: parts.clock,
        onProgress: (progress) => parts.push({ name: 'source.progress', payload: { file, ...progress } }),
      })
      parts.sources.save({ info, path })
      parts.push({ name: 'changed', payload: { what: 'sources' } })
      return info
    },
    edited: ({ file, overrides }) => editedBefore(parts, pathOf(parts, file), given(overrides)),
    problems: ({ source, offset, limit }) =>
      withStaged(parts, source, (staged) => staged.problems({ offset, limit })),
    async rememberMapping({ source, connection, mapping, lists, refused }) {
      const found = parts.connections.find(connection)
      const { info } = parts.sources.get(source as SourceId)
      const [shapes, shape] = [shapeStore(parts.db), shapeOf(info.columns)]
      for (const { index, name } of info.columns)
        if (refused.includes(index)) shapes.refuse(shape, name, parts.clock.now())
        else if (isMapped(mapping, index)) shapes.allow(shape, name)
      rememberShape(parts, found, info, { mapping, lists })
      return Promise.resolve(null)
    },
    forgetMapping({ source, connection }) {
      const { id } = parts.connections.find(connection)
      const { info } = parts.sources.get(source as SourceId)
      const [shapes, shape] = [shapeStore(parts.db), shapeOf(info.columns)]
      shapes.forget(connectionNumber(parts.db, id), shape)
      for (const { name } of info.columns) shapes.allow(shape, name)
      return Promise.resolve(null)
    },
    takeForExport({ source, on }) {
      const { info } = parts.sources.get(source as SourceId)
      const [shapes, shape] = [shapeStore(parts.db), shapeOf(info.columns)]
      if (on) shapes.allow(shape, asExport)
      else shapes.refuse(shape, asExport, parts.clock.now())
      return Promise.resolve(null)
    },
    async suggestMapping({ source, connection, on }, signal) {
      const found = parts.connections.find(connection)
      const { info } = parts.sources.get(source as SourceId)
      const refused = shapeStore(parts.db).refused(shapeOf(info.columns))
      const suggestion = await suggestFor(parts, found, source, signal, refused)
      const columns = suggestion.columns.map((one) =>
        on ? (refused.has(one.column.name) ? refusedBefore(one) : one) : switchedOff(one),
      )
      const taken = refused.has(asExport) ? recogniseFile(info.columns) : null
      return {
        ...suggestion,
        columns,
        remembered: on ? rememberedFor(parts, found, info) : null,
        refusedProgram: taken?.title ?? null,
      }
    },
  }
}

/** Under which a refusal of the whole program is kept; no column can be called so. */
const asExport = '\u0000export'

function refusedBefore(suggestion: ColumnSuggestion): ColumnSuggestion {
  return {
    ...suggestion,
    target: { ignore: true },
    reason: 'You left this out of a file of the same columns before.',
    confidence: 1,
  }
}

/** How values are read is still suggested: without it, no date and no number could be. */
function switchedOff(suggestion: ColumnSuggestion): ColumnSuggestion {
  return {
    ...suggestion,
    target: { ignore: true },
    reason: 'Suggestions are switched off.',
    confidence: 0,
  }
}

/** What each column seems to be, for the people of this account. */
export async function suggestFor(
  parts: EngineParts,
  connection: Connection,
  source: string,
  signal: AbortSignal,
  refused: ReadonlySet<string> = new Set(),
): Promise<MappingSuggestion> {
  const { account } = await parts.accounts.open(connection)
  const { fields } = await account.describe(signal)
  const chosen = await parts.settings.read()
  return withStaged(parts, source, (staged) =>
    suggestMapping({
      columns: sampledColumns(staged),
      fields,
      chosen: { ...chosen, ...writtenBy(parts, source) },
      recognise: !refused.has(asExport),
      fileName: fileNames(parts.sources.get(source as SourceId).info),
    }),
  )
}

/** A line for each: what a name says of its people it says in an archive, too. */
function fileNames({ name, parts = [] }: SourceInfo): string {
  return [name, ...parts.map((part) => part.name)].join('\n')
}

/** A workbook's formats say how its dates and numbers are written; no cell says otherwise. */
function writtenBy(parts: EngineParts, source: string): Pick<SourceInfo, 'written'> {
  const { written } = parts.sources.get(source as SourceId).info
  return written ? { written } : {}
}

/** The columns with some of their cells. */
export function sampledColumns(staged: StagedRows): SampledColumn[] {
  const rows = staged.rows({ from: 1, limit: sampleRows })
  return staged.info.columns.map((column) => ({
    column,
    samples: rows.map((row) => row.cells[column.index] ?? ''),
  }))
}

function isMapped({ fields, left }: Mapping, column: number): boolean {
  return (
    left.some((one) => one.column === column) || fields.some(({ from }) => columnsOf(from).includes(column))
  )
}

/** Gives a path out as an id. @throws AppError in words when nothing can be read there. */
async function openedFile(parts: EngineParts, path: string): Promise<OpenedFile> {
  let sizeBytes = 0
  for (const one of pathsIn(path)) {
    const file = await openSourceFile(one)
    await file.close()
    sizeBytes += file.sizeBytes
  }
  return { file: parts.registerFile(path), name: nameOfPaths(path), sizeBytes }
}

async function recentSource({ info, path }: Source): Promise<RecentSource> {
  const { id, name, rows, sizeBytes, stagedAt } = info
  const present = await Promise.all(
    pathsIn(path).map((one) =>
      stat(one).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  )
  return { source: id, name, rows, sizeBytes, stagedAt, present: present.every(Boolean) }
}

/** @throws AppError `not-found` for an id that was not given out */
export function pathOf(parts: EngineParts, file: string): string {
  const path = parts.filePath(file)
  if (path === undefined) throw new AppError('not-found', 'That file is no longer open. Choose it again.')
  return path
}

/** Without the choices that were left to detection. */
export function given(overrides: FormatOverrides): FormatOverrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
}

/** Opens the staged rows of a source for as long as `use` runs. */
export async function withStaged<T>(
  parts: EngineParts,
  source: string,
  use: (staged: StagedRows) => T | Promise<T>,
  options: StagedOptions = {},
): Promise<T> {
  parts.sources.get(source as SourceId)
  const staged = openStagedRows(parts.stagedPath(source), options)
  try {
    return await use(staged)
  } finally {
    staged.close()
  }
}
