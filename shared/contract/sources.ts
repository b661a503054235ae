import { z } from 'zod'
import type { Column, Problem, SourceFormat, SourceId, SourceInfo } from '../model.ts'
import type { MappingSuggestion } from '../mapping/suggestMapping.ts'
import { call } from './call.ts'

export interface SourcePreviewView {
  readonly format: SourceFormat
  /** A sentence for each detected part, saying why. */
  readonly reasons: Readonly<Partial<Record<keyof SourceFormat, string>>>
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
  readonly problems: readonly Problem[]
  readonly more: boolean
}

export const formatOverrides = z
  .object({
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'macintosh']),
    delimiter: z.enum([',', ';', '\t', '|']),
    quote: z.enum(['"', "'"]),
    lineEnd: z.enum(['\n', '\r\n', '\r']),
    headerRecord: z.int().min(1).nullable(),
  })
  .partial()

/** Opaque: the host gave it out for a file that the user chose. Never a path. */
const file = z.string().min(1).max(100)
const source = z.string().min(1).max(100)

export const sourceCalls = {
  /** The first rows, read with the parser that the run uses. */
  preview: call(
    z.object({ file, overrides: formatOverrides, rows: z.int().min(1).max(500).default(100) }),
  ).returning<SourcePreviewView>(),
  /** Reads the whole file into staged rows. Pushes `source.progress`. */
  stage: call(z.object({ file, overrides: formatOverrides })).returning<SourceInfo>(),
  /** At most 500 problems at a time. */
  problems: call(z.object({ source, offset: z.int().min(0), limit: z.int().min(1).max(500) })).returning<
    readonly Problem[]
  >(),
  /** What each column seems to be, for this account. */
  suggestMapping: call(z.object({ source, connection: z.string() })).returning<MappingSuggestion>(),
}

export interface StageProgress {
  readonly file: string
  readonly bytesRead: number
  readonly sizeBytes: number
  readonly rows: number
}

export type { SourceId }
