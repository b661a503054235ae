import { z } from 'zod'
import {
  encodings,
  type Column,
  type DelimitedFormat,
  type FieldId,
  type FieldValue,
  type Mapping,
  type Problem,
  type SheetFormat,
  type SourceFormat,
  type SourceId,
  type SourceInfo,
} from '../model.ts'
import type { ListColumn } from '../lists/listColumns.ts'
import { listColumnOf } from './listInput.ts'
import type { MappingSuggestion } from '../mapping/suggestMapping.ts'
import { call } from './call.ts'
import type { ValueSuggestion } from '../mapping/suggestValues.ts'
import { mappingInput, valueOrigin } from './mappingInput.ts'
import { transformInput } from './transformInput.ts'

export interface SourcePreviewView {
  readonly format: SourceFormat
  /** A sentence for each detected part, saying why. */
  readonly reasons: Readonly<Partial<Record<keyof DelimitedFormat | keyof SheetFormat, string>>>
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
  readonly problems: readonly Problem[]
  readonly more: boolean
  /** Of a workbook, in the order of their tabs; empty for other files. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  /** Of several files that were chosen together, or of an archive; empty for a single file. */
  readonly parts: readonly SourcePartView[]
}

/** A file among several, which is read or not. */
export interface SourcePartView {
  readonly name: string
  readonly sizeBytes: number
  readonly taken: boolean
  /** Why it is not taken; `null` where it is. */
  readonly why: string | null
  /** Whether it can be chosen at all. */
  readonly readable: boolean
  /** It is a list of people who left, and a column of it says so: read with the others, it holds them back. */
  readonly ofWhoLeft: boolean
}

export const formatOverrides = z
  .object({
    encoding: z.enum(encodings),
    delimiter: z.enum([',', ';', '\t', '|']),
    quote: z.enum(['"', "'"]),
    lineEnd: z.enum(['\n', '\r\n', '\r']),
    headerRecord: z.int().min(1).nullable(),
    /** Of a workbook: the name on its tab. */
    sheet: z.string().min(1).max(255),
  })
  .partial()

/** Besides, which of several files are read, by name: those that fit together where nothing is said. */
const fileChoices = formatOverrides.extend({
  parts: z.array(z.string().max(2000)).min(1).max(1000).readonly().optional(),
})

const listColumnInput = listColumnOf(
  z.int().min(0),
  z.object({ kind: z.enum(['form', 'tag', 'sequence', 'list']), id: z.string() }),
) as unknown as z.ZodType<ListColumn, ListColumn>

/** Opaque: the host gave it out for a file that the user chose. Never a path. */
const file = z.string().min(1).max(100)
const source = z.string().min(1).max(100)

/** A file that was opened: its id stands for it from now on. */
export interface OpenedFile {
  readonly file: string
  readonly name: string
  readonly sizeBytes: number
}

export interface RecentSource {
  readonly source: SourceId
  readonly name: string
  readonly rows: number
  readonly sizeBytes: number
  readonly stagedAt: number
  /** Whether the file is still where it was. */
  readonly present: boolean
}

/** How a mapping reads a row, to be shown beside the cells. */
export interface TriedRow {
  readonly row: number
  readonly cells: readonly string[]
  /** `null` clears; a blank that is left alone is absent. */
  readonly values: Readonly<Record<FieldId, FieldValue>>
  readonly problems: readonly Problem[]
  /** Why this person would be held back. */
  readonly left: string | null
}

/** What a column holds, the commonest first. */
export interface DistinctValues {
  /** At most 500 from `offset` on, most frequent first. `count`: rows that have it, or for lists in cells how often it comes. */
  readonly values: readonly { readonly value: string; readonly count: number }[]
  /** How many different values there are; from 20,000 on no more are told apart. */
  readonly distinct: number
  readonly blankRows: number
  /** What such values usually become. */
  readonly suggestions: readonly ValueSuggestion[]
}

/** Each of these signs stands between two values of one cell. */
const separators = z.string().min(1).max(10)

/** What the last file of the same columns was mapped to, in this account. */
export interface RememberedMapping {
  readonly mapping: Mapping
  readonly lists: readonly ListColumn[]
  readonly usedAt: number
}

/** A suggestion, with what is remembered of files of the same shape. */
export interface FileSuggestion extends MappingSuggestion {
  readonly remembered: RememberedMapping | null
  /** The program whose export this seems to be, where the user said that it is not. */
  readonly refusedProgram: string | null
}

