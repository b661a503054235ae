import type { Answer } from '../../answer.ts'
import { failure, invalid, ok } from '../answers.ts'
import type { Input } from '../input.ts'
import { asList, asRecord } from '../input.ts'
import type { Handler, KitAccount } from '../route.ts'
import { shuffled } from './shuffled.ts'

/** One kind of bulk request. */
export interface BulkKind {
  /** What its rows are called in the body. */
  readonly rows: string
  /** What an empty list is called in the error: `No tags included for processing`. */
  readonly noun: string
  /** What the rows that worked are called in the answer; `null` where only failures are told. */
  readonly done: string | null
  /** Writes one row: what to show of it, or why it failed. */
  readonly write: (row: Input, kit: KitAccount) => BulkRow
}

export type BulkRow = { readonly done: unknown } | { readonly failed: BulkFailure }

/** `{ errors, tagging: { … } }`: the row comes back with what is wrong with it. */
export interface BulkFailure {
  readonly errors: readonly string[]
  readonly [rowName: string]: unknown
}

const maxSyncRows = 100
/** Kit's page on bulk processing: 300 MB of queued requests per app and account. */
const maxQueuedBytes = 300_000_000

/**
 * A bulk request: up to 100 rows are written and answered at once, more are queued (202) and their result is sent to
 * `callback_url`. Rows come back in another order than they were sent.
 */
export function bulk(kind: BulkKind): Handler {
  return ({ input }, kit) => {
    const rows = readRows(kind, input)
    const callbackUrl = readCallbackUrl(input)
    return rows.length <= maxSyncRows
      ? ok(writeRows(kind, rows, kit))
      : enqueue(kit, input, () => {
          const result = writeRows(kind, rows, kit)
          if (callbackUrl !== null) kit.outbox.post('bulk', callbackUrl, result)
        })
  }
}

/** The queue is full: Kit asks to try again later. */
export const queueFull: Answer = failure(
  413,
  'This request exceeds your queued bulk requests limit. Please wait while we process your existing requests and try again later.',
)

function readRows({ rows: name, noun }: BulkKind, input: Input): readonly Input[] {
  const rows = asList(input[name])?.map(asRecord) ?? []
  // Kit's live tests send rows that are no objects, and get the same error as for none.
  if (rows.length === 0 || rows.some((row) => row === undefined))
    throw invalid(`No ${noun} included for processing`)
  return rows as readonly Input[]
}

function readCallbackUrl({ callback_url: url }: Input): string | null {
  if (url === undefined || url === null || url === '') return null
  if (typeof url !== 'string' || !URL.canParse(url)) throw invalid('Callback url is invalid')
  return url
}

function enqueue({ state }: KitAccount, input: Input, run: () => void): Answer {
  const bytes = Buffer.byteLength(JSON.stringify(input))
  if (state.queuedBytes + bytes > maxQueuedBytes) return queueFull
  state.queuedBytes += bytes
  state.later(() => {
    state.queuedBytes -= bytes
    run()
  }, 'on its own')
  return { status: 202, json: {} }
}

function writeRows({ write, done }: BulkKind, rows: readonly Input[], kit: KitAccount) {
  const results = shuffled(rows.map((row) => write(row, kit)))
  return {
    ...(done === null ? {} : { [done]: results.flatMap((each) => ('done' in each ? [each.done] : [])) }),
    failures: results.flatMap((each) => ('failed' in each ? [each.failed] : [])),
  }
}
