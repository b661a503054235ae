import type { WireError } from '../../../shared/errors.ts'
import type { SourceId, SourceInfo } from '../../../shared/model.ts'
import type { FormatOverrides } from './detectFormat.ts'

/** What is to be staged, and where to. */
export interface StageRequest {
  readonly id: SourceId
  readonly path: string
  /** For people: the file's name without its folder. */
  readonly name: string
  readonly overrides: FormatOverrides
  /** A file that does not exist yet, in a folder that does. */
  readonly databasePath: string
}

/** What the staging worker starts with. */
export interface StageWork extends StageRequest {
  readonly stagedAt: number
}

export interface StageProgress {
  readonly bytesRead: number
  readonly sizeBytes: number
  readonly rows: number
}

/** What the staging worker says. One `done` or `failed`, last. */
export type StageMessage =
  | { readonly kind: 'progress'; readonly progress: StageProgress }
  | { readonly kind: 'done'; readonly info: SourceInfo }
  | { readonly kind: 'failed'; readonly error: WireError; readonly detail: string }