export const sourceCalls = {
  /** A table pasted from a spreadsheet, kept as a file in the data folder. */
  paste: call(
    z.object({ text: z.string().min(1), name: z.string().max(200).optional() }),
  ).returning<OpenedFile>(),
  /** Several files with the same columns become one list, in this order. They are looked at when it is previewed. */
  together: call(z.object({ files: z.array(file).min(1).max(1000).readonly() })).returning<OpenedFile>(),
  /** The newest 30 files, newest first, each once. */
  recent: call(z.object({})).returning<readonly RecentSource[]>(),
  /** Opens the file of a source again. */
  reopen: call(z.object({ source })).returning<OpenedFile>(),
  /** Lists that come with the program, of people who do not exist. */
  samples: call(z.object({})).returning<readonly { readonly name: string; readonly words: string }[]>(),
  openSample: call(z.object({ name: z.string().max(100) })).returning<OpenedFile>(),
  get: call(z.object({ source })).returning<SourceInfo>(),
  /** Staged rows as they are in the file, at most 500 at a time. */
  rows: call(z.object({ source, from: z.int().min(1), limit: z.int().min(1).max(500) })).returning<
    readonly { readonly row: number; readonly cells: readonly string[] }[]
  >(),
  /** How a mapping reads up to 100 rows from `from` on; nothing is kept. */
  tryMapping: call(
    z.object({ source, mapping: mappingInput, from: z.int().min(1), limit: z.int().min(1).max(100) }),
  ).returning<readonly TriedRow[]>(),
  /** Patterns, fixed values and a country of a mapping that can't be used: a sentence each. `fields`: what they are called. */
  valueProblems: call(
    z.object({
      mapping: mappingInput,
      fields: z.array(z.object({ id: z.string(), label: z.string() })).max(2000),
    }),
  ).returning<readonly string[]>(),
  /** Why a pattern can't be used, as a sentence; `null` where it can. */
  patternProblem: call(z.object({ pattern: z.string().max(1000) })).returning<string | null>(),
  /** The different values of a column, or of what is made of columns by steps, over the whole file. Blanks are counted apart. */
  distinctValues: call(
    z.object({
      source,
      from: valueOrigin,
      transforms: z.array(transformInput).max(20),
      separators: separators.optional(),
      offset: z.int().min(0).default(0),
    }),
  ).returning<DistinctValues>(),
  /** The first rows, read with the parser that the run uses. */
  preview: call(
    z.object({ file, overrides: fileChoices, rows: z.int().min(1).max(500).default(100) }),
  ).returning<SourcePreviewView>(),
  /** Reads the whole file into staged rows. Pushes `source.progress`. */
  stage: call(z.object({ file, overrides: fileChoices })).returning<SourceInfo>(),
  /**
   * The newest reading of a file, of the same bytes and in the same way, of which rows were edited: work on it can be taken
   * up again. `null` where there is none.
   */
  edited: call(z.object({ file, overrides: formatOverrides })).returning<SourceInfo | null>(),
  /** At most 500 problems at a time. */
  problems: call(z.object({ source, offset: z.int().min(0), limit: z.int().min(1).max(500) })).returning<
    readonly Problem[]
  >(),
  /** What each column seems to be, for this account. */
  suggestMapping: call(
    z.object({ source, connection: z.string(), on: z.boolean().default(true) }),
  ).returning<FileSuggestion>(),
  /**
   * Keeps what a file is mapped to for the next one of the same columns. `refused`: columns whose suggestion was not
   * taken; they are not suggested again for such files, in any account, until they are mapped again.
   */
  rememberMapping: call(
    z.object({
      source,
      connection: z.string(),
      mapping: mappingInput,
      lists: z.array(listColumnInput).max(10).default([]),
      refused: z.array(z.int().min(0)).max(2000),
    }),
  ).returning<null>(),
  /** The next file of the same columns starts from suggestions again. */
  forgetMapping: call(z.object({ source, connection: z.string() })).returning<null>(),
  /** Whether such files are taken for the export that they seem to be. */
  takeForExport: call(z.object({ source, on: z.boolean() })).returning<null>(),
}

export interface StageProgress {
  readonly file: string
  readonly bytesRead: number
  readonly sizeBytes: number
  readonly rows: number
}

export type { SourceId }
