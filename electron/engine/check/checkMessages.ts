import type { CheckKind, CheckWeight } from '../../../shared/check/checkKinds.ts'
import type { WireError } from '../../../shared/errors.ts'
import type { CheckAs } from './checkAs.ts'
import type { Order } from './columnOrder.ts'
import type { FixWork } from './fixes.ts'
import type { TextBlock } from './foldedText.ts'

/** What a thread beside the engine does with a staged file. */
export type CheckWork =
  | {
      readonly work: 'check'
      readonly stagedPath: string
      readonly as: CheckAs
      /** Where the text for searching is written; `null`: the file needs none. */
      readonly textPath: string | null
      /** Columns to be put in order once the problems are known. */
      readonly orders: readonly number[]
    }
  | { readonly work: 'order'; readonly stagedPath: string; readonly column: number }
  | (FixWork & { readonly work: 'fix' })

/** Problems of one kind in one column, as they cross a thread. */
export interface GroupMessage {
  readonly kind: CheckKind
  readonly column: number | null
  readonly weight: CheckWeight
  /** See `RowSet`. */
  readonly rows: Uint32Array
  /** Those for which a fix is known. */
  readonly fixable: Uint32Array
}

export type CheckMessage =
  | { readonly is: 'progress'; readonly rows: number }
  | { readonly is: 'groups'; readonly groups: readonly GroupMessage[] }
  | { readonly is: 'searchable'; readonly blocks: readonly TextBlock[] }
  | { readonly is: 'order'; readonly column: number; readonly order: Order }
  | {
      readonly is: 'fixed'
      readonly cells: number
      readonly rows: number
      readonly changed: readonly number[]
    }
  | { readonly is: 'done' }
  | { readonly is: 'failed'; readonly error: WireError }
