import type { MessagePort } from 'node:worker_threads'
import type { WireError } from '../../../shared/errors.ts'
import type { Column, Problem, SourceInfo } from '../../../shared/model.ts'
import type { StagedHead, StagedWriter } from './stagedWriter.ts'

/** What a writing thread starts with. */
export interface WriterWork {
  readonly databasePath: string
  readonly head: StagedHead
  /** Pieces come this way, and a failure goes back. */
  readonly port: MessagePort
  /** One number, shared: how many pieces are written; `wentWrong` where it stopped. */
  readonly written: Int32Array
}

/** In place of the number of pieces: the port says what went wrong. Later than any piece, so that nobody waits on. */
export const wentWrong = 2 ** 31 - 1

/** Calls that a writing thread makes for the one that parses, in order; they are committed together. */
export interface WriterPiece {
  readonly calls: readonly WriterCall[]
  /** The last piece of a file. */
  readonly finish: { readonly info: SourceInfo; readonly blankRecords: number } | null
}

export type WriterCall =
  | { readonly kind: 'columns'; readonly columns: readonly Column[] }
  /** As one text: many short ones take ten times as long on their way. */
  | { readonly kind: 'rows'; readonly first: number; readonly lines: string }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** Calls and what ends them, on the writer that they were kept for. */
export function writePiece({ calls, finish }: WriterPiece, writer: StagedWriter): void {
  for (const call of calls)
    if (call.kind === 'columns') writer.columns(call.columns)
    else if (call.kind === 'rows') writer.lines(call.first, call.lines)
    else writer.problem(call.problem)
  if (finish === null) writer.commit()
  else writer.finish(finish.info, finish.blankRecords)
}

export interface WriterFailure {
  readonly error: WireError
  readonly detail: string
}
